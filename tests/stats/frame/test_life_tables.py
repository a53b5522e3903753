from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.life_tables import healthy_life_expectancy, life_expectancy
from fiftysteps.stats.life import healthy_life, life_tables
from tests.stats.frame.frames import KINDS, build_frame, get_columns

LABELS = ["<1", "1-4", "5-64", "65-84", "85+"]
STARTS = [0, 1, 5, 65, 85]
DEATHS = [10, 2, 300, 500, 400]
PEOPLE = [2_000, 8_000, 90_000, 20_000, 3_000]
ROWS = {
    "ward": ["b"] * 5 + ["a"] * 5,
    "sex": ["f"] * 10,
    "band": LABELS * 2,
    "start": STARTS * 2,
    "died": DEATHS + [2 * d for d in DEATHS],
    "people": PEOPLE * 2,
    "healthy": [95, 90, 700, 110, 20] * 2,
    "asked": [100, 100, 900, 200, 60] * 2,
}
COLUMNS: Any = {"deaths": "died", "population": "people", "age": "band", "by": ["ward", "sex"]}
ANSWERS: Any = {**COLUMNS, "healthy": "healthy", "asked": "asked"}
EXPECTED = life_tables.life_expectancy(ROWS["died"], ROWS["people"], ROWS["start"], ROWS["ward"])


def change(changes: Mapping[str, Sequence[Any]]) -> pl.DataFrame:
    return pl.DataFrame({**ROWS, **changes})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("age", ["band", "start"])
def test_life_expectancy_has_one_row_for_each_group_and_age(kind: str, age: str) -> None:
    frame = build_frame(kind, ROWS)
    result = life_expectancy(frame, **{**COLUMNS, "age": age})
    columns = get_columns(result)
    assert type(result) is type(frame)
    assert list(columns) == ["ward", "sex", "age", "value", "lower_95", "upper_95", "method", "note"]
    assert columns["ward"] == ["b"] * 5 + ["a"] * 5
    assert columns["age"] == STARTS * 2
    assert columns["value"] == EXPECTED.value.ravel().tolist()
    assert columns["upper_95"] == EXPECTED.intervals[0.95].upper.ravel().tolist()
    assert columns["method"] == ["Chiang II with Silcocks's variance"] * 10
    assert columns["note"] == [""] * 10


