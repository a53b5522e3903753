import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.groups import get_groups
from fiftysteps.stats.turnout.propensities import get_propensities
from fiftysteps.stats.turnout.r_indicators import r_indicator

CELLS = st.lists(
    st.integers(0, 12).flatmap(
        lambda people: st.tuples(
            st.sampled_from("xy"),
            st.sampled_from("fm"),
            st.sampled_from("old"),
            st.just(people),
            st.integers(0, people),
        )
    ),
    min_size=1,
    max_size=9,
)


def get_slow_spread(cells: list[tuple[int, int]]) -> float:
    """The slow twin: every person with the propensity of their cell, and the variance of all of them."""
    people = [came / live for live, came in cells for _ in range(live)]
    mean = sum(people) / len(people)
    return sum((p - mean) ** 2 for p in people) / (len(people) - 1)


@settings(max_examples=80)
@given(CELLS)
def test_r_and_partials_are_those_of_loops_over_people(rows: list[tuple[str, str, str, int, int]]) -> None:
    area, sex, age, live, came = zip(*rows, strict=True)
    result = r_indicator(came, live, groups=area, variables={"sex": sex, "age": age}, adjust=False)
    for g, label in enumerate(result.groups.tolist()):
        own = [row for row in rows if row[0] == label]
        cells = [(row[3], row[4]) for row in own if row[3]]
        if len(cells) < 2 or not sum(came for _, came in cells):
            assert np.isnan(result.value[g])
            continue
        assert result.value[g] == pytest.approx(1 - 2 * math.sqrt(get_slow_spread(cells)), abs=1e-9)
        for name, place in (("sex", 1), ("age", 2)):
            assert_partials_agree(result.partials[name], g, label, own, place)


def assert_partials_agree(
    partial: object, g: int, label: str, own: list[tuple[str, str, str, int, int]], place: int
) -> None:
    n, overall = sum(row[3] for row in own), sum(row[4] for row in own) / sum(row[3] for row in own)
    total = 0.0
    for category in {row[place] for row in own}:
        live = sum(row[3] for row in own if row[place] == category)
        came = sum(row[4] for row in own if row[place] == category)
        expected = math.sqrt(live / (n - 1)) * (came / live - overall) if live else 0.0
        at = [
            i for i in range(len(partial.categories)) if (partial.groups[i], partial.categories[i]) == (label, category)
        ]
        assert [partial.by_category[i] for i in at] == [pytest.approx(expected, abs=1e-9)]
        assert [(partial.took_part[i], partial.lives_here[i]) for i in at] == [(pytest.approx(came), live)]
        total += expected**2
    assert partial.by_variable_unadjusted[g] ** 2 == pytest.approx(total, abs=1e-9)


def get_weight(live: tuple[int, ...], came: tuple[int, ...], p: tuple[float, ...]) -> float:
    return math.prod(math.comb(n, x) * q**x * (1 - q) ** (n - x) for n, x, q in zip(live, came, p, strict=True))


def test_the_adjusted_spread_is_unbiased_over_everything_that_can_happen() -> None:
    live, p = (3, 2, 4), (0.2, 0.7, 0.5)
    people = [q for n, q in zip(live, p, strict=True) for _ in range(n)]
    mean = sum(people) / len(people)
    true = sum((q - mean) ** 2 for q in people) / (len(people) - 1)
    found = certain = 0.0
    for came in itertools.product(*(range(n + 1) for n in live)):
        groups = get_groups(None, 3)
        cells = get_propensities(np.array(came, float), np.array(live, float), groups)
        spread = 0.0 if not sum(came) else float((cells.spread_squared - cells.excess)[0])
        found += get_weight(live, came, p) * spread
        certain += get_weight(live, came, p)
    assert certain == pytest.approx(1)
    assert found == pytest.approx(true, rel=1e-12)


def test_the_variance_is_that_of_the_quadratic_form_written_out_in_matrices() -> None:
    came, live = np.array([30.0, 9.0, 14.0]), np.array([100.0, 60.0, 90.0])
    cells = get_propensities(came, live, get_groups(None, 3))
    w = live / live.sum()
    p = came / live
    a = np.diag(w) - np.outer(w, w)
    v = np.diag(p * (1 - p) / (live - 1))
    trace = float(np.trace(a @ v @ a @ v))
    expected = max(4 * (float(p @ a @ v @ a @ p) - trace), 0) + 2 * trace
    assert cells.variance[0] == pytest.approx(expected * (250 / 249) ** 2, rel=1e-12)
    assert cells.excess[0] == pytest.approx(float(np.trace(a @ v)) * 250 / 249, rel=1e-12)


