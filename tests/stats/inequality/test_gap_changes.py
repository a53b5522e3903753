import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.inequality.gap_changes import compare_gaps
from fiftysteps.stats.inequality.gap_comparing import GapOutcome

NUMBER = st.integers(-20, 20).map(float)


def name_slowly(average: tuple[float, float], gap: tuple[float, float], polarity: str) -> str:
    """The twin: values alone, one element at a time."""
    rise = average[1] - average[0] if polarity == "higher" else average[0] - average[1]
    growth = abs(gap[1]) - abs(gap[0])
    one = "improved" if rise > 0 else "worsened" if rise < 0 else "did not change"
    other = "widened" if growth > 0 else "narrowed" if growth < 0 else "did not change"
    if one == other == "did not change":
        return "Neither the average nor the gap changed"
    return f"The average {one} and the gap {other}"


@settings(max_examples=60)
@given(st.lists(st.tuples(NUMBER, NUMBER, NUMBER, NUMBER), min_size=1), st.sampled_from(["higher", "lower"]))
def test_outcomes_of_values_alone_are_those_of_plain_python(
    rows: list[tuple[float, float, float, float]], polarity: str
) -> None:
    a, b, c, d = (list(column) for column in zip(*rows, strict=True))
    result = compare_gaps((a, b), (c, d), polarity=polarity)
    assert result.outcome.tolist() == [name_slowly(row[:2], row[2:], polarity) for row in rows]
    assert (result.average_method, result.gap_method) == ("values alone", "values alone")


def test_an_average_that_improves_while_the_gap_widens_has_its_own_name() -> None:
    result = compare_gaps((420, 380), (150, 190), polarity="lower")
    assert result.outcome == GapOutcome.IMPROVED_WIDENED == "The average improved and the gap widened"
    assert (result.average_change, result.gap_change) == ("improved", "widened")


BOUNDED = {
    "average_lower": ([410, 410], [370, 395]),
    "average_upper": ([430, 430], [390, 425]),
    "gap_lower": ([140, 110], [180, 155]),
    "gap_upper": ([160, 190], [200, 225]),
}


def test_with_bounds_only_a_clear_change_counts() -> None:
    # The changes' intervals: -40 ± 14.1 and -10 to 8.0; 40 ± 14.1 and 40 down 53 up 53.
    result = compare_gaps(([420, 420], [380, 410]), (150, 190), polarity="lower", **BOUNDED)
    assert result.outcome.tolist() == [GapOutcome.IMPROVED_WIDENED, GapOutcome.UNCHANGED_UNCHANGED]
    assert (result.average_method, result.gap_method) == ("interval of the difference",) * 2


@pytest.mark.parametrize(("upper_after", "changed"), [(99.999, True), (100.001, False)])
def test_a_change_is_clear_where_its_interval_stops_short_of_zero(upper_after: float, changed: bool) -> None:
    # Before 103 (100 to 106), after 98 with reach u: the upper bound of the change is -5 + hypot(3, u - 98); 4 makes 0.
    reach = 98 + 4 + (upper_after - 100)
    result = compare_gaps((103, 98), (1, 1), polarity="lower", average_lower=(100, 90), average_upper=(106, reach))
    assert str(result.average_change) == ("improved" if changed else "unchanged")


def test_a_gap_counts_by_its_size_whichever_side_is_worse_off() -> None:
    result = compare_gaps((1, 1), ([-3, -3, 3], [-2, 4, -3]), polarity="higher")
    assert result.gap_change.tolist() == ["narrowed", "widened", "unchanged"]


def test_bounds_of_a_gap_below_zero_are_turned_with_it() -> None:
    turned = compare_gaps((1, 1), (-30, -20), polarity="higher", gap_lower=(-31, -25), gap_upper=(-28, -18))
    plain = compare_gaps((1, 1), (30, 20), polarity="higher", gap_lower=(28, 18), gap_upper=(31, 25))
    assert str(turned.gap_change) == str(plain.gap_change) == "narrowed"
    # The change of sizes is -10; of the bounds those nearer to it count: hypot(5, 9) is above 10, hypot(2, 1) is not.
    open_ = compare_gaps((1, 1), (-30, -20), polarity="higher", gap_lower=(-31, -25), gap_upper=(-21, -18))
    assert str(open_.gap_change) == "unchanged"


def test_a_ratio_of_one_is_no_gap() -> None:
    result = compare_gaps((1, 1), ([2, 0.5, 1.5], [1, 2, 0.5]), polarity="higher", scale="relative")
    assert result.gap_change.tolist() == ["narrowed", "unchanged", "widened"]


def test_bounds_of_ratios_are_compared_by_their_logarithms() -> None:
    bounds = {"gap_lower": (1.8, 1.1), "gap_upper": (2.2, 1.4)}
    result = compare_gaps((1, 1), (2, 1.25), polarity="higher", scale="relative", **bounds)
    assert str(result.gap_change) == "narrowed"


@pytest.mark.parametrize(
    ("arguments", "reason", "kept"),
    [
        ({"average": (math.nan, 1), "gap": (1, 2)}, "An average is missing.", ("", "widened")),
        ({"average": (2, 1), "gap": (1, math.nan)}, "A gap is missing.", ("improved", "")),
        (
            {"average": (2, 1), "gap": (1, 2), "average_lower": (1, math.nan), "average_upper": (3, 2)},
            "A bound is missing.",
            ("", "widened"),
        ),
        (
            {"average": (2, 1), "gap": (1, 2), "gap_lower": (1, 1), "gap_upper": (3, math.nan)},
            "A bound is missing.",
            ("improved", ""),
        ),
        (
            {"average": (2, 1), "gap": (0, 2), "scale": "relative"},
            "A relative gap is zero or below, which no ratio of rates is.",
            ("improved", ""),
        ),
    ],
)
def test_an_outcome_is_missing_with_its_reason(
    arguments: dict[str, object], reason: str, kept: tuple[str, str]
) -> None:
    result = compare_gaps(**arguments, polarity="lower")  # type: ignore[arg-type]
    assert (str(result.outcome), str(result.reason)) == ("", reason)
    assert (str(result.average_change), str(result.gap_change)) == kept


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"polarity": "none"}, 'polarity: say "higher" or "lower"'),
        ({"polarity": "up"}, "'up' is not a valid Polarity"),
        ({"scale": "log"}, "scale: 'log' is neither"),
        ({"average": (1, math.inf)}, "average after, element 0: inf is infinite"),
        ({"gap_lower": (1, 2)}, "gap_lower: give both lower and upper bounds, or neither"),
        ({"gap_lower": (1.5, 2), "gap_upper": (2, 3)}, "gap_lower before, element 0: 1.5 exceeds the gap of 1"),
        (
            {"average_lower": (1, 1), "average_upper": (3, 0.5)},
            "average_upper after, element 0: 0.5 is below the average",
        ),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(changed: dict[str, object], words: str) -> None:
    good: dict[str, object] = {"average": (2, 1), "gap": (1, 2), "polarity": "lower"}
    with pytest.raises(ValueError, match=words):
        compare_gaps(**{**good, **changed})  # type: ignore[arg-type]


def test_the_callers_arrays_are_not_changed() -> None:
    before = np.array([-3.0, 2.0])
    compare_gaps((before, before), (before, before), polarity="lower")
    assert before.tolist() == [-3, 2]
