"""Figures as the rows that are stored: columns throughout, because an indicator of England has tens of thousands."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fiftysteps.evidence.building.computing import Figures
from fiftysteps.evidence.building.inputs import BUILT, Origin
from fiftysteps.evidence.observations import MISSING, OBSERVATION_SCHEMA


def name_dataset(indicator: str) -> str:
    """Return the slug of the dataset that holds what is computed for an indicator."""
    return f"{BUILT}{indicator}"


def build_table(indicator: str, figures: Sequence[Figures], origin: Origin) -> pa.Table:
    """Return figures as observations. One that could not be computed is marked missing and its note says why."""
    if not figures:
        return OBSERVATION_SCHEMA.empty_table()
    constants = {
        "indicator": indicator,
        "nature": origin.nature,
        "source_title": origin.title,
        "source_url": origin.url,
        "confidence": origin.confidence,
        "dataset": name_dataset(indicator),
    }
    return pa.concat_tables([_build(each, constants) for each in figures])


def _build(figures: Figures, constants: dict[str, str]) -> pa.Table:
    found, length = figures.estimates, len(figures.areas)
    absent = np.isnan(found.value)
    columns: dict[str, pa.Array[Any]] = {name: pa.repeat(text, length) for name, text in constants.items()}
    columns |= {
        "area": pa.array(figures.areas.tolist()),
        "period": pa.repeat(figures.period, length),
        "group_type": pa.repeat(figures.group_type, length),
        "group": pa.array(figures.groups.tolist()),
        "value": _make_numbers(found.value),
        "lower_95": _make_numbers(found.lower),
        "upper_95": _make_numbers(found.upper),
        "count": _make_numbers(found.count),
        "denominator": _make_numbers(found.denominator),
        "marker": pa.array(np.where(absent, MISSING, "").tolist()),
        "note": pa.array(np.where(absent, found.reason, "").tolist()),
    }
    return pa.table([columns[name] for name in OBSERVATION_SCHEMA.names], schema=OBSERVATION_SCHEMA)


def _make_numbers(values: NDArray[np.float64]) -> "pa.Array[Any]":
    return pa.array(values, mask=np.isnan(values))


def describe_missing(figures: Sequence[Figures]) -> Iterator[str]:
    """Yield how many figures are missing, for each of the reasons."""
    reasons: Counter[str] = Counter()
    for each in figures:
        reasons.update(each.estimates.reason[np.isnan(each.estimates.value)].tolist())
    for reason, number in reasons.most_common():
        yield f"{number:,} {'figure is' if number == 1 else 'figures are'} missing: {reason}"
