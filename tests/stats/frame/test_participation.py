import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.participation import participation_ratio
from fiftysteps.stats.turnout import participation
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {
    "variable": ["sex", "sex", "sex", "age", "age", "sex"],
    "group": ["f", "m", "not said", "young", "old", "m"],
    "came": [140, 50, 8, 0, 40, 10],
    "live": [50.0, 25.0, None, 30.0, 70.0, 25.0],
}
NAMES = {"count": "came", "population": "live", "category": "group"}


@pytest.mark.parametrize("kind", KINDS)
def test_each_category_has_its_ratio_beside_what_it_is_made_of(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = participation_ratio(frame, **NAMES, by="variable", unknown=["not said"])
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == [
        *("variable", "group", "value", "lower_95", "upper_95", "method", "note"),
        *("share", "census_share", "answered", "not_known"),
    ]
    # The two rows of men are one category.
    assert columns["group"] == ["f", "m", "not said", "young", "old"]
    assert columns["value"][:2] == pytest.approx([1.4, 0.6])
    assert pd.isna(columns["value"][2])
    assert columns["value"][3:] == pytest.approx([0, 1 / 0.7])
    assert columns["note"] == ["", "", "This answer is not one of the census's and is counted apart.", "", ""]
    assert columns["answered"] == [200, 200, 200, 40, 40]
    assert columns["not_known"] == [8, 8, 8, 0, 0]


def test_bounds_are_those_of_the_array_function() -> None:
    columns = get_columns(participation_ratio(pl.DataFrame(ROWS)[[0, 1]], **NAMES, confidence=[0.9, 0.998]))
    result = participation.participation_ratio([140, 50], [50, 25], confidence=[0.9, 0.998])
    assert columns["lower_90"] == result.intervals[0.9].lower.tolist()
    assert columns["upper_99_8"] == result.intervals[0.998].upper.tolist()


def test_a_category_of_the_same_name_in_two_variables_is_two() -> None:
    frame = pl.DataFrame({"place": ["a", "a", "b", "b"], "sex": ["f", "m"] * 2, "came": [1, 3, 3, 1], "live": [1] * 4})
    result = participation_ratio(frame, count="came", population="live", category="sex", by=["place"])
    assert result["value"].to_list() == [0.5, 1.5, 1.5, 0.5]


def test_a_frame_without_rows_gives_one_without_rows() -> None:
    assert len(participation_ratio(pl.DataFrame(ROWS)[:0], **NAMES, by="variable")) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named_at_once(kind: str) -> None:
    frame = build_frame(kind, {"share": ["a", None], "came": [-1.0, float("inf")], "live": ["many", "2"]})
    with pytest.raises(FrameFaults) as caught:
        participation_ratio(frame, count="came", population="live", category="share", by="place")
    assert caught.value.faults == (
        'column "came", row 1: inf is infinite',
        'column "came", row 0: -1 is negative',
        "column \"live\", row 0: 'many' is not a number",
        'column "share": its name is that of a column of the result; rename it first',
        'column "place": the frame has no such column; it has "share", "came", "live"',
        'column "share", row 1: the label is missing',
    )


def test_a_level_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="95 does not lie between 0 and 1"):
        participation_ratio(pl.DataFrame(ROWS), **NAMES, confidence=95)
