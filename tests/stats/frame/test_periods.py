from datetime import date, datetime

import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.period_texts import KNOWN_FORMS
from fiftysteps.stats.frame.periods import Periods, read_periods
from fiftysteps.stats.frame.reading import Reader
from tests.stats.frame.frames import KINDS, build_frame


def read(values: list[object], kind: str = "polars", beside: tuple[object, ...] = ()) -> Periods:
    reader = Reader(build_frame(kind, {"period": values}))
    periods = read_periods(reader, "period", beside=beside, name="rebase")
    reader.check()
    return periods


def get_faults(values: list[object], beside: tuple[object, ...] = ()) -> tuple[str, ...]:
    with pytest.raises(FrameFaults) as caught:
        read(values, beside=beside)
    return caught.value.faults


def count_months(year: int, month: int = 1) -> int:
    return 12 * year + month - 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("value", "start", "length"),
    [
        (2019, count_months(2019), 12),
        (3.0, count_months(3), 12),
        ("2019", count_months(2019), 12),
        (" 2019 ", count_months(2019), 12),
        ("2019/20", count_months(2019, 4), 12),
        ("2019/2020", count_months(2019, 4), 12),
        ("1999/00", count_months(1999, 4), 12),
        ("2018-20", count_months(2018), 36),
        ("2018 - 20", count_months(2018), 36),
        ("2018–20", count_months(2018), 36),
        ("2018-2020", count_months(2018), 36),
        ("2009-11", count_months(2009), 36),
        ("2016/17 - 18/19", count_months(2016, 4), 36),
        ("2016/17-2018/19", count_months(2016, 4), 36),
        ("2020 Q1", count_months(2020), 3),
        ("2020Q4", count_months(2020, 10), 3),
        ("2020-Q2", count_months(2020, 4), 3),
        ("Q3 2020", count_months(2020, 7), 3),
        ("2020/21 Q1", count_months(2020, 4), 3),
        ("2020/21 Q4", count_months(2021), 3),
        ("Q4 2020/21", count_months(2021), 3),
        ("2020-01", count_months(2020), 1),
        ("2020-12", count_months(2020, 12), 1),
        ("2020-01-31", count_months(2020), 1),
        (date(2020, 2, 1), count_months(2020, 2), 1),
        (datetime(2020, 2, 1, 12), count_months(2020, 2), 1),  # noqa: DTZ001
    ],
)
def test_period_is_read_as_its_first_month_and_how_many(kind: str, value: object, start: int, length: int) -> None:
    periods = read([value], kind)
    assert (periods.start.tolist(), periods.length.tolist()) == ([start], [length])


@pytest.mark.parametrize(
    "value",
    ["", "19", "2019/21", "2019/19", "2018 - 18", "2020-2018", "2020-00", "2020 Q5", "2020/22 Q1", "Q1", "2020-02-30", "Jan 2020",
     "2016/17 - 18/20", "2019-13-01", "twenty", "2020-01 Q1", "Q1 2020 or so"],
)  # fmt: skip
def test_what_is_no_period_is_a_fault_with_its_row(value: str) -> None:
    (fault,) = get_faults([value, "2019"])
    assert fault == f'column "period", row 0: {value!r} is no period in a known form ({KNOWN_FORMS})'


@pytest.mark.parametrize("value", [2019.5, float("inf"), 201904, -10_000])
def test_a_number_that_is_no_year_is_a_fault(value: float) -> None:
    assert f"{float(value)!r} is no period" in get_faults([2019.0, float(value)])[0]


def test_a_year_that_would_span_to_thirteen_is_no_month_and_no_pair_of_years() -> None:
    # 2010-13 can be four years, so the column is years.
    assert read(["2010-13", "2011-14"]).length.tolist() == [48, 48]


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_period_is_a_fault(kind: str) -> None:
    with pytest.raises(FrameFaults, match='column "period", row 1: the period is missing'):
        read(["2019", None], kind)


def test_a_missing_year_and_a_missing_date_are_faults() -> None:
    for values in ([2019.0, None], [pd.Timestamp("2019-01-01"), pd.NaT]):
        with pytest.raises(FrameFaults, match="row 1: the period is missing"):
            read(values, "pandas")


def test_texts_of_one_length_of_years_are_years_though_each_could_be_a_month() -> None:
    periods = read(["2001-03", "2004-06", "2007-09"])
    assert (periods.start.tolist(), periods.length.tolist()) == (
        [count_months(2001), count_months(2004), count_months(2007)],
        [36] * 3,
    )


