"""Look-ups: which areas lie within which, or became which, as rows of data."""

import pyarrow as pa

# One row says that an area lies within another, or was replaced by it. `area_kind` and `within_kind` are types of
# areas, the years those of the two geographies ("2011", "2021"; empty where the source names none). `weight` is the
# share of the area's people that belongs there; null where the source does not say, and it is worked out from counts.
LOOKUP_SCHEMA = pa.schema(
    [
        (name, pa.string())
        for name in ("area", "within", "area_kind", "area_year", "within_kind", "within_year", "change")
    ]
    + [("weight", pa.float64())]
)
