import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.inequality.slope_indices import SEED, slope_index

Z = NormalDist().inv_cdf(0.975)
BACK = {"rate": math.exp, "proportion": lambda y: 1 / (1 + math.exp(-y))}
FORWARD = {"rate": math.log, "proportion": lambda p: math.log(p / (1 - p))}

Row = tuple[float, float, float]  # value, people, standard error


def fit_slowly(rows: list[Row]) -> tuple[list[float], list[float]]:
    """The slow twin: the weights by which the values make the two ends of the line, from the normal equations."""
    total = sum(people for _, people, _ in rows)
    ridits, below = [], 0.0
    for _, people, _ in rows:
        ridits.append((below + people / 2) / total)
        below += people
    w = [people / total for _, people, _ in rows]
    sx = sum(a * x for a, x in zip(w, ridits, strict=True))
    sxx = sum(a * x * x for a, x in zip(w, ridits, strict=True))
    det = sxx - sx * sx
    first = [a * (sxx - sx * x) / det for a, x in zip(w, ridits, strict=True)]
    slope = [a * (x - sx) / det for a, x in zip(w, ridits, strict=True)]
    return first, [f + s for f, s in zip(first, slope, strict=True)]


def dot(weights: list[float], values: list[float]) -> float:
    return math.fsum(w * v for w, v in zip(weights, values, strict=True))


ROWS = st.lists(
    st.tuples(st.floats(0.05, 0.95), st.floats(100, 10_000), st.floats(0.001, 0.3)), min_size=2, max_size=12
)


@settings(max_examples=60)
@given(ROWS, st.sampled_from(["rate", "proportion", "other"]))
def test_untransformed_index_and_interval_are_those_of_the_normal_equations(rows: list[Row], kind: str) -> None:
    values, people, se = (list(column) for column in zip(*rows, strict=True))
    first, last = fit_slowly(rows)
    scaled = {"rate": values, "proportion": [v * (1 - v) for v in values], "other": [1.0] * len(rows)}[kind]
    own = [e * s for e, s in zip(se, scaled, strict=True)]
    result = slope_index(values, people, range(len(rows)), se=se, kind=kind)
    sii = dot(last, values) - dot(first, values)
    spread = math.sqrt(math.fsum(((b - a) * e) ** 2 for a, b, e in zip(first, last, own, strict=True)))
    interval = result.sii_intervals[0.95]
    near = {"rel": 1e-9, "abs": 1e-11}
    assert result.sii[0] == pytest.approx(sii, **near)
    assert interval.lower[0] == pytest.approx(sii - Z * spread, **near)
    assert interval.upper[0] == pytest.approx(sii + Z * spread, **near)
    assert result.fitted_first[0] == pytest.approx(dot(first, values), **near)
    assert result.fitted_last[0] == pytest.approx(dot(last, values), **near)


def solve_fieller(top: list[float], bottom: list[float], values: list[float], se: list[float], *, sign: int) -> float:
    """The slow twin: the ratio r at which numerator less r times denominator is z standard errors from nothing."""

    def distance(ratio: float) -> float:
        weights = [t - ratio * b for t, b in zip(top, bottom, strict=True)]
        return dot(weights, values) / math.sqrt(math.fsum((w * e) ** 2 for w, e in zip(weights, se, strict=True)))

    estimate = dot(top, values) / dot(bottom, values)
    inner, outer = estimate, estimate + sign * 50
    for _ in range(200):
        middle = (inner + outer) / 2
        inner, outer = (middle, outer) if -sign * distance(middle) < Z else (inner, middle)
    return inner


@pytest.mark.parametrize("rii", ["ends", "mean"])
def test_interval_of_the_ratio_is_where_fieller_puts_it(rii: str) -> None:
    rows = [(30.0, 900.0, 1.0), (27.0, 1200.0, 2.0), (22.0, 700.0, 1.5), (20.0, 1000.0, 0.5)]
    values, people, se = (list(column) for column in zip(*rows, strict=True))
    first, last = fit_slowly(rows)
    top = last if rii == "ends" else [b - a for a, b in zip(first, last, strict=True)]
    bottom = first if rii == "ends" else [(a + b) / 2 for a, b in zip(first, last, strict=True)]
    result = slope_index(values, people, [1, 2, 3, 4], se=se, rii=rii)
    assert result.rii[0] == pytest.approx(dot(top, values) / dot(bottom, values), rel=1e-12)
    interval = result.rii_intervals[0.95]
    assert interval.lower[0] == pytest.approx(solve_fieller(top, bottom, values, se, sign=-1), rel=1e-9)
    assert interval.upper[0] == pytest.approx(solve_fieller(top, bottom, values, se, sign=1), rel=1e-9)