def test_the_interval_holds_the_true_r_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    live, p = np.resize([200, 500, 150, 1000], 12), np.linspace(0.02, 0.2, 12)
    share = live / live.sum()
    true = 1 - 2 * math.sqrt(float(share @ (p - share @ p) ** 2) * live.sum() / (live.sum() - 1))
    runs = 1500
    came = rng.binomial(live, p, size=(runs, 12))
    interval = r_indicator(came.ravel(), np.tile(live, runs), groups=np.repeat(np.arange(runs), 12)).intervals[0.95]
    held = float(np.mean((interval.lower <= true) & (true <= interval.upper)))
    assert 0.93 < held < 0.98


def test_equal_participation_gives_one() -> None:
    result = r_indicator([10, 20], [100, 200])
    assert (result.value[0], result.unadjusted[0], result.intervals[0.95].upper[0]) == (1, 1, 1)
    assert result.intervals[0.95].lower[0] < 1


def test_the_least_even_participation_has_the_least_possible_r() -> None:
    result = r_indicator([100, 0], [100, 300], adjust=False)
    assert result.value[0] == pytest.approx(result.least_possible[0])
    assert result.value[0] == pytest.approx(1 - 2 * math.sqrt(0.25 * 0.75 * 400 / 399))
    assert result.intervals[0.95].lower[0] == pytest.approx(result.least_possible[0])


def test_the_largest_bias_is_the_spread_over_the_participation() -> None:
    result = r_indicator([300, 100], [1000, 1000], adjust=False)
    assert result.participation[0] == 0.2
    assert result.largest_bias[0] == pytest.approx(0.1 * math.sqrt(2000 / 1999) / 0.2)


def test_adjustment_raises_r_and_lowers_the_partial_of_the_variable() -> None:
    plain = r_indicator([30, 10], [100, 100], variables={"sex": ["f", "m"]}, adjust=False)
    adjusted = r_indicator([30, 10], [100, 100], variables={"sex": ["f", "m"]})
    assert adjusted.value[0] > plain.value[0] == adjusted.unadjusted[0]
    sex = adjusted.partials["sex"]
    assert sex.by_variable[0] < sex.by_variable_unadjusted[0]
    # With one variable, whose categories are the cells, the partial is the whole.
    assert sex.by_variable[0] == pytest.approx((1 - adjusted.value[0]) / 2)
    assert (plain.method[0], adjusted.method[0]) == ("R-indicator of cells", "R-indicator of cells, adjusted for bias")


def test_cells_of_one_person_and_of_nobody_are_taken() -> None:
    result = r_indicator([1, 0, 0, 5], [1, 1, 0, 10], variables={"kind": ["a", "b", "c", "d"]})
    assert np.isfinite(result.value[0])
    assert result.partials["kind"].by_category[2] == 0


@pytest.mark.parametrize(
    ("came", "live", "reason"),
    [
        ([1, np.nan], [5, 5], "The count of a category is missing, so the shares are not known."),
        ([1, 1], [5, np.nan], "The census count of a category is missing, so the shares are not known."),
        ([0, 0], [5, 5], "Nobody took part."),
        ([1, 0], [5, 0], "People live in fewer than two of the cells, so there is nothing to compare."),
    ],
)
def test_an_r_that_cannot_be_is_missing_with_its_reason(came: list[float], live: list[float], reason: str) -> None:
    result = r_indicator([*came, 3, 1], [*live, 9, 9], groups=[1, 1, 2, 2], variables={"v": ["a", "b", "a", "b"]})
    assert result.reason.tolist() == [reason, ""]
    for figures in (result.value, result.unadjusted, result.participation, result.least_possible, result.largest_bias):
        assert np.isnan(figures).tolist() == [True, False]
    assert np.isnan(result.intervals[0.95].lower).tolist() == [True, False]
    assert np.isnan(result.partials["v"].by_category).tolist() == [True, True, False, False]
    assert np.isnan(result.partials["v"].by_variable).tolist() == [True, False]


@pytest.mark.parametrize(
    ("came", "live", "options", "said"),
    [
        ([6, 1], [5, 5], {}, "took_part, element 0: 6 exceeds lives_here of 5"),
        ([-1, 1], [5, 5], {}, "took_part, element 0: -1 is negative"),
        ([1, 1], [5, 5], {"variables": {"sex": ["f"]}}, "variables, sex: groups: 1 labels do not fit 2 rows"),
        (
            [1, 1],
            [5, 5],
            {"variables": {"sex": ["f", None]}},
            "variables, sex: groups: the label of element 1 is missing",
        ),
        ([1, 1], [5, 5], {"confidence": 2}, "2 does not lie between 0 and 1"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(
    came: list[float], live: list[float], options: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        r_indicator(came, live, **options)  # type: ignore[arg-type]


def test_the_callers_arrays_are_not_changed() -> None:
    came, live = np.array([3.0, 1.0]), np.array([5.0, np.nan])
    r_indicator(came, live)
    assert (came.tolist(), live[0]) == ([3, 1], 5)
