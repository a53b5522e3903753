from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.core.periods import Period, parse_period


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "plain"),
    [
        ("2021", "year", date(2021, 1, 1), date(2021, 12, 31), "2021"),
        ("2020/21", "financial-year", date(2020, 4, 1), date(2021, 3, 31), "April 2020 to March 2021"),
        ("1999/00", "financial-year", date(1999, 4, 1), date(2000, 3, 31), "April 1999 to March 2000"),
        ("2018-20", "years", date(2018, 1, 1), date(2020, 12, 31), "2018 to 2020"),
        ("2018-2020", "years", date(2018, 1, 1), date(2020, 12, 31), "2018 to 2020"),
        ("1999-2001", "years", date(1999, 1, 1), date(2001, 12, 31), "1999 to 2001"),
        ("2024-Q1", "quarter", date(2024, 1, 1), date(2024, 3, 31), "January to March 2024"),
        ("2024-Q4", "quarter", date(2024, 10, 1), date(2024, 12, 31), "October to December 2024"),
        ("2024-09", "month", date(2024, 9, 1), date(2024, 9, 30), "September 2024"),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2021-03-21", "day", date(2021, 3, 21), date(2021, 3, 21), "21 March 2021"),
    ],
)
def test_period_has_its_kind_its_days_and_its_words(text: str, kind: str, start: date, end: date, plain: str) -> None:
    period = parse_period(text)
    assert (period.kind, period.start, period.end, period.plain) == (kind, start, end, plain)
    assert str(period) == period.label == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2001-03", "2001 to 2003"),
        ("2009-11", "2009 to 2011"),
        ("2010-12", "2010 to 2012"),
        ("2012-12", "December 2012"),
        ("2010-03", "March 2010"),
        ("1999-01", "January 1999"),
    ],
)
def test_two_digits_are_years_only_where_they_follow_the_first_year(text: str, plain: str) -> None:
    assert parse_period(text).plain == plain


def test_spaces_around_a_period_do_not_matter() -> None:
    assert parse_period(" 2020/21 ") == parse_period("2020/21")


@pytest.mark.parametrize(
    "text", ["", "21", "2021/22/23", "2021-Q5", "2024-13-1", "٢٠٢١", "about 2021", "2021-3", "2021 Q1"]
)
def test_what_is_no_period_is_refused_with_the_shapes_that_are(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period; write it like"):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020/22", "'2020/22' is not a financial year; the one from April 2020 is 2020/21"),
        ("2020/20", "the one from April 2020 is 2020/21"),
        ("2021-02-30", "'2021-02-30' is not a day of the calendar"),
        ("0000", "'0000' is not a day of the calendar"),
        ("2021-2018", "does not name years in order, at most 30 apart"),
        ("2018-2018", "does not name years in order, at most 30 apart"),
        ("2018-90", "does not name years in order, at most 30 apart"),
        ("1066", "'1066' lies outside the years 1801 to 2199"),
        ("2500", "'2500' lies outside the years 1801 to 2199"),
    ],
)
def test_impossible_period_is_refused_with_its_reason(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_period(text)


def test_periods_are_in_order_of_their_start_and_then_of_their_end() -> None:
    texts = ["2021", "2020/21", "2021-Q1", "2019-21", "2021-03-21", "2020"]
    assert [p.label for p in sorted(map(parse_period, texts))] == [
        "2019-21",
        "2020",
        "2020/21",
        "2021-Q1",
        "2021",
        "2021-03-21",
    ]
    assert parse_period("2021") >= parse_period("2020")
    with pytest.raises(TypeError):
        assert parse_period("2021") < 2022  # type: ignore[operator]


def test_period_that_ends_before_it_starts_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Period("day", date(2021, 2, 1), date(2021, 1, 1), "backwards")


@given(st.integers(1801, 2198))
def test_every_financial_year_has_the_days_from_april_to_march(year: int) -> None:
    period = parse_period(f"{year}/{(year + 1) % 100:02d}")
    assert period.end + timedelta(days=1) == period.start.replace(year=year + 1)


@given(st.integers(1801, 2199), st.integers(1, 4))
def test_quarters_of_a_year_follow_each_other(year: int, quarter: int) -> None:
    ended = parse_period(f"{year}-Q{quarter}").end + timedelta(days=1)
    assert ended == (parse_period(f"{year}-Q{quarter + 1}").start if quarter < 4 else date(year + 1, 1, 1))


@pytest.mark.parametrize(
    ("text", "middle"), [("2021", 2021.5), ("2020", 2020.5), ("2018-20", 2019.5), ("2021-07-02", 2021.5)]
)
def test_middle_of_a_period_is_a_year_with_its_fraction(text: str, middle: float) -> None:
    assert parse_period(text).middle == pytest.approx(middle, abs=0.002)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("2021", "2021"),
        ("2020/21", "2020/21"),
        ("2018-20", "2018–20"),
        ("2024-Q1", "2024 Q1"),
        ("2024-09", "Sep 2024"),
        ("2021-03-21", "Mar 2021"),
    ],
)
def test_period_is_short_on_an_axis(text: str, short: str) -> None:
    assert parse_period(text).short == short