def get_relative_error(probability: float, draws: int) -> float:
    """The standard error of a normal sample's quantile, in standard deviations of what is drawn."""
    density = NormalDist().pdf(NormalDist().inv_cdf(probability))
    return math.sqrt(probability * (1 - probability) / draws) / density


@pytest.mark.parametrize(("kind", "level"), [("rate", 0.95), ("rate", 0.998), ("proportion", 0.95)])
def test_simulated_bounds_are_the_exact_ones_within_the_error_of_the_draws(kind: str, level: float) -> None:
    rows = [(0.30, 900.0, 0.05), (0.27, 1200.0, 0.1), (0.22, 700.0, 0.07), (0.20, 1000.0, 0.02)]
    values, people, se = (list(column) for column in zip(*rows, strict=True))
    first, last = fit_slowly(rows)
    forward = [FORWARD[kind](v) for v in values]
    middle, slope = (dot(last, forward) + dot(first, forward)) / 2, dot(last, forward) - dot(first, forward)
    spread = math.sqrt(math.fsum(((b - a) * e) ** 2 for a, b, e in zip(first, last, se, strict=True)))
    result = slope_index(values, people, [1, 2, 3, 4], se=se, kind=kind, transform=True, confidence=level)

    def read_ends(drawn: float) -> tuple[float, float]:
        high, low = BACK[kind](middle + drawn / 2), BACK[kind](middle - drawn / 2)
        return high - low, high / low

    # Both grow with the slope, so a quantile of the slope gives the quantile of each.
    error = get_relative_error((1 - level) / 2, 100_000)
    for side, sign in (("lower", -1), ("upper", 1)):
        z = NormalDist().inv_cdf((1 + level) / 2)
        near, far = (read_ends(slope + sign * (z + c * error) * spread) for c in (-4 * sign, 4 * sign))
        for found, (one, other) in (
            (getattr(result.sii_intervals[level], side)[0], (near[0], far[0])),
            (getattr(result.rii_intervals[level], side)[0], (near[1], far[1])),
        ):
            assert min(one, other) <= found <= max(one, other)
    assert (result.sii[0], result.rii[0]) == pytest.approx(read_ends(slope), rel=1e-12)


@settings(max_examples=20, deadline=None)
@given(ROWS, st.sampled_from(["rate", "proportion"]), st.sampled_from(["ends", "mean"]), st.sampled_from([1, -2]))
def test_simulated_bounds_are_the_quantiles_of_every_draw(
    rows: list[Row], kind: str, rii: str, multiplier: float
) -> None:
    values, people, se = (list(column) for column in zip(*rows, strict=True))
    first, last = fit_slowly(rows)
    forward = [FORWARD[kind](v) for v in values]
    middle, slope = (dot(last, forward) + dot(first, forward)) / 2, dot(last, forward) - dot(first, forward)
    spread = math.sqrt(math.fsum(((b - a) * e) ** 2 for a, b, e in zip(first, last, se, strict=True)))
    mean = dot([p / sum(people) for p in people], values)
    sign = math.copysign(1, multiplier)
    sii, ratios = [], []
    for draw in np.random.default_rng(SEED).standard_normal(1_000).tolist():
        drawn = sign * slope + spread * draw
        high, low = BACK[kind](middle + drawn / 2), BACK[kind](middle - drawn / 2)
        sii.append(abs(multiplier) * (high - low))
        ratios.append(high / low if rii == "ends" else (high - low) / mean)
    options = {"kind": kind, "transform": True, "rii": rii, "multiplier": multiplier, "confidence": (0.9, 0.998)}
    result = slope_index(values, people, range(len(rows)), se=se, repetitions=1_000, **options)
    for level in (0.9, 0.998):
        for draws, intervals in ((sii, result.sii_intervals), (ratios, result.rii_intervals)):
            bounds = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
            found = [intervals[level].lower[0], intervals[level].upper[0]]
            assert found == pytest.approx(bounds.tolist(), rel=1e-9, abs=1e-12)


