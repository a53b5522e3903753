import math
import time
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from fiftysteps.stats.turnout.design_effects import design_effect
from fiftysteps.stats.turnout.raking import Raking, rake
from fiftysteps.stats.turnout.raking_cells import collapse
from fiftysteps.stats.turnout.raking_refusals import RakingRefused, find_exploded

SEX = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
AREA = [0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1]
FREE = {"bounds": (0, math.inf), "largest_design_effect": 1e9, "largest_ratio": 1e9}

PEOPLE = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 1)), min_size=12, max_size=40)
MARGINS = st.tuples(*(st.lists(st.integers(8, 20), min_size=k, max_size=k) for k in (2, 3, 2)))


def rake_slowly(people: list[tuple[int, ...]], margins: list[list[float]]) -> list[float]:
    """The slow twin: person by person, margin by margin, a fixed number of rounds."""
    weights = [1.0] * len(people)
    for _ in range(400):
        for variable, margin in enumerate(margins):
            for category, wanted in enumerate(margin):
                own = [i for i, person in enumerate(people) if person[variable] == category]
                reached = sum(weights[i] for i in own)
                for i in own:
                    weights[i] *= wanted * len(people) / sum(margin) / reached
    return weights


def get_codes(people: list[tuple[int, ...]]) -> dict[str, list[int]]:
    return {f"v{i}": list(column) for i, column in enumerate(zip(*people, strict=True))}


def get_margins(margins: tuple[list[float], ...]) -> dict[str, list[float]]:
    return {f"v{i}": [share / sum(margin) for share in margin] for i, margin in enumerate(margins)}


def try_to(run: Callable[[], Raking]) -> Raking | None:
    try:
        return run()
    except RakingRefused:
        return None


def get_reasons(run: Callable[[], Raking]) -> tuple[str, ...]:
    with pytest.raises(RakingRefused) as caught:
        run()
    return caught.value.reasons


