"""Counts from which indicators are computed: how many of what, where, when and of whom."""

import pyarrow as pa

# One row is one number of one measure ("deaths", "people") for one cell. What does not divide a count is empty:
# sex and age where it is for everybody, group_type and group where it is for no group besides.
# An age is the band as the source labels it: "0", "1-4", "90+".
KEYS = ("area", "period", "sex", "age", "group_type", "group")
_TYPES: dict[str, pa.DataType] = dict.fromkeys((*KEYS, "measure"), pa.string()) | {"count": pa.float64()}
COUNT_SCHEMA = pa.schema(_TYPES)