def test_plain_simulation_of_the_values_agrees_with_the_closed_form() -> None:
    values, people, se = np.array([80.0, 81, 83, 84]), np.array([900.0, 1200, 700, 1000]), np.array([1, 0.5, 2, 1])
    first, last = (np.array(weights) for weights in fit_slowly(list(zip(values, people, se, strict=True))))
    drawn = values + se * np.random.default_rng(1).standard_normal((200_000, 4))
    result = slope_index(values, people, [1, 2, 3, 4], se=se)
    for draws, interval in (
        (drawn @ (last - first), result.sii_intervals[0.95]),
        (drawn @ last / (drawn @ first), result.rii_intervals[0.95]),
    ):
        allowed = 4 * get_relative_error(0.025, 200_000) * draws.std()
        bounds = np.quantile(draws, [0.025, 0.975])
        assert [interval.lower[0], interval.upper[0]] == pytest.approx(bounds.tolist(), abs=allowed)


def test_relative_index_over_the_mean_is_the_slope_over_the_average_of_the_people() -> None:
    values, people = [10.0, 14.0, 15.0], [100.0, 300.0, 200.0]
    mean = (1000 + 4200 + 3000) / 600
    for transform in (False, True):
        result = slope_index(values, people, [1, 2, 3], se=[0.1] * 3, kind="rate", transform=transform, rii="mean")
        assert result.rii[0] == pytest.approx(result.sii[0] / mean, rel=1e-12)
        interval = result.rii_intervals[0.95]
        assert interval.lower[0] < result.rii[0] < interval.upper[0]


def test_rows_of_groups_may_stand_in_any_order() -> None:
    value, people = [1.0, 5.0, 2.0, 7.0, 3.0, 6.0], [10, 20, 30, 40, 50, 60]
    quantile, labels = [1, 3, 2, 1, 3, 2], ["a", "b", "a", "b", "a", "b"]
    together = slope_index(value, people, quantile, labels, se=[0.1] * 6)
    for g, label in enumerate(["a", "b"]):
        own = sorted(
            (q, v, p) for q, v, p, other in zip(quantile, value, people, labels, strict=True) if other == label
        )
        alone = slope_index([v for _, v, _ in own], [p for *_, p in own], [q for q, *_ in own], se=[0.1] * 3)
        assert together.sii[g] == pytest.approx(alone.sii[0], rel=1e-12)
        assert together.rii_intervals[0.95].upper[g] == pytest.approx(alone.rii_intervals[0.95].upper[0], rel=1e-12)


def test_simulated_bounds_of_a_group_do_not_hang_on_the_other_groups() -> None:
    value, people, quantile = [3.0, 2.0, 1.0, 9.0, 8.0, 4.0], [10, 20, 30, 40, 50, 60], [1, 2, 3, 1, 2, 3]
    labels = ["a"] * 3 + ["b"] * 3
    options = {"kind": "rate", "transform": True, "repetitions": 2_000}
    together = slope_index(value, people, quantile, labels, se=[0.1] * 6, **options)
    alone = slope_index(value[3:], people[3:], quantile[3:], se=[0.1] * 3, **options)
    ours, theirs = together.sii_intervals[0.95].lower[1], alone.sii_intervals[0.95].lower[0]
    assert ours == pytest.approx(theirs, rel=1e-12)


def test_the_same_seed_gives_the_same_bounds_and_is_reported() -> None:
    def run(**options: int) -> tuple[float, int | None, str]:
        result = slope_index([3, 2, 1], [9, 9, 9], [1, 2, 3], se=[0.1] * 3, kind="rate", transform="log", **options)
        return result.sii_intervals[0.95].lower[0], result.seed, result.method[0]

    assert run(seed=5) == run(seed=5)
    assert run(seed=5)[0] != run(seed=6)[0]
    assert run()[1:] == (SEED, "simulation on the log scale, 100000 draws, seed 2004")
    assert run(repetitions=1_000)[2] == "simulation on the log scale, 1000 draws, seed 2004"


def test_untransformed_indices_have_no_draws_and_no_seed() -> None:
    result = slope_index([3, 2, 1], [9, 9, 9], [1, 2, 3], se=[0.1] * 3)
    assert (result.method.tolist(), result.seed, result.repetitions) == (["closed form"], None, None)


def test_bounds_of_a_multiplier_between_nothing_and_one_are_not_swapped() -> None:
    for transform in (False, True):
        options = {"se": [0.1] * 3, "kind": "rate", "transform": transform}
        small = slope_index([3, 2, 1], [9, 9, 9], [1, 2, 3], multiplier=0.1, **options)
        whole = slope_index([3, 2, 1], [9, 9, 9], [1, 2, 3], **options)
        interval = small.sii_intervals[0.95]
        assert interval.lower[0] < small.sii[0] < interval.upper[0]
        assert interval.lower[0] == pytest.approx(0.1 * whole.sii_intervals[0.95].lower[0], rel=1e-12)


