import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.coding import disagreement
from fiftysteps.stats.coding.agreement import krippendorff_alpha
from fiftysteps.stats.coding.codings import get_codings
from fiftysteps.stats.coding.disagreement import resample_disagreement

NO = math.nan
CODE = st.one_of(st.just(NO), st.integers(0, 4).map(float))
MATRIX = st.tuples(st.integers(2, 4), st.integers(1, 7)).flatmap(
    lambda shape: st.lists(st.lists(CODE, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0])
)
MEASUREMENTS = ["nominal", "ordinal", "interval", "ratio"]


def differ(c: float, k: float, measurement: str, all_codes: Sequence[float]) -> float:
    if measurement == "nominal":
        return float(c != k)
    if measurement == "interval":
        return (c - k) ** 2
    if measurement == "ratio":
        return ((c - k) / (c + k)) ** 2 if c + k else 0.0
    low, high = min(c, k), max(c, k)
    between = sum(1 for code in all_codes if low <= code <= high)
    return 0.0 if c == k else (between - (all_codes.count(c) + all_codes.count(k)) / 2) ** 2


def get_slow_alpha(units: list[list[float]], measurement: str) -> float:
    """The slow twin: every pair of codes, within units and overall. Not a number where there is none."""
    units = [unit for unit in units if len(unit) > 1]
    codes = [code for unit in units for code in unit]
    if len(set(codes)) < 2:
        return NO
    observed = sum(
        differ(c, k, measurement, codes) / (len(unit) - 1)
        for unit in units
        for i, c in enumerate(unit)
        for j, k in enumerate(unit)
        if i != j
    )
    expected = sum(differ(c, k, measurement, codes) for c in codes for k in codes)
    return 1 - observed / len(codes) / (expected / len(codes) / (len(codes) - 1))


def get_units(matrix: list[list[float]]) -> list[list[float]]:
    return [[code for code in unit if not math.isnan(code)] for unit in zip(*matrix, strict=True)]


@settings(max_examples=100, deadline=None)
@given(MATRIX, st.sampled_from(MEASUREMENTS))
def test_alpha_is_that_of_loops_over_pairs(matrix: list[list[float]], measurement: str) -> None:
    result = krippendorff_alpha(matrix, measurement=measurement, repetitions=5)
    expected = get_slow_alpha(get_units(matrix), measurement)
    assert float(result.value) == pytest.approx(expected, abs=1e-9, nan_ok=True)
    assert bool(result.reason) == math.isnan(expected)


@settings(max_examples=40, deadline=None)
@given(MATRIX, st.sampled_from(MEASUREMENTS))
def test_each_resample_has_the_alpha_of_its_own_units(matrix: list[list[float]], measurement: str) -> None:
    read = get_codings(matrix, measurement, None)  # type: ignore[arg-type]
    if read.units < 1:
        return
    draws = resample_disagreement(read, 6, seed=3)
    repeats = np.random.default_rng(3).multinomial(read.units, read.repeats / read.units, size=6)
    for alpha, times in zip(draws.alpha.tolist(), repeats.tolist(), strict=True):
        units = []
        for pattern, number in zip(read.counts.astype(int).tolist(), times, strict=True):
            unit = [value for value, count in zip(read.values.tolist(), pattern, strict=True) for _ in range(count)]
            units += [unit] * number
        assert alpha == pytest.approx(get_slow_alpha(units, measurement), abs=1e-9, nan_ok=True)


def test_the_interval_is_made_of_the_resamples_percentiles() -> None:
    matrix = np.random.default_rng(1).integers(0, 3, (3, 40)).astype(float)
    result = krippendorff_alpha(matrix, confidence=(0.5, 0.95), repetitions=400, seed=9)
    draws = resample_disagreement(get_codings(matrix, "nominal", None), 400, 9).alpha  # type: ignore[arg-type]
    for level, interval in result.intervals.items():
        expected = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
        assert [float(interval.lower), float(interval.upper)] == expected.tolist()
    assert (result.seed, result.repetitions, result.undefined) == (9, 400, 0)


