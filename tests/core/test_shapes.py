import datetime
from typing import Annotated

import pytest

from fiftysteps.core.cells import Figure, MaybeWholeCell, WholeCell
from fiftysteps.core.shape_faults import build_shape
from fiftysteps.core.shapes import (
    Day,
    Flag,
    Many,
    MaybeDay,
    MaybeWords,
    Number,
    PeriodText,
    Shape,
    Slug,
    Whole,
    Words,
    WordsOrYear,
    at_most,
    between,
    one_of,
)

DAY = datetime.date(2025, 6, 30)


class Inner(Shape):
    name: Words


class Everything(Shape):
    words: Words = "x"
    maybe: MaybeWords = ""
    short: Annotated[Words, at_most(5)] = "x"
    slug: Slug = "x"
    whole: Annotated[Whole, between(1, 9)] = 1
    number: Number = None
    day: Day = DAY
    maybe_day: MaybeDay = None
    flag: Flag = False
    period: PeriodText = "2021"
    when: WordsOrYear = "2021"
    kind: Annotated[str, one_of(("trend", "compare"))] = "trend"
    level: Annotated[str, one_of(("", "high"))] = ""
    inner: Inner | None = None
    many: Many[Inner] = ()
    figure: Figure = None
    whole_cell: WholeCell = 0
    maybe_cell: MaybeWholeCell = None


def build(**values):
    shape, faults = build_shape(Everything, values, name="a.yaml", get_line=len, written={})
    return shape or [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("words", "  two words\n", "two words"),
        ("maybe", None, ""),
        ("number", 3, 3.0),
        ("number", None, None),
        ("period", 2021, "2021"),
        ("period", datetime.date(2021, 3, 21), "2021-03-21"),
        ("when", 2022, "2022"),
        ("many", None, ()),
        ("many", [{"name": "x"}], (Inner(name="x"),)),
        ("figure", "-1.5", -1.5),
        ("figure", "", None),
        ("whole_cell", "12", 12),
        ("maybe_cell", "", None),
    ],
)
def test_a_value_is_kept_as_what_it_means(key, value, kept):
    assert getattr(build(**{key: value}), key) == kept


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("words", "  ", '"words" is empty; got   '),
        ("words", None, '"words" is empty'),
        ("words", 3, '"words" must be text: put quotes round it; got 3'),
        ("words", True, '"words" must be text: put quotes round it; got true'),
        ("maybe", ["x"], '"maybe" must be text: put quotes round it; got a list'),
        ("short", "123456", '"short" must be at most 5 characters long, and is 6; got 123456'),
        (
            "slug",
            "No Slug",
            '"slug" must be small letters a to z and digits, in parts with "-" between them; got No Slug',
        ),
        ("whole", 10, '"whole" must be between 1 and 9; got 10'),
        ("whole", 1.5, '"whole" must be a whole number, without quotes; got 1.5'),
        ("whole", True, '"whole" must be a whole number, without quotes; got true'),
        ("number", "3", '"number" must be a number such as 12.5, without quotes, or null; got 3'),
        ("number", float("inf"), '"number" must be a number such as 12.5, without quotes, or null; got inf'),
        ("day", "30/6/2025", '"day" must be a date such as 2025-06-30, without quotes; got 30/6/2025'),
        ("maybe_day", "", '"maybe_day" must be a date such as 2025-06-30, without quotes; got nothing'),
        ("flag", "yes", '"flag" must be true or false; got yes'),
        (
            "period",
            "2021/23",
            '"period" must be a period such as 2021, 2020/21, 2018-20, 2024-Q1, 2024-09 or 2021-03-21; got 2021/23',
        ),
        ("kind", "trnd", '"kind" must be one of trend, compare (did you mean "trend"?); got trnd'),
        ("kind", 3, '"kind" must be one of trend, compare; got 3'),
        ("level", "hgh", '"level" must be empty, or one of high (did you mean "high"?); got hgh'),
        ("inner", "x", '"inner" must be a group of keys, each with ": " and its value; got x'),
        ("inner", {}, '"name" is missing'),
        ("many", "x", '"many" must be a list: each item on a line of its own that starts with "- "; got x'),
        ("many", ["x"], 'item 1 of "many" must be a group of keys, each with ": " and its value; got x'),
        ("many", [{"nam": "x", "name": "y"}], '"nam" is not a key that can stand here (did you mean "name"?)'),
        ("wrds", "x", '"wrds" is not a key that can stand here (did you mean "words"?)'),
        (
            "figure",
            "1,234",
            '"figure" must be a number such as 1234.5, with a full stop and without other signs, or empty; got 1,234',
        ),
        ("whole_cell", "", '"whole_cell" is empty; got nothing'),
        ("maybe_cell", "1.0", '"maybe_cell" must be a whole number, or empty; got 1.0'),
    ],
)
def test_what_a_value_cannot_be_is_said_without_the_librarys_words(key, value, rule):
    (fault,) = build(**{key: value})
    assert fault.split(": ", 1)[1] == rule


@pytest.mark.parametrize("text", ["*", "c", "<5", "[low]", "-", "40%", "£3", "12/03/2021", "nan", "1e999", "٣"])
def test_signs_of_suppression_and_the_like_are_no_figures(text):
    assert isinstance(build(figure=text), list)


def test_braces_in_a_value_stay_what_they_are():
    (fault,) = build(kind="{sentence}")
    assert fault.endswith("got {sentence}")


def test_a_fault_points_at_the_place_of_its_key():
    places = []

    def get_line(place):
        places.append(place)
        return 1

    written = {("top", "many", 0, "name"): "'3'"}
    _, faults = build_shape(
        Everything, {"many": [{"name": 3}]}, name="a.yaml", get_line=get_line, place=("top",), written=written
    )
    assert places == [("top", "many", 0, "name")]
    assert faults[0].got == "'3'"