@pytest.mark.parametrize("kind", KINDS)
def test_some_ages_and_levels_are_those_asked_for(kind: str) -> None:
    result = life_expectancy(build_frame(kind, ROWS), **COLUMNS, at=[65, 0], confidence=[0.9, 0.998])
    columns = get_columns(result)
    assert list(columns)[4:8] == ["lower_90", "upper_90", "lower_99_8", "upper_99_8"]
    assert columns["age"] == [65, 0, 65, 0]
    assert columns["ward"] == ["b", "b", "a", "a"]
    assert columns["value"] == EXPECTED.value[:, [3, 0]].ravel().tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_all_rows_are_one_life_table_without_by(kind: str) -> None:
    frame = build_frame(kind, {name: values[:5] for name, values in ROWS.items()})
    columns = get_columns(life_expectancy(frame, deaths="died", population="people", age="start", at=0))
    assert list(columns) == ["age", "value", "lower_95", "upper_95", "method", "note"]
    assert columns["value"] == [EXPECTED.value[0, 0]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_count_makes_its_group_missing_and_the_note_says_so(kind: str) -> None:
    frame = build_frame(kind, {**ROWS, "died": [10.0, None, *ROWS["died"][2:]]})
    columns = get_columns(life_expectancy(frame, **COLUMNS, at=65))
    assert columns["note"] == ["The deaths of an age band are missing.", ""]
    assert pd.isna(columns["value"][0])
    assert pd.isna(columns["lower_95"][0])
    assert columns["value"][1] == EXPECTED.value[1, 3]


@pytest.mark.parametrize("kind", KINDS)
def test_healthy_life_expectancy_is_that_of_the_arrays(kind: str) -> None:
    result = healthy_life_expectancy(build_frame(kind, ROWS), **ANSWERS, variance="prevalence and mortality")
    columns = get_columns(result)
    arrays = [ROWS[name] for name in ("died", "people", "start", "healthy", "asked", "ward")]
    expected = healthy_life.healthy_life_expectancy(*arrays, variance="prevalence and mortality")
    assert list(columns) == ["ward", "sex", "age", "value", "lower_95", "upper_95", "method", "note"]
    assert columns["value"] == expected.value.ravel().tolist()
    assert columns["lower_95"] == expected.intervals[0.95].lower.ravel().tolist()
    assert columns["method"] == expected.method.ravel().tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_rows_gives_one_without_rows(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    empty = frame[:0] if kind != "pyarrow" else frame.slice(0, 0)
    columns = get_columns(life_expectancy(empty, **COLUMNS))
    assert list(columns) == ["ward", "sex", "age", "value", "lower_95", "upper_95", "method", "note"]
    assert columns["value"] == []
    assert get_columns(healthy_life_expectancy(empty, **ANSWERS, at=65))["value"] == []


def test_labels_of_a_categorical_column_are_read() -> None:
    frame = pd.DataFrame(ROWS).astype({"band": "category"})
    assert life_expectancy(frame, **COLUMNS)["age"].tolist() == STARTS * 2


def test_ages_that_are_no_whole_years_stay_so() -> None:
    frame = change({"start": [0.0, 0.5, 5.0, 65.0, 85.0] * 2})
    result = life_expectancy(frame, **{**COLUMNS, "age": "start"}, at=0.5)
    assert result["age"].to_list() == [0.5, 0.5]


def test_the_callers_index_does_not_stay_on_the_rows() -> None:
    frame = pd.DataFrame(ROWS, index=range(7, 17))
    assert life_expectancy(frame, **COLUMNS, at=[0, 1]).index.tolist() == [0, 1, 2, 3]


FAULTS: list[tuple[Mapping[str, Sequence[Any]], dict[str, Any], list[str]]] = [
    ({"band": ["<1", "1-4", "x", "65-84", "85+"] * 2}, {}, [
        "column \"band\", row 2: 'x' is not an age band; write an age band like \"0\", \"1-4\", \"<1\" or \"85+\"",
        "column \"band\", row 7: 'x' is not an age band; write an age band like \"0\", \"1-4\", \"<1\" or \"85+\"",
    ]),
    ({"band": ["<1", None, *LABELS[2:], *LABELS]}, {}, ['column "band", row 1: the age is missing']),
    ({"start": [0.0, None, *STARTS[2:], *STARTS]}, {"age": "start"}, ['column "start", row 1: the age is missing']),
    ({"start": [0.0, -1.0, *STARTS[2:], *STARTS]}, {"age": "start"}, ['column "start", row 1: -1 is negative']),
    ({"start": [0, 0, 5, 65, 85, *STARTS]}, {"age": "start"}, [
        "column \"start\", row 0: the group of ward 'b', sex 'f' lacks the band that starts at 1, "
        "which other groups have",
        "column \"start\", row 1: the band that starts at 0 comes twice in the group of ward 'b', sex 'f'",
    ]),
    ({"start": [0, 1, 1, 65, 85, 0, 1, 5, 65, 85]}, {"age": "start", "by": None}, [
        f'column "start", row {row}: the band that starts at {start} comes twice in the frame'
        for row, start in [(2, 1), (5, 0), (6, 1), (8, 65), (9, 85)]
    ]),
    ({"band": ["<1", "1-4", "5-9", "65-84", "85+"] * 2}, {}, [
        f'column "band", row {row}: the band ends before 10, and the next starts at 65' for row in (2, 7)
    ]),
    ({"band": ["<1", "1-4", "5+", "65-84", "85-89"] * 2}, {}, [
        f'column "band", row {row}: {said}'
        for row, said in [
            (2, "an open band has to be the last, and another starts at 65"),
            (4, 'the last band has to be open, like "85+"'),
            (7, "an open band has to be the last, and another starts at 65"),
            (9, 'the last band has to be open, like "85+"'),
        ]
    ]),
    ({}, {"at": 3}, ['column "band": at: no band starts at 3']),
    ({}, {"age": "old"}, [
        'column "old": the frame has no such column; it has ' + ", ".join(f'"{name}"' for name in ROWS)
    ]),
    ({}, {"by": ["ward", "age"]}, [
        'column "age": its name is that of a column of the result; rename it first',
        'column "age": the frame has no such column; it has ' + ", ".join(f'"{name}"' for name in ROWS),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "arguments", "faults"), FAULTS)
def test_faults_are_named_with_column_and_row(
    changed: Mapping[str, Sequence[Any]], arguments: dict[str, Any], faults: list[str]
) -> None:
    with pytest.raises(FrameFaults) as caught:
        life_expectancy(change(changed), **{**COLUMNS, **arguments})
    assert sorted(caught.value.faults) == sorted(faults)


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named_at_once(kind: str) -> None:
    columns = {
        **ROWS,
        "died": [-1, *ROWS["died"][1:]],
        "band": [*LABELS[:4], "95+", *LABELS],
        "healthy": [101, *ROWS["healthy"][1:]],
        "ward": [*ROWS["ward"][:9], None],
    }
    with pytest.raises(FrameFaults) as caught:
        healthy_life_expectancy(build_frame(kind, columns), **{**ANSWERS, "by": "ward"}, at=4)
    said = " ".join(caught.value.faults)
    assert 'column "died", row 0: -1 is negative' in said
    assert 'column "healthy", row 0: 101 exceeds asked of 100' in said
    assert 'column "ward", row 9: the label is missing' in said
    assert "column \"band\", row 0: the group of ward 'b' lacks the band that starts at 85, which" in said
    assert 'column "band": at: no band starts at 4' in said


def test_of_many_rows_with_a_strange_label_ten_are_named() -> None:
    frame = pl.DataFrame({"band": [f"band {row}" for row in range(25)], "died": 1, "people": 2})
    with pytest.raises(FrameFaults) as caught:
        life_expectancy(frame, deaths="died", population="people", age="band")
    assert len(caught.value.faults) == 11


def test_a_missing_age_in_polars_is_named_though_it_is_no_null() -> None:
    frame = change({"start": [0.0, np.nan, *STARTS[2:], *STARTS]})
    with pytest.raises(FrameFaults, match='column "start", row 1: the age is missing'):
        life_expectancy(frame, **{**COLUMNS, "age": "start"})


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="95 does not lie between 0 and 1"):
        life_expectancy(change({}), **COLUMNS, confidence=95)


def test_the_callers_frame_is_not_changed() -> None:
    frame = pd.DataFrame(ROWS)
    life_expectancy(frame, **COLUMNS)
    assert frame.equals(pd.DataFrame(ROWS))
