"""What a column can be for, and the two tables that are made of files."""

from typing import Final

import pyarrow as pa

from fiftysteps.evidence.observations import MISSING, SUPPRESSED

# What the columns of a file are called here, whatever they are called there.
NUMBERS: Final = ("value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator")
WORDS: Final = (
    "area",
    "area_name",
    "period",
    "indicator",
    "indicator_name",
    "sex",
    "age",
    "group_type",
    "group",
    "measure",
    "unit",
    "mark",
    "note",
)
ROLES: Final = (*WORDS, *NUMBERS)

NOT_APPLICABLE: Final = "not-applicable"
# Known to be so small that it rounds to nothing, and not nothing.
LOW: Final = "low"
# Why a figure is not there. Each stands in the column `marker`, with what the source wrote in `note`.
ABSENT: Final = (MISSING, SUPPRESSED, NOT_APPLICABLE, LOW)


def _make_schema(*names: str) -> pa.Schema:
    others = dict.fromkeys(NUMBERS, pa.float64()) | {"row": pa.int64()}
    return pa.schema([pa.field(name, others.get(name, pa.string())) for name in names])


_PEOPLE: Final = ("sex", "age", "group_type", "group")
_ABOUT: Final = ("marker", "note", "sheet", "row")
OBSERVATIONS: Final = _make_schema(
    "indicator", "indicator_name", "area", "area_name", "period", *_PEOPLE, *NUMBERS, "unit", *_ABOUT
)
COUNTS: Final = _make_schema("area", "period", *_PEOPLE, "measure", "count", *_ABOUT)
SCHEMAS: Final = {"observations": OBSERVATIONS, "counts": COUNTS}
# What a row is of: two rows with the same are one row too many.
KEYS: Final = {
    "observations": ("indicator", "area", "period", "sex", "age", "group_type", "group"),
    "counts": ("area", "period", "sex", "age", "group_type", "group", "measure"),
}
# The figure that a row is there for.
FIGURES: Final = {"observations": "value", "counts": "count"}
