import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.publishing.charts.layout import (
    choose_labels,
    get_domain,
    get_text_width,
    get_tick_decimals,
    get_ticks,
    spread,
    wrap_text,
)

VALUES = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@given(VALUES, VALUES, st.integers(2, 8))
def test_ticks_are_even_and_hold_both_ends(one: float, other: float, count: int) -> None:
    low, high = sorted((one, other))
    ticks = get_ticks(low, high, count)
    step = ticks[1] - ticks[0]
    assert ticks[0] <= low + 1e-6 * step
    assert ticks[-1] >= high - 1e-6 * step
    assert all(b - a == pytest.approx(step, rel=1e-6) for a, b in itertools.pairwise(ticks))


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 32, [0, 10, 20, 30, 40]),
        (81, 82.5, [81, 81.5, 82, 82.5]),
        (0, 0, [0, 0.25]),
        (0, 0.9, [0, 0.25, 0.5, 0.75, 1]),
    ],
)
def test_ticks_are_round(low: float, high: float, ticks: list[float]) -> None:
    assert get_ticks(low, high, 5) == pytest.approx(ticks)


def test_ticks_are_written_with_as_many_decimals_as_they_need() -> None:
    assert [get_tick_decimals(ticks) for ticks in ([0, 10], [0, 0.5], [0.25, 1], [1 / 3])] == [0, 1, 2, 6]


@pytest.mark.parametrize(
    ("values", "from_zero", "domain"),
    [
        ([10.0, 30.0], False, (0.0, 30.0)),
        ([80.0, 82.0], False, (79.8, 82.2)),
        ([80.0, 82.0], True, (0.0, 82.0)),
        ([81.0], False, (76.95, 85.05)),
        ([0.0, 0.0], False, (0.0, 1.0)),
        ([-5.0, 5.0], False, (-6.0, 6.0)),
    ],
)
def test_scale_starts_at_nought_where_it_comes_near_or_must(
    values: list[float], from_zero: bool, domain: tuple[float, float]
) -> None:
    assert get_domain(values, from_zero=from_zero) == pytest.approx(domain)


@given(st.lists(st.tuples(st.floats(0, 200), st.sampled_from([18.0, 36.0])), max_size=5))
def test_labels_that_fit_do_not_lie_on_each_other(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [w for w, _ in labels], [h for _, h in labels]
    middles = spread(wanted, heights, 200)
    placed = sorted(zip(middles, heights, strict=True))
    for (upper, upper_height), (lower, lower_height) in itertools.pairwise(placed):
        assert lower - upper >= (upper_height + lower_height) / 2 - 1e-6
    assert all(h / 2 - 1e-6 <= m <= 200 - h / 2 + 1e-6 for m, h in placed)


def test_labels_with_room_stand_where_they_are_wanted() -> None:
    assert spread([100, 20, 60], [20, 20, 20], 200) == [100, 20, 60]


def test_labels_along_an_axis_are_the_last_and_as_many_evenly_as_fit() -> None:
    places = [0.0, 40.0, 80.0, 120.0, 160.0]
    years = ["2015", "2016", "2017", "2018", "2019"]
    assert choose_labels(places, years, gap=2) == [0, 1, 2, 3, 4]
    assert choose_labels(places, years, gap=12) == [0, 2, 4]
    assert choose_labels(places, years, gap=500) == [4]
    assert choose_labels([], [], gap=0) == []


def test_first_label_is_added_where_it_fits() -> None:
    assert choose_labels([0, 60, 80, 100, 120, 140], ["2010", "2015", "2016", "2017", "2018", "2019"], gap=5) == [
        0,
        1,
        3,
        5,
    ]


@given(st.text("abc WM", max_size=60), st.floats(20, 200))
def test_wrapped_lines_hold_all_words_and_only_lone_words_are_too_wide(text: str, width: float) -> None:
    lines = wrap_text(text, width)
    assert " ".join(lines).split() == text.split()
    assert all(get_text_width(line) <= width for line in lines if " " in line)


def test_bold_words_are_wider() -> None:
    assert get_text_width("Newham", is_bold=True) > get_text_width("Newham") > get_text_width("Newha")
