from typing import Any

import pandas as pd
import pytest

from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.life_years import years_of_life_lost
from fiftysteps.stats.life import life_years
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {
    "ward": ["b"] * 3 + ["a"] * 3,
    "band": ["0-49", "50-74", "75+"] * 2,
    "start": [0, 50, 75] * 2,
    "died": [4, 40, 90, 2, 30, 80],
    "people": [9_000, 3_000, 800, 8_000, 2_500, 700],
    "standard": [70_000, 20_000, 10_000] * 2,
}
COLUMNS: Any = {"deaths": "died", "population": "people", "age": "band", "by": "ward"}
NAMES = ["ward", "years", "years_lower_95", "years_upper_95", "value", "lower_95", "upper_95", "method", "note"]


def change(**changed: Any) -> Any:
    return build_frame("polars", {**ROWS, **changed})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("age", ["band", "start"])
@pytest.mark.parametrize("standard", [None, "standard"])
def test_years_and_rate_are_those_of_the_arrays(kind: str, age: str, standard: str | None) -> None:
    frame = build_frame(kind, ROWS)
    result = years_of_life_lost(frame, **{**COLUMNS, "age": age}, standard=standard)
    columns = get_columns(result)
    expected = life_years.years_of_life_lost(
        ROWS["died"], ROWS["people"], ROWS["start"], ROWS["ward"], standard=standard and ROWS[standard]
    )
    assert type(result) is type(frame)
    assert list(columns) == NAMES
    assert columns["ward"] == ["b", "a"]
    assert columns["years"] == [700, 475]
    assert columns["value"] == expected.value.tolist()
    assert columns["years_lower_95"] == expected.years_intervals[0.95].lower.tolist()
    assert columns["upper_95"] == expected.intervals[0.95].upper.tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_population_leaves_the_years(kind: str) -> None:
    frame = build_frame(kind, {**ROWS, "people": [None, *ROWS["people"][1:]]})
    columns = get_columns(years_of_life_lost(frame, **COLUMNS))
    assert columns["years"] == [700, 475]
    assert pd.isna(columns["value"][0])
    assert columns["note"] == ["The population of an age band is missing.", ""]


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_rows_gives_one_without_rows(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    empty = frame[:0] if kind != "pyarrow" else frame.slice(0, 0)
    assert get_columns(years_of_life_lost(empty, **COLUMNS, standard="standard"))["value"] == []


def test_all_rows_are_one_group_without_by() -> None:
    frame = build_frame("pandas", {name: values[:3] for name, values in ROWS.items()})
    result = years_of_life_lost(frame, deaths="died", population="people", age="band", to=75, confidence=(0.9, 0.998))
    assert list(result.columns)[:5] == [
        "years",
        "years_lower_90",
        "years_upper_90",
        "years_lower_99_8",
        "years_upper_99_8",
    ]
    assert result["years"].tolist() == [700]


def test_a_last_band_that_ends_at_the_given_age_is_welcome() -> None:
    frame = build_frame("polars", {"band": ["0-49", "50-74"], "died": [4, 40], "people": [9_000, 3_000]})
    result = years_of_life_lost(frame, deaths="died", population="people", age="band")
    assert result["years"].to_list() == [700]


FAULTS: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({}, {"to": 60}, ['column "band": to: 60 lies inside the band from 50 to 75']),
    ({"band": ["0-49", "50-64", "65+"] * 2}, {}, [
        f'column "band", row {row}: the last band has to end at 75' for row in (2, 5)
    ]),
    ({"band": ["0-44", "50-74", "75+"] * 2}, {}, [
        f'column "band", row {row}: the band ends before 45, and the next starts at 50' for row in (0, 3)
    ]),
    ({"standard": [None, 1, 1, 1, 1, 1]}, {"standard": "standard"}, [
        'column "standard", row 0: the standard population is missing'
    ]),
    ({"standard": [1, 1, 1, 0, 0, 5]}, {"standard": "standard"}, [
        "column \"standard\", row 3: the standard populations of this row's group are all zero"
    ]),
    ({"ward": ["b"] * 3 + ["a"] * 2 + ["c"]}, {}, [
        "column \"band\", row 3: the group of ward 'a' lacks the band that starts at 75, which other groups have",
        "column \"band\", row 5: the group of ward 'c' lacks the bands that start at 0, 50, which other groups have",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "arguments", "faults"), FAULTS)
def test_faults_are_named_with_column_and_row(
    changed: dict[str, Any], arguments: dict[str, Any], faults: list[str]
) -> None:
    with pytest.raises(FrameFaults) as caught:
        years_of_life_lost(change(**changed), **COLUMNS, **arguments)
    assert list(caught.value.faults) == faults


def test_a_column_of_by_that_is_named_like_one_of_the_result_is_refused() -> None:
    frame = change().rename({"ward": "years"})
    with pytest.raises(FrameFaults, match='column "years": its name is that of a column of the result'):
        years_of_life_lost(frame, **{**COLUMNS, "by": "years"})


def test_a_multiplier_that_is_not_positive_is_refused() -> None:
    with pytest.raises(ValueError, match="multiplier: 0 is not a positive number"):
        years_of_life_lost(change(), **COLUMNS, multiplier=0)