@pytest.mark.parametrize("rii", ["ends", "mean"])
@pytest.mark.parametrize("transform", [False, True])
def test_a_negative_multiplier_turns_index_and_ratio_round(transform: bool, rii: str) -> None:
    options = {"se": [0.1, 0.2, 0.1], "kind": "proportion", "transform": transform, "rii": rii}
    plain = slope_index([0.3, 0.2, 0.1], [9, 8, 7], [1, 2, 3], **options)
    turned = slope_index([0.3, 0.2, 0.1], [9, 8, 7], [1, 2, 3], multiplier=-100, **options)
    swapped = slope_index([0.1, 0.2, 0.3], [7, 8, 9], [1, 2, 3], multiplier=100, **options)
    assert turned.sii[0] == pytest.approx(-100 * plain.sii[0], rel=1e-12)
    assert turned.rii[0] == pytest.approx(1 / plain.rii[0] if rii == "ends" else -plain.rii[0], rel=1e-12)
    # To turn the line is to count the quantiles from the other end.
    for ours, theirs in ((turned.sii_intervals, swapped.sii_intervals), (turned.rii_intervals, swapped.rii_intervals)):
        same = {"rel": 1e-12} if not transform else {"rel": 0.02}
        assert ours[0.95].lower[0] == pytest.approx(theirs[0.95].lower[0], **same)
        assert ours[0.95].upper[0] == pytest.approx(theirs[0.95].upper[0], **same)


def test_standard_errors_come_from_bounds_on_the_scale_of_the_kind() -> None:
    for kind, forward in (("rate", math.log), ("proportion", FORWARD["proportion"]), ("other", float)):
        lower, upper = [0.25, 0.15, 0.08], [0.37, 0.28, 0.12]
        se = [(forward(u) - forward(low)) / (2 * Z) for low, u in zip(lower, upper, strict=True)]
        value = [0.3, 0.2, 0.1]
        one = slope_index(value, [9, 8, 7], [1, 2, 3], lower=lower, upper=upper, kind=kind)
        other = slope_index(value, [9, 8, 7], [1, 2, 3], se=se, kind=kind)
        assert one.sii_intervals[0.95].upper[0] == pytest.approx(other.sii_intervals[0.95].upper[0], rel=1e-12)


GOOD = {"value": [3.0, 2.0, 1.0], "population": [9.0, 9, 9], "quantile": [1.0, 2, 3], "se": [0.1, 0.1, 0.1]}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"value": [3, math.nan, 1]}, "A value is missing."),
        ({"population": [9, 9, math.nan]}, "A population is missing."),
        ({"quantile": [1, 2, math.nan]}, "A quantile is missing."),
        ({"population": [9, 0, 0]}, "Fewer than two quantiles have people in them."),
        ({"kind": "rate", "transform": True, "value": [3, 2, 0]}, "A rate or a bound of zero has no logarithm."),
        (
            {"kind": "proportion", "transform": True, "value": [0.3, 1, 0.1]},
            "A proportion or a bound of 0 or 1 has no logit.",
        ),
    ],
)
def test_index_is_missing_with_its_reason(changed: dict[str, object], reason: str) -> None:
    result = slope_index(**{**GOOD, **changed})  # type: ignore[arg-type]
    assert result.reason.tolist() == [reason]
    assert result.method.tolist() == [""]
    numbers = [result.sii, result.rii, result.sii_intervals[0.95].lower, result.rii_intervals[0.95].upper]
    assert all(math.isnan(number[0]) for number in [*numbers, result.fitted_first, result.fitted_last])


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"se": [0.1, math.nan, 0.1]}, "A standard error or a bound is missing."),
        ({"kind": "rate", "value": [3, 2, 0]}, "A rate or a bound of zero has no logarithm."),
        ({"kind": "proportion", "value": [1, 0.5, 0.1]}, "A proportion or a bound of 0 or 1 has no logit."),
        (
            {"kind": "rate", "se": None, "lower": [2, 1, 0], "upper": [4, 3, 2], "transform": True},
            "A rate or a bound of zero has no logarithm.",
        ),
        (
            {"se": None, "lower": [2, 1, math.nan], "upper": [4, 3, 2]},
            "A standard error or a bound is missing.",
        ),
    ],
)
def test_interval_alone_is_missing_with_its_reason(changed: dict[str, object], reason: str) -> None:
    result = slope_index(**{**GOOD, **changed})  # type: ignore[arg-type]
    assert result.reason.tolist() == [reason]
    assert not math.isnan(result.sii[0])
    assert math.isnan(result.sii_intervals[0.95].lower[0])
    assert math.isnan(result.rii_intervals[0.95].upper[0])