def test_the_interval_holds_the_alpha_of_the_coders_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(5)

    def code(units: int) -> np.ndarray:
        truth = rng.integers(0, 3, units)
        wrong = rng.random((2, units)) < 0.25
        return np.where(wrong, rng.integers(0, 3, (2, units)), truth).astype(float)

    true = float(krippendorff_alpha(code(200_000), repetitions=1).value)
    held = 0
    for _ in range(200):
        interval = krippendorff_alpha(code(60), repetitions=300).intervals[0.95]
        held += bool(interval.lower <= true <= interval.upper)
    assert 0.88 < held / 200 < 0.99


def test_the_same_seed_gives_the_same_interval_whatever_the_order_of_units_and_coders() -> None:
    matrix = np.random.default_rng(1).integers(0, 3, (3, 25)).astype(float)
    first = krippendorff_alpha(matrix)
    other = krippendorff_alpha(matrix[::-1, np.random.default_rng(2).permutation(25)])
    assert float(first.intervals[0.95].lower) == pytest.approx(float(other.intervals[0.95].lower), abs=1e-12)
    another = krippendorff_alpha(matrix, seed=1)
    assert float(first.intervals[0.95].lower) != float(another.intervals[0.95].lower)
    assert float(first.value) == float(another.value)


@pytest.mark.parametrize("measurement", MEASUREMENTS)
def test_resampling_in_blocks_changes_nothing(measurement: str, monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = np.random.default_rng(1).integers(0, 5, (3, 60)).astype(float)
    read = get_codings(matrix, measurement, None)  # type: ignore[arg-type]
    whole = resample_disagreement(read, 50, 1).alpha.tolist()
    monkeypatch.setattr(disagreement, "LARGEST_BLOCK", 7 * max(read.counts.shape))
    assert resample_disagreement(read, 50, 1).alpha.tolist() == pytest.approx(whole, rel=1e-12)


def test_perfect_agreement_is_one_with_an_interval_of_one() -> None:
    result = krippendorff_alpha([[0.1, 0.2, 0.7] * 5] * 3, measurement="interval")
    assert float(result.value) == 1
    assert (float(result.intervals[0.95].lower), float(result.intervals[0.95].upper)) == (1, 1)


@pytest.mark.parametrize(
    ("matrix", "reason"),
    [
        ([[1, 2, 3]], "Fewer than two coders coded anything, so there is nothing to compare."),
        ([[1, 2, 3], [NO, NO, NO]], "Fewer than two coders coded anything, so there is nothing to compare."),
        (np.zeros((0, 0)), "Fewer than two coders coded anything, so there is nothing to compare."),
        ([[1, NO], [NO, 2]], "No unit was coded by two coders or more."),
        (
            [[0.1, 0.1], [0.1, 0.1]],
            "All codes that can be compared are the same, so what chance would give is not known.",
        ),
        (
            [[1, 1, 2], [1, 1, NO]],
            "All codes that can be compared are the same, so what chance would give is not known.",
        ),
    ],
)
@pytest.mark.parametrize("measurement", MEASUREMENTS)
def test_alpha_that_cannot_be_is_missing_with_its_reason(
    matrix: list[list[float]], reason: str, measurement: str
) -> None:
    result = krippendorff_alpha(matrix, measurement=measurement)
    assert (result.reason, result.interval_reason, result.method) == (reason, reason, "")
    assert np.isnan(result.value)
    assert np.isnan(result.intervals[0.95].lower)
    assert result.undefined == 0


def test_one_unit_gives_alpha_without_an_interval() -> None:
    result = krippendorff_alpha([[1, 5], [2, NO], [2, NO]])
    assert float(result.value) == 0
    assert result.reason == ""
    assert result.interval_reason == "Only one unit was coded by two coders or more, which gives no interval."
    assert np.isnan(result.intervals[0.95].upper)
    assert (result.units, result.codes, result.left_out, result.coders) == (1, 3, 1, 3)


def test_resamples_without_alpha_are_left_out_and_counted() -> None:
    result = krippendorff_alpha([[1] * 9 + [2], [1] * 9 + [2]], repetitions=500)
    assert 100 < result.undefined < 250
    assert float(result.intervals[0.95].lower) == 1
    assert result.interval_reason == ""


def test_too_many_resamples_without_alpha_give_no_interval() -> None:
    # Of two units that agree on different codes, half of the resamples hold one alone.
    codes = [[1, 2], [1, 2]]
    results = [krippendorff_alpha(codes, repetitions=11, seed=seed) for seed in range(20)]
    assert {result.interval_reason for result in results if result.undefined > 5} == {
        "In most resamples all codes were the same, which gives no interval."
    }
    assert {result.interval_reason for result in results if result.undefined <= 5} == {""}
    assert all(np.isnan(result.intervals[0.95].lower) == (result.undefined > 5) for result in results)
    assert all(float(result.value) == 1 for result in results)


def test_labels_can_be_nominal_and_in_any_type() -> None:
    words = krippendorff_alpha([["a", "b", None], ["a", "c", "c"], ["b", "b", "c"]])
    numbers = krippendorff_alpha([[1, 2, NO], [1, 3, 3], [2, 2, 3]])
    assert float(words.value) == pytest.approx(float(numbers.value), rel=1e-12)
    assert words.codes == 8
    assert float(krippendorff_alpha([[True, False], [True, True]]).value) == 0


def test_labels_can_be_ordinal_with_their_order() -> None:
    order = ["low", "middle", "high"]
    words = krippendorff_alpha([["low", "high", "low"], ["middle", "high", None]], measurement="ordinal", order=order)
    numbers = krippendorff_alpha([[0, 2, 0], [1, 2, NO]], measurement="ordinal")
    assert float(words.value) == pytest.approx(float(numbers.value), rel=1e-12)


def test_numbers_among_python_values_are_taken_with_none_as_missing() -> None:
    mixed = krippendorff_alpha(np.array([[1, 2, None], [1, 3, 3]], dtype=object), measurement="interval")
    assert float(mixed.value) == pytest.approx(
        float(krippendorff_alpha([[1, 2, NO], [1, 3, 3]], measurement="interval").value)
    )


@pytest.mark.parametrize(
    ("codes", "options", "said"),
    [
        ([1, 2], {}, "coders by units are two dimensions, and these have 1"),
        (
            [["a"], ["b"]],
            {"measurement": "interval"},
            "interval codes must be numbers, or ordinal ones labels with an order",
        ),
        ([["a"], ["b"]], {"measurement": "ordinal", "order": ["a"]}, "these have no place in the order: 'b'"),
        ([[1, math.inf], [1, 2]], {}, "codes, coder 0, unit 1: inf is infinite"),
        (
            [[1, -2], [1, 2]],
            {"measurement": "ratio"},
            "codes, coder 0, unit 1: -2 is negative, and codes of a ratio start at 0",
        ),
        ([[1], [1]], {"measurement": "metric"}, "'metric' is not a valid Measurement"),
        ([[1], [1]], {"repetitions": 0}, "repetitions, seed: 0 and 2011 must be at least 1 and 0"),
        ([[1], [1]], {"seed": -1}, "repetitions, seed: 1000 and -1 must be at least 1 and 0"),
        ([[1], [1]], {"confidence": 95}, "95 does not lie between 0 and 1"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(codes: object, options: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        krippendorff_alpha(codes, **options)  # type: ignore[arg-type]


def test_the_callers_codes_are_not_changed() -> None:
    codes = np.array([[1.0, NO, 2.0], [1.0, 2.0, 3.0]])
    krippendorff_alpha(codes, measurement="ratio")
    assert codes[0, 0] == 1
    assert np.isnan(codes[0, 1])
