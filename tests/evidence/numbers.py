"""Builders of observations, and of releases that hold them."""

from collections.abc import Sequence
from typing import Any

from fiftysteps.evidence.models import Area, Dataset, Finding, Indicator, Release
from fiftysteps.evidence.observations import (
    Observation,
    PopulationCount,
    make_observation_table,
    make_population_table,
)
from fiftysteps.evidence.store import write_table

NEWHAM, LONDON, ENGLAND, BECKTON = "E09000025", "E12000007", "E92000001", "E05013904"


def observe(value: float | None = 40.0, **changes: Any) -> Observation:
    """An observation of overcrowding in Newham in 2021, with `changes`."""
    fields: dict[str, Any] = {
        "indicator": "overcrowding",
        "area": NEWHAM,
        "period": "2021",
        "group_type": "",
        "group": "",
        "value": value,
        "lower_95": None,
        "upper_95": None,
        "count": None,
        "denominator": None,
        "marker": "missing" if value is None else "",
        "note": "",
        "nature": "real",
        "source_title": "Census 2021",
        "source_url": "https://example.org/census",
        "confidence": "high",
        "dataset": "census-2021",
    }
    return Observation(**(fields | changes))


def count_people(count: int = 100, **changes: Any) -> PopulationCount:
    """A count of the women of Newham in 2021, with `changes`."""
    fields: dict[str, Any] = {
        "area": NEWHAM,
        "dimension": "sex",
        "group": "Female",
        "sort": 1,
        "count": count,
        "period": "2021",
        "source_title": "Census 2021",
        "source_url": "",
        "confidence": "high",
        "note": "",
        "nature": "real",
    }
    return PopulationCount(**(fields | changes))


def make_indicator(**changes: Any) -> Indicator:
    """The indicator of overcrowding, not saved, with `changes`."""
    fields: dict[str, Any] = {
        "slug": "overcrowding",
        "name": "Overcrowded households",
        "plain_name": "Homes with too few bedrooms",
        "definition": "Share of households with fewer bedrooms than they need.",
        "unit": "%",
        "decimals": 1,
        "polarity": "lower",
        "kind": "determinant",
        "method": "as-published",
        "nature": "real",
    }
    return Indicator(**(fields | changes))


def make_area(code: str = NEWHAM, name: str = "Newham", **changes: Any) -> Area:
    """An area, not saved."""
    return Area(**({"code": code, "name": name, "type": "borough"} | changes))


def release_observations(rows: Sequence[Observation], *, dataset: str = "census-2021") -> Release:
    """Store `rows` as the current release of a dataset, in place of the one before."""
    stored = write_table("observations", make_observation_table(rows))
    return _release(dataset, "observations", stored.sha256, stored.rows)


def release_populations(rows: Sequence[PopulationCount], *, dataset: str = "census-people") -> Release:
    """Store `rows` as the current release of a dataset of population counts."""
    stored = write_table("populations", make_population_table(rows))
    return _release(dataset, "populations", stored.sha256, stored.rows)


def _release(slug: str, table: str, sha256: str, rows: int) -> Release:
    dataset, _ = Dataset.objects.get_or_create(slug=slug, defaults={"title": slug, "nature": "real"})
    before = Release.objects.filter(dataset=dataset, table=table, replaced_by__isnull=True).first()
    if before is not None:
        # The database allows one current release only, so the old one steps aside before the new one stands.
        Release.objects.filter(pk=before.pk).update(replaced_by=before)
    release = Release.objects.create(dataset=dataset, table=table, sha256=sha256, rows=rows)
    if before is not None:
        Release.objects.filter(pk=before.pk).update(replaced_by=release)
    return release


def make_finding(*, indicator: Indicator, area: Area, comparator: Area | None = None, **changes: Any) -> Finding:
    """A finding about Newham in 2021, not saved, with `changes`."""
    fields: dict[str, Any] = {"slug": "finding", "title": "Many homes are overcrowded", "period": "2021"}
    return Finding(**(fields | {"nature": "real"} | changes), indicator=indicator, area=area, comparator=comparator)
