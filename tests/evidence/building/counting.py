"""Builders of counts, of the areas that they are of, and of indicators that are computed from them."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from fiftysteps.evidence.actions.add_release import add_release
from fiftysteps.evidence.counts import COUNT_SCHEMA
from fiftysteps.evidence.models import Area, Dataset, Indicator, Release
from tests.builders import make_indicator
from tests.evidence.numbers import ENGLAND, LONDON, NEWHAM, observe, release_observations

BECKTON, BOLEYN = "E05013904", "E05013905"
# Five small areas of Newham, three of them in Beckton; and one of another borough.
SMALL = ("E01003480", "E01003486", "E01003487", "E01003492", "E01003493")
ELSEWHERE, HACKNEY, HACKNEY_WARD = "E01001720", "E09000012", "E05009367"


def make_areas() -> None:
    """England, London, two boroughs, their wards and their small areas."""
    england = Area.objects.create(code=ENGLAND, name="England", type="country")
    london = Area.objects.create(code=LONDON, name="London", type="region", parent=england)
    newham = Area.objects.create(code=NEWHAM, name="Newham", type="borough", parent=london)
    hackney = Area.objects.create(code=HACKNEY, name="Hackney", type="borough", parent=london)
    wards = {
        code: Area.objects.create(code=code, name=name, type="ward", parent=parent)
        for code, name, parent in (
            (BECKTON, "Beckton", newham),
            (BOLEYN, "Boleyn", newham),
            (HACKNEY_WARD, "Brownswood", hackney),
        )
    }
    for number, code in enumerate(SMALL):
        ward = wards[BECKTON if number < 3 else BOLEYN]
        Area.objects.create(code=code, name=f"Newham {number}", type="lsoa", parent=ward)
    Area.objects.create(code=ELSEWHERE, name="Hackney 1", type="lsoa", parent=wards[HACKNEY_WARD])


def row(area: str, measure: str, count: float, **where: str) -> dict[str, Any]:
    """One count of 2021, of everybody unless `where` says of whom."""
    said = {"period": "2021", "sex": "", "age": "", "group_type": "", "group": ""} | where
    return {"area": area, "measure": measure, "count": float(count)} | said


def release_counts(rows: Iterable[Mapping[str, Any]], *, dataset: str = "homes", **changes: Any) -> Release:
    """Make `rows` the current counts of a dataset."""
    told = {"title": dataset, "nature": "real", "confidence": "high", "source_title": f"Source of {dataset}"} | changes
    found, _ = Dataset.objects.get_or_create(slug=dataset, defaults=told)
    return add_release(found, "counts", pa.Table.from_pylist(list(rows), schema=COUNT_SCHEMA)).release


def release_index(places: Mapping[str, tuple[float, float]], *, dataset: str = "index") -> Release:
    """Make the national tenth and the rank of each small area the current index."""
    rows = [
        observe(value, indicator=name, area=area, period="2025", dataset=dataset)
        for area, both in places.items()
        for name, value in zip(("imd_decile", "imd_rank"), both, strict=True)
    ]
    return release_observations(rows, dataset=dataset)


def make_recipe(**changes: Any) -> dict[str, Any]:
    """Crowded homes of all homes, by small area, ward and borough."""
    recipe: dict[str, Any] = {
        "numerator": {"dataset": "homes", "measure": "crowded"},
        "denominator": {"dataset": "homes", "measure": "homes"},
        "areas": "lsoa",
        "levels": ["lsoa", "ward", "borough"],
    }
    return {key: value for key, value in (recipe | changes).items() if value is not None}


def make_built(*, slug: str = "crowding", recipe: Mapping[str, Any] | None = None, **fields: Any) -> Indicator:
    """An indicator with a recipe: a proportion, unless another method is named."""
    fields = {"method": "proportion", "unit": "%", "nature": "real"} | fields
    return make_indicator(slug=slug, recipe=make_recipe() if recipe is None else dict(recipe), **fields)


def make_homes(**crowded: float) -> list[dict[str, Any]]:
    """100 homes in each small area, 10 of them crowded in the first, 20 in the second and so on."""
    rows = []
    for number, area in enumerate((*SMALL, ELSEWHERE), start=1):
        rows += [row(area, "crowded", crowded.get(area, 10 * number)), row(area, "homes", 100)]
    return rows
