import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.evidence.figures import (
    format_number,
    format_range,
    format_short,
    format_value,
    get_multiplier,
    say_share,
)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "words"),
    [
        (40.5, "%", 1, "40.5%"),
        (53.06, "per 1,000 households", 1, "53.1 per 1,000 households"),
        (14000, "people", 0, "14,000 people"),
        (1, "people", 0, "1 person"),
        (1, "children", 0, "1 child"),
        (1.0, "years", 1, "1.0 years"),
        (81.04, "years", 1, "81.0 years"),
        (7.66, "score out of 10", 1, "7.7 out of 10"),
        (30.18, "score", 1, "30.2"),
        (98.12, "index", 1, "98.1"),
        (567.12, "unit not stated", 2, "567.12 (unit not stated)"),
        (9.15, "µg/m³", 1, "9.2 µg/m³"),
        (3.0, "", 0, "3"),
    ],
)
def test_figure_is_said_with_its_unit(value: float, unit: str, decimals: int, words: str) -> None:
    assert format_value(value, unit, decimals) == words


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (40.25, 1, "40.3"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (-0.04, 1, "0.0"),
        (1234567.8, 0, "1,234,568"),
        (1e-9, 2, "0.00"),
        (13223800, 0, "13,223,800"),
    ],
)
def test_halves_are_rounded_up_and_nought_has_no_sign(value: float, decimals: int, text: str) -> None:
    assert format_number(value, decimals) == text


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_number_in_words_is_the_number_within_half_its_last_digit(value: float, decimals: int) -> None:
    text = format_number(value, decimals).replace(",", "").replace("−", "-")
    assert float(text) == pytest.approx(value, abs=0.5 * 10**-decimals + 1e-6)


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("%", "39.3% and 41.7%"),
        ("per 1,000 households", "39.3 and 41.7 per 1,000 households"),
        ("years", "39.3 and 41.7 years"),
        ("index", "39.3 and 41.7"),
    ],
)
def test_range_names_its_unit_once_and_the_percent_sign_twice(unit: str, words: str) -> None:
    assert format_range(39.3, 41.7, unit, 1) == words


def test_short_figure_keeps_the_percent_sign_only() -> None:
    assert (format_short(40.5, "%", 1), format_short(1234.5, "per 1,000 births", 0)) == ("40.5%", "1,235")


@pytest.mark.parametrize(
    ("unit", "multiplier"),
    [("%", 100), ("per 1,000 births", 1000), ("per 100,000 people", 100_000), ("years", None), ("per person", None)],
)
def test_unit_says_how_many_it_is_per(unit: str, multiplier: float | None) -> None:
    assert get_multiplier(unit) == multiplier


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (20, "1 in 5"),
        (40.5, "about 2 in 5"),
        (21.7, "more than 1 in 5"),
        (16.5, "about 1 in 6"),
        (65, "about 2 in 3"),
        (50, "1 in 2"),
        (90, "9 in 10"),
        (95, "more than 9 in 10"),
        (98, "nearly all"),
        (2, "1 in 50"),
        (0.37, "fewer than 1 in 250"),
        (0.1, "1 in 1,000"),
        (0.01, "fewer than 1 in 2,000"),
        (0, "none"),
        (100, "all"),
    ],
)
def test_share_is_said_as_so_many_in_so_many(percent: float, words: str) -> None:
    assert say_share(percent) == words


@given(st.floats(0.06, 96.9))
def test_words_more_and_fewer_are_true(percent: float) -> None:
    words = say_share(percent)
    parts, whole = words.removeprefix("about ").removeprefix("more than ").removeprefix("fewer than ").split(" in ")
    simple = 100 * int(parts) / int(whole.replace(",", ""))
    if words.startswith("more"):
        assert percent > simple
    elif words.startswith("fewer"):
        assert percent < simple
    else:
        assert percent == pytest.approx(simple, rel=0.041)


@pytest.mark.parametrize("percent", [-1, 101, float("nan")])
def test_what_is_no_share_is_refused(percent: float) -> None:
    with pytest.raises(ValueError, match="is not a share of a whole"):
        say_share(percent)
