"""Make what was computed for an indicator the current release of its own dataset."""

from typing import Any

import pyarrow as pa
from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.evidence.actions.add_release import add_release
from fiftysteps.evidence.actions.register_release import Added
from fiftysteps.evidence.building.inputs import BUILT, Origin
from fiftysteps.evidence.models import Build, Dataset, Indicator, SeenFigure
from fiftysteps.evidence.observations import OBSERVATION_SCHEMA


def build_indicator(
    indicator: Indicator,
    rows: pa.Table,
    origin: Origin,
    *,
    fingerprint: str,
    seconds: float,
    facts: dict[str, Any],
    by: User | None = None,
) -> Added:
    """Store the rows of an indicator as its current release, and what they were computed from.

    Parameters
    ----------
    indicator : Indicator
        Whose rows they are.
    rows : pyarrow.Table
        Its observations.
    origin : Origin
        What is said of where they come from.
    fingerprint : str, keyword-only
        The digest of all that they depend on.
    seconds : float, keyword-only
        How long they took.
    facts : dict, keyword-only
        What is known of the release: its periods and kinds of areas.
    by : User, keyword-only
        Who asked for it; nobody where a command did.
    """
    with transaction.atomic():
        dataset = _write_dataset(indicator, origin)
        added = add_release(dataset, "observations", rows, by=by, licence=origin.licence, layout="built", **facts)
        told = {"fingerprint": fingerprint, "release": added.release, "seconds": seconds}
        _, is_first = Build.objects.update_or_create(indicator=indicator, defaults=told)
        if is_first:
            # A finding that was written before its figure could be computed has not moved when it is.
            SeenFigure.objects.filter(finding__indicator=indicator, state__value="").delete()
        record_audit(by, "build-indicator", f"evidence.indicator:{indicator.pk}", fingerprint)
    return added


def withdraw_build(build: Build, *, by: User | None = None) -> None:
    """Take what was computed off the pages, because its indicator has no recipe any more. Its releases are kept."""
    with transaction.atomic():
        empty = pa.Table.from_pylist([], schema=OBSERVATION_SCHEMA)
        add_release(build.release.dataset, "observations", empty, by=by, layout="withdrawn")
        record_audit(by, "withdraw-build", f"evidence.indicator:{build.indicator_id}", build.fingerprint)
        build.delete()


def _write_dataset(indicator: Indicator, origin: Origin) -> Dataset:
    told = {
        "title": f"{indicator.name[:270]}, computed from counts",
        "note": "Computed here from the counts of other datasets, which its source names.",
        "source_title": origin.title,
        "source_url": origin.url,
        "nature": origin.nature,
        "confidence": origin.confidence,
    }
    dataset, _ = Dataset.objects.update_or_create(slug=f"{BUILT}{indicator.slug}", defaults=told)
    return dataset
