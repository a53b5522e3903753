import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.evidence.ingest.figures import read_figure

DASH = 'a lone "-" means nothing, little or unknown, by source: say which under "symbols" of the mapping'
NO_NUMBER = 'is no number, and no sign that is known: say what it means under "symbols" of the mapping'
COMMA = 'has a comma for decimals: say "decimal_comma: true" in the mapping if all of them have'


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("-3.5", -3.5),
        ("−3.5", -3.5),
        ("–3", -3),
        (".5", 0.5),
        ("1.5E+03", 1500),
        ("1,234", 1234),
        ("1,234,567.8", 1234567.8),
        ("1 234 567", 1234567),
        ("12\u00a0345", 12345),
        ("£1,250", 1250),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert read_figure(text, {}).number == number


def test_percent_text_keeps_its_figure_and_says_that_it_had_a_sign():
    figure = read_figure("45.2 %", {})
    assert (figure.number, figure.percent) == (45.2, True)


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("*", "suppressed"),
        ("c", "suppressed"),
        ("[c]", "suppressed"),
        ("<5", "suppressed"),
        ("< 10", "suppressed"),
        (">95%", "suppressed"),
        ("fewer than 5", "suppressed"),
        ("[low]", "low"),
        ("..", "missing"),
        (":", "missing"),
        ("NA", "missing"),
        ("#N/A", "missing"),
        ("[x]", "missing"),
        ("[z]", "not-applicable"),
    ],
)
def test_signs_for_no_figure_keep_what_the_source_wrote(text, marker):
    figure = read_figure(text, {})
    assert (figure.number, figure.marker, figure.note) == (None, marker, f"the source has {text}")


@pytest.mark.parametrize(
    ("text", "number", "marker"), [("12.5 [p]", 12.5, "provisional"), ("12% [E]", 12, "modelled"), ("7 [r]", 7, "")]
)
def test_marks_behind_a_figure_stay_with_it(text, number, marker):
    figure = read_figure(text, {})
    assert (figure.number, figure.marker, figure.note[:19]) == (number, marker, "the source marks it")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("-", DASH),
        ("–", DASH),
        ("twelve", NO_NUMBER),
        ("=1+1", NO_NUMBER),
        ("1.2.3", NO_NUMBER),
        ("(3)", NO_NUMBER),
        ("12,34,5", NO_NUMBER),
        ("1e99", NO_NUMBER),
        ("3,5", COMMA),
        ("1.234,56", COMMA),
    ],
)
def test_what_can_mean_several_things_is_never_guessed(text, rule):
    assert read_figure(text, {}).rule == rule


def test_a_mapping_says_what_a_dash_means():
    assert read_figure("-", {"-": "zero"}).number == 0
    assert read_figure("–", {"-": "missing"}).marker == "missing"


@pytest.mark.parametrize(("text", "number"), [("3,5", 3.5), ("1.234,5", 1234.5), ("1.234", 1234), ("7", 7)])
def test_commas_are_decimals_where_the_mapping_says_so(text, number):
    assert read_figure(text, {}, decimal_comma=True).number == number


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_marker_or_breaks_a_rule(text):
    figure = read_figure(text, {})
    assert (figure.number is not None) + bool(figure.rule) + (figure.number is None and bool(figure.marker)) == 1


@given(st.floats(-1e9, 1e9))
def test_every_number_that_is_written_is_read_back(number):
    assert read_figure(f"{number:,.3f}", {}).number == pytest.approx(number, abs=6e-4)
