from datetime import date

import numpy as np
import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.change import process_charts
from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.process_charts import spc
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ADDED = ["mean", "lower_limit", "upper_limit", "variation", "assurance", "rule", "median", "chart", "note"]
MONTHS = [f"{2019 + i // 12}-{i % 12 + 1:02}" for i in range(28)]
VALUES = [1.0, 3.0] * 7 + [11.0, 15.0] * 7


def build(kind: str = "pandas", **columns: list[object]):
    return build_frame(kind, {"month": MONTHS, "value": VALUES, **columns})


@pytest.mark.parametrize("kind", KINDS)
def test_the_callers_rows_and_columns_come_back_with_the_charts(kind: str) -> None:
    frame = build(kind, ward=["a", "b"] * 14)
    result = spc(frame, value="value", period="month", by="ward", improvement="increase", target=0)
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == ["month", "value", "ward", *ADDED]
    assert (columns["month"], columns["value"]) == (MONTHS, VALUES)
    arrays = process_charts.spc(VALUES, groups=["a", "b"] * 14, improvement="increase", target=0)
    assert columns["upper_limit"] == arrays.upper_limit.tolist()
    assert (columns["variation"], columns["assurance"]) == (arrays.variation.tolist(), arrays.assurance.tolist())


@pytest.mark.parametrize("kind", KINDS)
def test_rows_may_stand_in_any_order(kind: str) -> None:
    order = np.random.default_rng(3).permutation(28).tolist()
    frame = build_frame(kind, {"month": [MONTHS[i] for i in order], "value": [VALUES[i] for i in order]})
    mixed = get_columns(spc(frame, value="value", period="month"))
    straight = get_columns(spc(build(kind), value="value", period="month"))
    assert mixed["rule"] == [straight["rule"][i] for i in order]


def test_an_index_of_the_callers_stays_and_the_rows_keep_theirs() -> None:
    frame = build().set_index(pd.Index(range(128, 100, -1)))
    result = spc(frame, value="value", period="month")
    assert result.index.tolist() == frame.index.tolist()
    assert result["rule"].tolist() == spc(build(), value="value", period="month")["rule"].tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_charts_begin_anew_at_a_named_period(kind: str) -> None:
    for rebase in ("2020-03", ["2020-03"], date(2020, 3, 1), np.array(["2020-03"])):
        columns = get_columns(spc(build(kind), value="value", period="month", rebase=rebase))
        assert columns["mean"] == pytest.approx([2] * 14 + [13] * 14)


@pytest.mark.parametrize("kind", KINDS)
def test_charts_begin_anew_at_marked_rows(kind: str) -> None:
    frame = build(kind, new=[i == 14 for i in range(28)])
    columns = get_columns(spc(frame, value="value", period="month", rebase="new"))
    assert columns["mean"] == pytest.approx([2] * 14 + [13] * 14)


def test_a_group_without_the_named_period_begins_anew_at_its_next() -> None:
    frame = build(ward=["a"] * 28)
    holed = frame[frame["month"] != "2020-03"].assign(ward="b")
    result = spc(pd.concat([frame, holed]), value="value", period="month", by="ward", rebase="2020-03")
    assert result["chart"].tolist() == ["xmr"] * (28 + 27)
    assert result["mean"].tolist()[28:] == pytest.approx([2] * 14 + [171 / 13] * 13)


def test_charts_begin_anew_as_often_as_is_named() -> None:
    result = spc(build(), value="value", period="month", rebase=["2020-05", "2019-08"])
    assert result["median"].notna().tolist() == [True] * 28
    assert result.groupby("median").size().tolist() == [7, 9, 12]


def test_numbers_of_years_are_named_as_numbers() -> None:
    frame = pd.DataFrame({"year": range(1990, 2018), "value": VALUES})
    assert spc(frame, value="value", period="year", rebase=2004)["mean"].tolist() == pytest.approx([2] * 14 + [13] * 14)


def test_a_target_may_be_a_column() -> None:
    frame = build(goal=[-10.0] * 27 + [50.0])
    result = spc(frame, value="value", period="month", improvement="increase", target="goal")
    assert result["assurance"].tolist() == ["consistently hits"] * 27 + ["consistently fails"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_value_has_lines_and_a_note(kind: str) -> None:
    frame = build_frame(kind, {"month": MONTHS[:15], "value": [*VALUES[:14], None]})
    columns = get_columns(spc(frame, value="value", period="month"))
    assert columns["note"] == [""] * 14 + ["The value is missing."]
    assert columns["variation"][14] == ""
    assert columns["mean"][14] == pytest.approx(2)


def test_what_a_run_chart_has_not_is_null_in_polars() -> None:
    frame = build("polars").head(12)
    result = spc(frame, value="value", period="month")
    assert (result["mean"].null_count(), result["median"].null_count()) == (12, 0)
    assert set(result["chart"]) == {"run"}
    assert result["note"][0].startswith("Fewer than 13 points: a run chart")


def test_a_trend_of_six_can_be_asked_for() -> None:
    frame = build_frame("pandas", {"month": MONTHS[:20], "value": [*([2.0, 4] * 7), 1, 2, 3, 4, 5, 6]})
    assert set(spc(frame, value="value", period="month")["rule"]) == {""}
    assert "rising trend" in set(spc(frame, value="value", period="month", trend=6)["rule"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named_at_once(kind: str) -> None:
    rows = {"month": ["2020-01", None], "value": [float("inf"), 1], "mean": [1, 2], "ward": ["a", None]}
    with pytest.raises(FrameFaults) as caught:
        spc(build_frame(kind, rows), value="value", period="month", by="ward", target="goal", rebase=["soon"])
    assert [fault.split(" in a known")[0] for fault in caught.value.faults] == [
        'column "mean": its name is that of a column of the result; rename it first',
        'column "value", row 0: inf is infinite',
        'column "goal": the frame has no such column; it has "month", "value", "mean", "ward"',
        'column "month", row 1: the period is missing',
        "rebase: 'soon' is no period",
        'column "ward", row 1: the label is missing',
    ]


def test_a_period_twice_in_a_group_and_an_unknown_rebase_are_faults() -> None:
    frame = pl.DataFrame({"month": ["2020-01", "2020-02", "2020-01"], "value": [1, 2, 3], "ward": ["a", "a", "b"]})
    with pytest.raises(FrameFaults) as caught:
        spc(frame, value="value", period="month", rebase=["2020-02", "2020-05"])
    assert caught.value.faults == (
        'column "month", row 2: 2020-01 stands more than once in its group',
        "rebase: no row has the period 2020-05",
    )
    assert len(spc(frame, value="value", period="month", by="ward")) == 3


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"improvement": "up"}, "'up' is not a valid Improvement"),
        ({"trend": 8}, "trend: 8 is neither 6 nor 7"),
        ({"target": float("inf")}, "target, element 0: inf is infinite"),
    ],
)
def test_an_unknown_choice_is_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        spc(build(), value="value", period="month", **options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_rows_gives_one_without_rows(kind: str) -> None:
    frame = build(kind)
    empty = frame[:0] if kind != "pyarrow" else frame.slice(0, 0)
    assert get_columns(spc(empty, value="value", period="month"))["mean"] == []
