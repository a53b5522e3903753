import math

import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.gaps import compare_gaps, gap
from fiftysteps.stats.inequality import gaps as arrays
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {
    "area": ["b", "a", "b", "a"],
    "decile": [1, 1, 10, 10],
    "sex": ["f", "f", "m", "m"],
    "rate": [9.0, 8.0, 6.0, None],
    "error": [0.3, 0.2, 0.1, 0.4],
    "low": [8.0, 7.0, 5.0, None],
    "high": [10.0, 9.0, 7.0, None],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("uncertainty", [{"se": "error"}, {"lower": "low", "upper": "high"}])
def test_each_group_gets_a_row_with_the_arrays_answer(kind: str, uncertainty: dict[str, str]) -> None:
    frame = build_frame(kind, ROWS)
    result = gap(frame, value="rate", category="decile", by="area", **uncertainty)
    assert type(result) is type(frame)
    columns = get_columns(result)
    bounds = [f"{name}_gap{side}_95" for name in ("absolute", "relative") for side in ("_lower", "_upper")]
    assert list(columns) == ["area", "absolute_gap", *bounds[:2], "relative_gap", *bounds[2:], "method", "note"]
    given = {name: [ROWS[column][0], ROWS[column][2]] for name, column in uncertainty.items()}
    alone = arrays.gap([9, 6], [1, 10], **given)
    assert columns["absolute_gap"][0] == 3
    assert columns["relative_gap_upper_95"][0] == pytest.approx(alone.relative_intervals[0.95].upper[0], rel=1e-12)
    assert columns["area"] == ["b", "a"]
    assert columns["note"] == ["", "The value of one of the two categories is missing."]
    assert pd.isna(columns["absolute_gap_lower_95"][1])


@pytest.mark.parametrize("kind", KINDS)
def test_categories_may_be_words(kind: str) -> None:
    columns = get_columns(gap(build_frame(kind, ROWS), value="rate", category="sex", between=("m", "f"), by="area"))
    # In area b women have 9 and men 6.
    assert columns["absolute_gap"][0] == -3
    assert list(columns) == ["area", "absolute_gap", "relative_gap", "method", "note"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_a_gap_is_named_with_column_and_row(kind: str) -> None:
    frame = build_frame(
        kind,
        {
            "note": ["a", "a", "a"],
            "decile": [1.0, None, 1.0],
            "rate": [math.inf, 2, 3],
            "low": [0, 3, 1],
            "high": [math.inf, 4, 2],
        },
    )
    with pytest.raises(FrameFaults) as caught:
        gap(frame, value="rate", category="decile", lower="low", upper="high", by=["note", "place"])
    assert caught.value.faults == (
        'column "rate", row 0: inf is infinite',
        'column "high", row 0: inf is infinite',
        'column "note": its name is that of a column of the result; rename it first',
        'column "place": the frame has no such column; it has "note", "decile", "rate", "low", "high"',
        'column "low", row 1: 3 exceeds the value of 2',
        'column "high", row 2: 2 is below the value of 3',
        'column "decile", row 1: the category is missing',
        'column "decile", row 2: 1.0 stands in its group already',
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"category": "sex"}, "between: name the two categories"),
        ({"category": "decile", "between": (1, 5)}, "between: no row has the category 5"),
        ({"category": "decile", "lower": "low"}, "give both lower and upper bounds"),
        ({"category": "decile", "se": "error", "lower": "low"}, "not both"),
    ],
)
def test_options_of_a_gap_that_do_not_go_together_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        gap(pl.DataFrame(ROWS), value="rate", by="area", **options)  # type: ignore[arg-type]


CHANGES = {
    "area": ["Newham", "Barnet", "Ealing"],
    "rate_then": [420.0, 420.0, 300.0],
    "rate_now": [380.0, 410.0, None],
    "gap_then": [150.0, 150.0, 90.0],
    "gap_now": [190.0, 190.0, 80.0],
    "rate_then_low": [410.0, 410.0, 290.0],
    "rate_then_high": [430.0, 430.0, 310.0],
    "rate_now_low": [370.0, 395.0, None],
    "rate_now_high": [390.0, 425.0, None],
}
NAMES = {"average": ("rate_then", "rate_now"), "gap": ("gap_then", "gap_now"), "polarity": "lower"}


@pytest.mark.parametrize("kind", KINDS)
def test_outcomes_are_added_to_the_callers_rows(kind: str) -> None:
    frame = build_frame(kind, CHANGES)
    result = compare_gaps(
        frame,
        **NAMES,
        average_lower=("rate_then_low", "rate_now_low"),
        average_upper=("rate_then_high", "rate_now_high"),
    )
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == [*CHANGES, "average_change", "gap_change", "outcome", "note"]
    assert columns["average_change"] == ["improved", "unchanged", ""]
    assert columns["gap_change"] == ["widened", "widened", "narrowed"]
    assert columns["outcome"] == [
        "The average improved and the gap widened",
        "The average did not change and the gap widened",
        "",
    ]
    assert columns["note"] == ["", "", "An average is missing."]


@pytest.mark.parametrize("kind", KINDS)
def test_without_bounds_every_change_counts(kind: str) -> None:
    columns = get_columns(compare_gaps(build_frame(kind, CHANGES), **NAMES))
    assert columns["outcome"][1] == "The average improved and the gap widened"


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_a_comparison_is_named_with_column_and_row(kind: str) -> None:
    frame = build_frame(kind, {"a": [1.0, 2], "b": [1.0, 2], "c": [3.0, 1], "d": [4.0, 5], "note": ["", ""]})
    with pytest.raises(FrameFaults) as caught:
        compare_gaps(
            frame, average=("a", "b"), gap=("a", "e"), polarity="lower", gap_lower=("c", "a"), gap_upper=("d", "d")
        )
    assert caught.value.faults == (
        'column "e": the frame has no such column; it has "a", "b", "c", "d", "note"',
        'column "note": its name is that of a column of the result; rename it first',
        'column "c", row 0: 3 exceeds the gap of 1',
    )


def test_a_polarity_of_none_is_refused() -> None:
    with pytest.raises(ValueError, match="where neither is better, no average improves"):
        compare_gaps(pl.DataFrame(CHANGES), **{**NAMES, "polarity": "none"})