def test_texts_some_of_which_can_be_no_years_are_months() -> None:
    assert read(["2009-12", "2010-01"]).start.tolist() == [count_months(2009, 12), count_months(2010, 1)]


def test_texts_some_of_which_can_be_no_month_are_years_of_any_length() -> None:
    assert read(["2001-03", "2016-17"]).length.tolist() == [36, 24]


def test_texts_that_could_be_either_are_refused() -> None:
    first, second, *rest = get_faults(["2009-10", "2009-11", "2015"])
    said = "may be a month or several years, and the column does not tell; write 2010-12-01 or 2010-2012"
    assert first == f"column \"period\", row 0: '2009-10' {said}"
    assert second == f"column \"period\", row 1: '2009-11' {said}"
    assert rest == []


def test_a_column_of_neither_only_years_nor_only_months_is_refused() -> None:
    assert "'2016-01' may be" in get_faults(["2016-01", "2016-18"])[0]


def test_a_slash_is_one_financial_year_and_a_hyphen_two_calendar_years() -> None:
    assert read(["2019/20", "2020/21"]).length.tolist() == [12, 12]
    assert read(["2019-20", "2020-21"]).length.tolist() == [24, 24]


@pytest.mark.parametrize(
    "days", [[(2020, 1, 1), (2020, 2, 1)], [(2020, 1, 31), (2020, 2, 29)], [(2020, 1, 15), (2020, 2, 15)]]
)
def test_dates_on_one_day_of_the_month_or_on_its_last_are_months(days: list[tuple[int, int, int]]) -> None:
    for values in ([date(*day) for day in days], [date(*day).isoformat() for day in days]):
        assert read(values).start.tolist() == [count_months(2020), count_months(2020, 2)]


def test_other_dates_are_days() -> None:
    weeks = [date(2020, 1, 6), date(2020, 1, 13), date(2020, 1, 20)]
    assert [one - read(weeks).start[0] for one in read(weeks).start] == [0, 7, 14]


def test_the_last_date_of_the_calendar_does_no_harm() -> None:
    assert read([date(9999, 12, 31)]).start.tolist() == [count_months(9999, 12)]


def test_days_among_longer_periods_are_faults() -> None:
    assert get_faults(["2020-01-06", "2020-01-13", "2020"]) == (
        'column "period", row 0: 2020-01-06 is a single day in a column of longer periods',
        'column "period", row 1: 2020-01-13 is a single day in a column of longer periods',
    )


def test_years_of_different_kinds_stand_on_one_scale() -> None:
    assert read(["2019", "2019/20", "2019 Q4"]).start.tolist() == [count_months(2019), count_months(2019, 4), count_months(2019, 10)]  # fmt: skip


def test_periods_beside_the_column_are_on_its_scale() -> None:
    assert read(["2020-01-06", "2020-01-13"], beside=(date(2020, 1, 13),)).beside.tolist() == [
        date(2020, 1, 13).toordinal()
    ]


def test_an_unknown_period_beside_the_column_is_a_fault_of_its_argument() -> None:
    assert get_faults(["2020"], beside=("soon",)) == (f"rebase: 'soon' is no period in a known form ({KNOWN_FORMS})",)


def test_every_row_of_a_faulty_label_is_named() -> None:
    assert [fault.split(":")[0] for fault in get_faults(["soon", "2020", "soon"])] == [
        'column "period", row 0',
        'column "period", row 2',
    ]


def test_a_column_of_categories_is_read_as_its_texts() -> None:
    reader = Reader(pl.DataFrame({"period": pl.Series(["2020", "2021"], dtype=pl.Categorical)}))
    assert read_periods(reader, "period").start.tolist() == [count_months(2020), count_months(2021)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_rows_has_no_periods(kind: str) -> None:
    frame = build_frame(kind, {"period": ["2020"]})
    empty = frame[:0] if kind != "pyarrow" else frame.slice(0, 0)
    assert read_periods(Reader(empty), "period").start.tolist() == []


def test_a_column_that_is_not_there_is_a_fault() -> None:
    reader = Reader(pl.DataFrame({"month": ["2020-01"]}))
    read_periods(reader, "period")
    assert reader.faults == ['column "period": the frame has no such column; it has "month"']
