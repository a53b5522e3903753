import polars as pl
import pytest

from fiftysteps.stats.disclosure import Rule
from fiftysteps.stats.frame import FrameFaults
from fiftysteps.stats.frame.disclosure import round_counts, suppress
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {
    "ward": ["Beckton", "Beckton", "Plaistow", "Plaistow", "Canning", "Canning"],
    "sex": ["women", "men"] * 3,
    "cases": [3, 50, 20, 25, 0, 40],
    "people": [1000, 900, 800, 700, 600, 500],
    "rate": [3.0, 55.6, 25.0, 35.7, 0.0, 80.0],
}


def get_missing(values: list[object]) -> list[bool]:
    return pl.Series(values, dtype=pl.Float64, strict=False).fill_nan(None).is_null().to_list()


@pytest.mark.parametrize("kind", KINDS)
def test_rows_come_back_protected_and_then_the_totals(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = suppress(frame, count="cases", by=["ward", "sex"], rule="births_and_deaths")
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == [*ROWS, "status"]
    assert columns["ward"] == [*ROWS["ward"], "Beckton", "Plaistow", "Canning", "Total", "Total", "Total"]
    assert columns["sex"] == [*ROWS["sex"], "Total", "Total", "Total", "women", "men", "Total"]
    assert columns["status"][0] == "hidden"
    assert columns["status"].count("hidden to protect another") == 3
    hidden = [status.startswith("hidden") for status in columns["status"]]
    assert get_missing(columns["cases"]) == hidden
    truth = [*ROWS["cases"], 53, 45, 40, 23, 115, 138]
    shown = [value for value, lost in zip(columns["cases"], hidden, strict=True) if not lost]
    assert shown == [value for value, lost in zip(truth, hidden, strict=True) if not lost]


@pytest.mark.parametrize("kind", KINDS)
def test_rates_go_with_the_counts_they_would_give_back(kind: str) -> None:
    result = suppress(
        build_frame(kind, ROWS), count="cases", by=["ward", "sex"], rule="births_and_deaths", hide_with=["rate"]
    )
    columns = get_columns(result)
    assert get_missing(columns["rate"][:6]) == [status != "shown" for status in columns["status"][:6]]
    assert get_missing(columns["rate"][6:]) == [True] * 6
    assert columns["people"][:6] == ROWS["people"]


@pytest.mark.parametrize("kind", KINDS)
def test_by_the_default_rule_counts_are_rounded_and_totals_are_of_what_is_shown(kind: str) -> None:
    columns = get_columns(suppress(build_frame(kind, ROWS), count="cases", by=["ward", "sex"], hide_with=["rate"]))
    assert get_missing(columns["cases"]) == [True] + [False] * 11
    assert columns["cases"][1:] == [50, 20, 25, 0, 40, 50, 45, 40, 20, 115, 135]
    assert columns["status"] == ["hidden", "rounded", "rounded", "rounded", "shown"] + ["rounded"] * 7
    assert get_missing(columns["rate"][:6]) == [True, True, True, True, False, True]


@pytest.mark.parametrize("kind", KINDS)
def test_rounded_counts_add_up_to_their_totals(kind: str) -> None:
    columns = get_columns(round_counts(build_frame(kind, ROWS), count="cases", by=["ward", "sex"], seed=4, base=10))
    values = columns["cases"]
    assert columns["status"] == ["rounded"] * 12
    assert [value % 10 for value in values] == [0] * 12
    assert values[6:] == [
        values[0] + values[1],
        values[2] + values[3],
        values[4] + values[5],
        values[0] + values[2] + values[4],
        values[1] + values[3] + values[5],
        sum(values[:6]),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_rows_comes_back_without_rows(kind: str) -> None:
    frame = build_frame(kind, {"ward": ["a"], "cases": [1], "rate": [0.1]})
    empty = frame[:0] if kind != "pyarrow" else frame.slice(0, 0)
    arguments = {"count": "cases", "by": "ward", "hide_with": ["rate"]}
    for result in (suppress(empty, **arguments), round_counts(empty, **arguments, seed=1)):
        assert get_columns(result) == {"ward": [], "cases": [], "rate": [], "status": []}


def test_rows_in_any_order_and_without_empty_combinations_get_the_same_protection() -> None:
    frame = pl.DataFrame(ROWS)
    arguments = {"count": "cases", "by": ["ward", "sex"], "rule": "births_and_deaths"}
    whole = suppress(frame, **arguments)
    thinned = suppress(frame.filter(pl.col("cases") > 0), **arguments)
    joined = thinned.join(whole, on=["ward", "sex"], suffix="_whole")
    assert len(joined) == 11
    assert joined["status"].to_list() == joined["status_whole"].to_list()


def test_population_decides_where_the_rule_asks_for_it() -> None:
    frame = pl.DataFrame({"ward": ["a", "b"], "cases": [3, 60], "people": [20_000, None]})
    shown = suppress(frame, count="cases", by="ward", rule="hiv_and_sti", population="people")
    assert shown["status"].to_list() == ["shown", "shown", "shown"]
    hidden = suppress(frame, count="cases", by="ward", rule="hiv_and_sti")
    assert hidden["status"][0] == "hidden"


def test_categories_as_labels_take_the_label_of_totals() -> None:
    frame = pl.DataFrame({"ward": ["a", "b"], "cases": [30, 60]}, schema_overrides={"ward": pl.Enum(["a", "b"])})
    result = suppress(frame, count="cases", by="ward", rule="hiv_and_sti", total="Newham")
    assert result["ward"].to_list() == ["a", "b", "Newham"]


def test_the_callers_frame_is_not_changed_and_an_index_does_not_stay() -> None:
    import pandas as pd

    frame = pd.DataFrame(ROWS, index=[5, 4, 3, 2, 1, 0])
    kept = frame.copy()
    result = suppress(frame, count="cases", by=["ward", "sex"], rule="births_and_deaths", hide_with=["rate"])
    assert frame.equals(kept)
    assert result.index.tolist() == list(range(12))


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_a_frame_is_named_at_once(kind: str) -> None:
    frame = build_frame(
        kind,
        {
            "ward": ["a", None, "Total", "b"],
            "year": [2021, 2022, 2023, 2024],
            "cases": [1.5, -1.0, None, 4.0],
            "rate": ["x", "1", "2", "3"],
            "status": ["", "", "", ""],
        },
    )
    with pytest.raises(FrameFaults) as caught:
        suppress(frame, count="cases", by=["ward", "year", "sex"], hide_with=["rate"])
    assert caught.value.faults == (
        'column "cases", row 1: -1 is negative',
        'column "cases", row 2: the count is missing',
        'column "cases", row 0: 1.5 is not a whole number of people',
        "column \"rate\", row 0: 'x' is not a number",
        'column "status": its name is that of a column of the result; rename it first',
        'column "ward", row 1: the label is missing',
        'column "ward", row 2: "Total" is the label of totals, which are made anew',
        'column "year", row 0: 2021 is not text, beside which a total could stand',
        'column "year", row 1: 2022 is not text, beside which a total could stand',
        'column "year", row 2: 2023 is not text, beside which a total could stand',
        'column "year", row 3: 2024 is not text, beside which a total could stand',
        'column "sex": the frame has no such column; it has "ward", "year", "cases", "rate", "status"',
    )


def test_two_rows_of_one_cell_are_refused() -> None:
    frame = pl.DataFrame({"ward": ["a", "b", "a"], "cases": [1, 2, 3]})
    with pytest.raises(FrameFaults, match='column "ward", row 2: the labels are those of row 0'):
        suppress(frame, count="cases", by="ward")


def test_a_column_named_for_two_purposes_is_refused() -> None:
    with pytest.raises(FrameFaults, match='column "cases": it is named for two purposes'):
        suppress(pl.DataFrame({"ward": ["a"], "cases": [1]}), count="cases", by="ward", hide_with=["cases"])


def test_bases_are_checked_where_the_rule_needs_them() -> None:
    frame = pl.DataFrame({"ward": ["a", "b"], "yes": [10, 4], "asked": [9, None]})
    with pytest.raises(FrameFaults) as caught:
        suppress(frame, count="yes", by="ward", rule="survey", population="asked")
    assert caught.value.faults == (
        'column "asked", row 1: the base is missing',
        'column "yes", row 0: 10 exceeds asked of 9',
    )
    with pytest.raises(FrameFaults, match="population: this rule needs the column of bases"):
        suppress(frame, count="yes", by="ward", rule="survey")


def test_survey_answers_of_few_people_are_hidden_with_what_protects_them() -> None:
    frame = pl.DataFrame({"ward": ["a", "b", "c"], "yes": [10, 40, 30], "asked": [25, 60, 70]})
    result = suppress(frame, count="yes", by="ward", rule="survey", population="asked")
    assert result["status"].to_list() == ["hidden", "shown", "hidden to protect another", "shown"]


def test_a_rule_that_hides_zero_needs_a_row_for_every_combination() -> None:
    rule = Rule(name="made", source="this test", date="2025", hide_up_to=2, hides_zero=True)
    frame = pl.DataFrame({"ward": ["a", "b"], "sex": ["women", "men"], "cases": [3, 50]})
    with pytest.raises(FrameFaults, match="this rule hides zeros, so every combination of labels needs a row"):
        suppress(frame, count="cases", by=["ward", "sex"], rule=rule)


def test_counts_beyond_what_can_be_settled_are_refused() -> None:
    with pytest.raises(FrameFaults, match='column "cases": it adds up to more than 100,000,000'):
        suppress(pl.DataFrame({"ward": ["a"], "cases": [100_000_001]}), count="cases", by="ward")


def test_a_table_needs_a_column_of_labels() -> None:
    with pytest.raises(ValueError, match="by: name at least one column"):
        suppress(pl.DataFrame({"cases": [1]}), count="cases", by=[])