def test_ratio_is_missing_where_the_ends_are_not_of_one_sign() -> None:
    result = slope_index([-1, 0.5, 2], [9, 9, 9], [1, 2, 3], se=[0.1] * 3)
    assert math.isnan(result.rii[0])
    assert math.isnan(result.rii_intervals[0.95].lower[0])
    assert not math.isnan(result.sii_intervals[0.95].lower[0])
    assert result.reason.tolist() == ["The ends of the line are not of one sign, so their ratio means nothing."]


def test_ratio_to_a_mean_of_nothing_is_missing() -> None:
    result = slope_index([-1, 0, 1], [9, 9, 9], [1, 2, 3], se=[0.1] * 3, rii="mean")
    assert math.isnan(result.rii[0])
    assert result.reason.tolist() == ["The mean is zero, so nothing can be divided by it."]


def test_interval_of_a_ratio_is_missing_where_it_is_unbounded() -> None:
    result = slope_index([1, 2, 3], [9, 9, 9], [1, 2, 3], se=[5.0] * 3)
    assert not math.isnan(result.rii[0])
    assert math.isnan(result.rii_intervals[0.95].lower[0])
    assert result.reason[0].startswith("The relative index has no bounded interval")


def test_a_quantile_of_nobody_plays_no_part() -> None:
    result = slope_index([3, 99, 2, 1], [9, 0, 9, 9], [1, 2, 3, 4], se=[0.1] * 4)
    assert result.sii[0] == pytest.approx(slope_index(**GOOD).sii[0], rel=1e-12)  # type: ignore[arg-type]


def test_no_rows_give_no_groups() -> None:
    assert slope_index([], [], [], se=[]).sii.tolist() == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"population": [9, -1, 9]}, "population, element 1: -1 is negative"),
        ({"se": [0.1, 0.1, -0.2]}, "se, element 2: -0.2 is negative"),
        ({"value": [3, math.inf, 1]}, "value, element 1: inf is infinite"),
        ({"kind": "rate", "value": [3, -2, 1]}, "value, element 1: -2 is negative"),
        ({"kind": "proportion", "value": [0.3, 1.2, 0.1]}, "value, element 1: 1.2 is above 1"),
        ({"quantile": [1, 2, 2]}, "quantile, element 2: 2 stands in its group already"),
        ({"quantile": [[1], [2], [3]]}, "quantile: one dimension is needed, and these have 2"),
        ({"quantile": [1, 2]}, "not of one length: value has 3, population has 3, quantile has 2"),
        ({"se": None, "lower": [3.5, 1, 0], "upper": [4, 1.5, 2]}, "lower, element 0: 3.5 exceeds the value of 3"),
        ({"se": None, "lower": [2, 1, 0], "upper": [4, 1.5, 2]}, "upper, element 1: 1.5 is below the value of 2"),
        (
            {"kind": "proportion", "value": [0.3, 0.5, 0.1], "se": None, "lower": [0, 0, 0], "upper": [0.4, 1.5, 1]},
            "upper, element 1: 1.5 is above 1",
        ),
        ({"se": None}, "give standard errors, or both lower and upper bounds"),
        ({"se": None, "lower": [1, 1, 1]}, "give standard errors, or both lower and upper bounds"),
        ({"lower": [1, 1, 1]}, "give either standard errors or bounds, not both"),
        ({"kind": "count"}, "'count' is not a valid ValueKind"),
        ({"transform": True}, 'transform: True does not go with values of kind other; only "none" does'),
        ({"kind": "rate", "transform": "logit"}, "transform: 'logit' does not go with values of kind rate"),
        ({"multiplier": 0}, "multiplier: 0 is zero or not finite"),
        ({"confidence": 95}, "95 does not lie between 0 and 1"),
        ({"repetitions": 10}, "repetitions: 10 is fewer than 1,000"),
        ({"rii": "median"}, "rii: 'median' is neither"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(changed: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        slope_index(**{**GOOD, **changed})  # type: ignore[arg-type]


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(ValueError, match="population, element 0: -1 is negative; quantile, element 1: 1 stands"):
        slope_index([3, 2], [-1, 2], [1, 1], se=[0.1, 0.1])


def test_the_callers_arrays_are_not_changed() -> None:
    arrays = {name: np.array(values) for name, values in GOOD.items()}
    arrays["value"][1] = math.nan
    slope_index(**arrays)
    assert arrays["value"].tolist() == pytest.approx([3, math.nan, 1], nan_ok=True)
    assert arrays["population"].tolist() == [9, 9, 9]