@settings(max_examples=25, deadline=None)
@given(PEOPLE, MARGINS)
def test_weights_without_bounds_are_those_of_plain_loops(
    people: list[tuple[int, ...]], margins: tuple[list[float], ...]
) -> None:
    result = try_to(lambda: rake(get_codes(people), get_margins(margins), **FREE, max_iterations=200))
    assume(result is not None)
    assert result.weights.tolist() == pytest.approx(rake_slowly(people, list(margins)), abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(PEOPLE, MARGINS, st.tuples(st.floats(0, 0.8), st.floats(1.3, 3)))
def test_weights_meet_every_margin_within_the_bounds_or_are_refused(
    people: list[tuple[int, ...]], margins: tuple[list[float], ...], bounds: tuple[float, float]
) -> None:
    codes, wanted = get_codes(people), get_margins(margins)
    result = try_to(lambda: rake(codes, wanted, bounds=bounds, largest_ratio=1e9, max_iterations=300))
    if result is None:
        return
    assert result.largest_gap <= result.tolerance
    for name, shares in wanted.items():
        for category, share in enumerate(shares):
            reached = sum(w for w, code in zip(result.weights, codes[name], strict=True) if code == category)
            assert reached / len(people) == pytest.approx(share, abs=1e-8)
    assert result.weights.min() >= bounds[0] - 1e-8
    assert result.weights.max() <= bounds[1] + 1e-8


@settings(max_examples=25, deadline=None)
@given(PEOPLE, st.lists(st.floats(0.6, 1.4), min_size=40, max_size=40), st.randoms(use_true_random=False))
def test_neither_the_order_of_people_nor_of_variables_matters(
    people: list[tuple[int, ...]], hidden: list[float], random: Random
) -> None:
    # Margins of hidden weights, and bounds just outside those: so that they can be met, but not by much.
    mean = sum(hidden[: len(people)]) / len(people)
    true = [weight / mean for weight in hidden[: len(people)]]
    codes = get_codes(people)
    wanted = {name: np.bincount(column, weights=true).tolist() for name, column in codes.items()}
    options = {"bounds": (min(true) - 0.02, max(true) + 0.02), "tolerance": 1e-10}
    result = try_to(lambda: rake(codes, wanted, **options, max_iterations=400))
    assume(result is not None)
    order = list(range(len(people)))
    random.shuffle(order)
    other = rake(
        {name: [codes[name][i] for i in order] for name in reversed(codes)},
        {name: wanted[name] for name in reversed(wanted)},
        **options,
        max_iterations=2000,
    )
    assert other.weights.tolist() == pytest.approx([result.weights[i] for i in order], abs=1e-6)


def test_bounded_weights_are_the_nearest_to_equal_ones() -> None:
    people = [(0, 0)] * 12 + [(0, 1)] * 3 + [(1, 0)] * 4 + [(1, 1)] * 5
    codes = get_codes(people)
    bounds = (0.5, 1.5)
    wanted = {"v0": [0.5, 0.5], "v1": [0.55, 0.45]}
    result = rake(codes, wanted, bounds=bounds)
    assert result.at_upper > 0
    counts = np.array([12.0, 3, 4, 5])
    found = minimize(
        lambda w: float(counts @ (w * np.log(w) - w + 1)),
        np.ones(4),
        method="SLSQP",
        bounds=[bounds] * 4,
        constraints=[
            {"type": "eq", "fun": lambda w: counts[:2] @ w[:2] - 12},
            {"type": "eq", "fun": lambda w: counts[2:] @ w[2:] - 12},
            {"type": "eq", "fun": lambda w: counts[[0, 2]] @ w[[0, 2]] - 24 * 0.55},
        ],
        options={"ftol": 1e-14},
    )
    assert result.weights[[0, 12, 15, 19]].tolist() == pytest.approx(found.x.tolist(), abs=1e-5)


def test_design_effect_and_effective_size_are_those_of_the_weights() -> None:
    result = rake({"sex": SEX, "area": AREA}, {"sex": [1, 1], "area": [1, 1]})
    w = result.weights.tolist()
    expected = len(w) * sum(x * x for x in w) / sum(w) ** 2
    assert result.design_effect == pytest.approx(expected, rel=1e-12)
    assert result.effective_size == pytest.approx(12 / expected, rel=1e-12)
    assert design_effect(w).value == pytest.approx(expected, rel=1e-12)
    assert (result.lowest, result.highest) == pytest.approx((min(w), max(w)))
    assert result.largest_ratio == pytest.approx(max(w) / min(w))
    assert result.unweighted["sex"].tolist() == pytest.approx([8 / 12, 4 / 12])
    assert result.margins["area"].tolist() == [0.5, 0.5]


def test_weights_sum_to_the_total_asked_for_and_to_the_people_without_one() -> None:
    codes, margins = {"sex": SEX}, {"sex": [300, 300]}
    assert rake(codes, margins).weights.sum() == pytest.approx(12)
    result = rake(codes, margins, total=600)
    assert result.weights.sum() == pytest.approx(600)
    assert (result.weights[0], result.total, result.highest) == (pytest.approx(37.5), 600, pytest.approx(1.5))


def test_margins_that_are_met_already_change_nothing() -> None:
    result = rake({"sex": SEX}, {"sex": [8, 4]})
    assert (result.weights.tolist(), result.iterations, result.design_effect) == ([1.0] * 12, 0, 1)


def test_people_at_a_bound_are_counted() -> None:
    people = [(0, 0)] * 12 + [(0, 1)] * 3 + [(1, 0)] * 4 + [(1, 1)] * 5
    result = rake(get_codes(people), {"v0": [0.5, 0.5], "v1": [0.55, 0.45]}, bounds=(0.5, 1.5))
    assert result.at_upper == int((result.weights == result.weights.max()).sum())
    assert result.at_lower == 0


def test_census_totals_a_few_people_apart_are_taken_as_shares() -> None:
    result = rake({"sex": SEX, "area": AREA}, {"sex": [50_000, 50_000], "area": [50_030, 50_030]})
    assert result.weights[:8].sum() == pytest.approx(6)
    assert result.weights[[0, 1, 2, 3, 8]].sum() == pytest.approx(6)


def test_an_empty_category_of_the_margin_that_nobody_is_in_is_no_fault() -> None:
    assert rake({"sex": SEX}, {"sex": [1, 1, 0]}).weights[8] == pytest.approx(1.5)


def test_every_reason_for_refusing_is_given_at_once() -> None:
    codes = {"sex": [0, 0, 0, 2, -1], "age": [0, 1, 1, 1, 1]}
    margins = {"sex": [50, 50], "age": [2, 98]}
    names = {"sex": ["women", "men"], "age": ["young", "old"]}
    assert get_reasons(lambda: rake(codes, margins, categories=names)) == (
        "sex: 2 people have a category that the margin does not name; the first is element 3 with 2.",
        'sex: nobody who took part is "men", and 50.0% of the margin are.',
        'age: "young" needs a mean weight of 0.1, below the lower bound of 0.2.',
    )


@pytest.mark.parametrize(
    ("margins", "reason"),
    [
        ({"sex": [1, 0]}, 'sex: 4 people have "1", of whom the margin has none.'),
        ({"sex": [1, 9]}, 'sex: "0" needs a mean weight of 0.15, below the lower bound of 0.2.'),
        ({"sex": [-1, 2]}, "sex: the margin holds a number that is missing, negative or infinite."),
        ({"sex": [math.nan, 2]}, "sex: the margin holds a number that is missing, negative or infinite."),
        ({"sex": [0, 0]}, "sex: the margin counts nobody."),
        ({"sex": 3}, "sex: the margin needs one number for each category."),
        ({"sex": []}, "sex: the margin needs one number for each category."),
    ],
)
def test_a_margin_that_cannot_be_met_is_refused(margins: dict[str, list[float]], reason: str) -> None:
    assert get_reasons(lambda: rake({"sex": SEX}, margins)) == (reason,)


def test_one_person_of_an_unknown_category_is_named_as_one() -> None:
    assert get_reasons(lambda: rake({"sex": [*SEX, 5]}, {"sex": [1, 1]})) == (
        "sex: one person has a category that the margin does not name; the first is element 12 with 5.",
    )


def test_a_mean_weight_above_the_upper_bound_is_refused_by_name() -> None:
    assert get_reasons(lambda: rake({"sex": [0] * 19 + [1]}, {"sex": [1, 1]})) == (
        'sex: "1" needs a mean weight of 10, above the upper bound of 5.',
    )


def test_margins_of_different_totals_are_refused() -> None:
    assert get_reasons(lambda: rake({"sex": SEX, "area": AREA}, {"sex": [500, 500], "area": [400, 400]})) == (
        "area: its margin has a total of 800 and that of sex one of 1,000, which is more than a thousandth apart; "
        "margins must be of the same people.",
    )


def test_margins_that_contradict_each_other_are_refused_after_the_rounds_allowed() -> None:
    # All women live in the north and all men in the south, so both cannot have different margins.
    codes = {"sex": [0] * 6 + [1] * 6, "area": [0] * 6 + [1] * 6}
    margins = {"sex": [0.5, 0.5], "area": [0.6, 0.4]}
    (reason,) = get_reasons(lambda: rake(codes, margins, max_iterations=50))
    assert reason.startswith(
        "After 50 rounds the weights still miss a margin by a share of 0.1, more than the tolerance"
    )
    reasons = get_reasons(lambda: rake(codes, margins, **FREE))
    assert reasons[0].startswith("After 1,000 rounds")


def test_weights_that_explode_are_refused_with_both_limits() -> None:
    codes = {"sex": [0] * 95 + [1] * 5}
    assert get_reasons(lambda: rake(codes, {"sex": [1, 1]}, bounds=(0, math.inf), largest_ratio=15)) == (
        "The design effect of 5.26 exceeds the limit of 3.",
        "The largest weight is 19 times the smallest, which exceeds the limit of 15 for their ratio.",
    )
    assert rake(codes, {"sex": [1, 1]}, bounds=(0, math.inf), largest_design_effect=6).highest == pytest.approx(10)


def test_a_weight_of_zero_is_refused_unless_no_ratio_is_too_large() -> None:
    # Kind 0 of the one area and kind 1 of the other fill both margins, so the person of neither is left with nothing.
    codes = {"sex": [0, 0, 1, 1, 1], "area": [0, 0, 1, 1, 0]}
    margins = {"sex": [1, 1], "area": [1, 1]}
    options = {"bounds": (0, 5), "tolerance": 1e-3, "max_iterations": 5000}
    (reason,) = get_reasons(lambda: rake(codes, margins, **options))
    assert "times the smallest, which exceeds the limit of 25 for their ratio." in reason
    assert find_exploded(1, 3, math.inf, 25) == ["A weight is zero, which exceeds the limit of 25 for their ratio."]
    assert rake(codes, margins, **options, largest_ratio=math.inf).weights[4] < 0.01


@pytest.mark.parametrize(
    ("codes", "margins", "options", "said"),
    [
        ({}, {}, {}, "codes: their variables are none, and those of the margins none"),
        ({"a": [0]}, {"b": [1]}, {}, "their variables are a, and those of the margins b"),
        ({"a": [0.0, 1.0]}, {"a": [1, 1]}, {}, "a: whole numbers in one dimension"),
        (
            {"a": [0, 1], "b": [0]},
            {"a": [1, 1], "b": [1]},
            {},
            "b: whole numbers in one dimension, as many as of the first",
        ),
        ({"a": np.zeros(0, int)}, {"a": [1, 1]}, {}, "codes: nobody took part"),
        ({"a": [0, 1]}, {"a": [1, 1]}, {"categories": {"a": ["x"]}}, "a: 1 names do not fit the 2 categories"),
        ({"a": [0, 1]}, {"a": [1, 1]}, {"bounds": (1.0, 2)}, "bounds: 1 and 2 do not lie on both sides of 1"),
        ({"a": [0, 1]}, {"a": [1, 1]}, {"bounds": (-1, 2)}, "bounds: -1 and 2 do not lie on both sides of 1"),
        ({"a": [0, 1]}, {"a": [1, 1]}, {"tolerance": 0}, "tolerance: 0 is not a positive number"),
        ({"a": [0, 1]}, {"a": [1, 1]}, {"max_iterations": 0}, "max_iterations: 0 is fewer than one"),
        ({"a": [0, 1]}, {"a": [1, 1]}, {"largest_ratio": 0.5}, "equal weights already have 1"),
        ({"a": [0, 1]}, {"a": [1, 1]}, {"total": -3}, "total: -3 is not a positive number"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(
    codes: dict[str, list[int]], margins: dict[str, list[float]], options: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        rake(codes, margins, **options)  # type: ignore[arg-type]


@settings(max_examples=40)
@given(st.lists(st.tuples(*(st.integers(0, 2**22 - 1),) * 4), min_size=1, max_size=30))
def test_combinations_of_very_many_categories_are_told_apart(people: list[tuple[int, ...]]) -> None:
    people = people + people[:3]
    codes = [np.array(column) for column in zip(*people, strict=True)]
    cells = collapse(codes, [2**22] * 4)
    assert cells.people.sum() == len(people)
    assert len(cells.people) == len(set(people))
    for person, cell in zip(people, cells.cell.tolist(), strict=True):
        assert tuple(int(member[cell]) for member in cells.members) == person


def test_the_callers_arrays_are_not_changed_and_may_be_of_any_whole_number() -> None:
    sex, area, margin = np.array(SEX, np.int8), np.array(AREA, np.uint16), np.array([50.0, 50.0])
    result = rake({"sex": sex, "area": area}, {"sex": margin, "area": margin})
    assert (sex.tolist(), area.tolist(), margin.tolist()) == (SEX, AREA, [50, 50])
    assert result.weights.tolist() == rake({"sex": SEX, "area": AREA}, {"sex": [1, 1], "area": [1, 1]}).weights.tolist()


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([1, -1], "weights, element 1: -1 is negative"),
        ([1, math.nan], "weights, element 1: it is missing"),
        ([0, 0], "one dimension and a weight above zero are needed"),
        ([], "one dimension and a weight above zero are needed"),
        ([[1, 2]], "one dimension and a weight above zero are needed"),
    ],
)
def test_a_design_effect_of_faulty_weights_is_refused(weights: list[float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        design_effect(weights)


def test_a_million_people_and_five_margins_take_less_than_a_second() -> None:
    rng = np.random.default_rng(1)
    margins = {f"v{i}": rng.dirichlet(np.full(k, 20.0)) for i, k in enumerate([2, 6, 5, 4, 8])}
    codes = {name: rng.choice(len(margin), 1_000_000, p=rng.dirichlet(60 * margin)) for name, margin in margins.items()}
    times = []
    for _ in range(3):
        start = time.perf_counter()
        rake(codes, margins)
        times.append(time.perf_counter() - start)
    assert min(times) < 1
