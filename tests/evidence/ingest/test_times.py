import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.evidence.ingest.times import read_period


@pytest.mark.parametrize(
    ("text", "options", "label"),
    [
        ("2021", {}, "2021"),
        ("2021.0", {}, "2021"),
        ("Mid-2018", {}, "2018"),
        ("2020/21", {}, "2020/21"),
        ("2020/2021", {}, "2020/21"),
        ("1999/00", {}, "1999/00"),
        ("FY 2020/21", {}, "2020/21"),
        ("2016-17", {"years": "financial"}, "2016/17"),
        ("2016-17", {"years": "academic"}, "2016/17"),
        ("2016-17", {"years": "rolling"}, "2016-17"),
        ("2016/17", {"years": "rolling"}, "2016-17"),
        ("2018 - 20", {}, "2018-20"),
        ("2018–20", {}, "2018-20"),
        ("2010-12", {}, "2010-12"),
        ("2018 to 2020", {}, "2018-20"),
        ("1999-2001", {}, "1999-2001"),
        ("2013-01", {}, "2013-01"),
        ("2013-01-01", {}, "2013-01-01"),
        ("2013-01-01", {"span": "month"}, "2013-01"),
        ("2013-05-01", {"span": "quarter"}, "2013-Q2"),
        ("2013-05-01", {"span": "year"}, "2013"),
        ("2013-03-31", {"span": "year", "years": "financial"}, "2012/13"),
        ("2013-05-01T00:00:00", {"span": "month"}, "2013-05"),
        ("31/03/2021", {}, "2021-03-31"),
        ("Jan 2013", {}, "2013-01"),
        ("2015 June¹", {}, "2015-06"),
        ("2015 Jan†", {}, "2015-01"),
        ("Sept 2014", {}, "2014-09"),
        ("Apr-19", {}, "2019-04"),
        ("April 2019", {"span": "quarter"}, "2019-Q2"),
        ("Q1 2019", {}, "2019-Q1"),
        ("2019 Q4", {}, "2019-Q4"),
        ("Q1 2019", {"years": "financial"}, "2019-Q2"),
        ("Q4 2019/20", {}, "2020-Q1"),
        ("2019/20 Q2", {}, "2019-Q3"),
        ("Apr 2019 - Mar 2020", {}, "2019/20"),
        ("September 2019 to August 2020", {}, "2019/20"),
        ("Jan 2019 to Dec 2019", {}, "2019"),
        ("Jan 2018 - Dec 2020", {}, "2018-2020"),
        ("year ending March 2020", {}, "2019/20"),
        ("Year to Dec 2020", {}, "2020"),
        ("2021 [note 3]", {}, "2021"),
    ],
)
def test_periods_are_read_as_sources_write_them(text, options, label):
    assert str(read_period(text, **options)) == label


@pytest.mark.parametrize(
    ("text", "options", "rule"),
    [
        ("2016-17", {}, "may be a financial year or two years together"),
        ("2016", {"years": "financial"}, "is one year, and the mapping says financial years"),
        ("2013-02-30", {}, "is no day of the calendar"),
        ("30/02/2013", {}, "is no day of the calendar"),
        ("Feb 2001", {}, "months before 2013"),
        ("Mar 2019 - Jul 2019", {}, "is neither a calendar, a financial nor an academic year"),
        ("soon", {}, "is no period that is understood"),
        ("2013-99", {}, "is no period that is understood"),
        ("Q3 20", {}, "is no period that is understood"),
    ],
)
def test_what_is_no_period_or_several_is_said(text, options, rule):
    with pytest.raises(ValueError, match=rule):
        read_period(text, **options)


@given(st.text(alphabet="0123456789-/ QJanFebto", max_size=16), st.sampled_from(["", "financial", "rolling"]))
def test_any_text_is_a_period_or_a_value_error(text, years):
    try:
        assert read_period(text, years=years).label
    except ValueError as error:
        assert str(error)
