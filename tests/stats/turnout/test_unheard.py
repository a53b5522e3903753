import csv
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats import unheard

POPULATIONS = Path(__file__).resolve().parents[3] / "demo" / "newham" / "populations"
ROWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 30), st.integers(0, 300), st.booleans()), min_size=1, max_size=8
)


def get_slow_p(x: int, n: int, share: float) -> float:
    """The slow twin: the binomial probabilities of 0 to x, one by one."""
    return sum(math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(x + 1))


def adjust_slowly(values: list[float]) -> list[float]:
    """Holm by hand: the smallest times as many as there are, the next times one fewer, and never less than before."""
    adjusted, highest = [0.0] * len(values), 0.0
    for rank, at in enumerate(sorted(range(len(values)), key=lambda at: values[at])):
        highest = max(highest, values[at] * (len(values) - rank))
        adjusted[at] = min(1.0, highest)
    return adjusted


@settings(max_examples=60)
@given(ROWS)
def test_it_is_what_plain_loops_say(rows: list[tuple[str, int, int, bool]]) -> None:
    groups, came, live, unknown = zip(*rows, strict=True)
    result = unheard(came, live, groups=groups, unknown=list(unknown))
    places, values = [], []
    for at, (group, x, population, apart) in enumerate(rows):
        own = [row for row in rows if row[0] == group and not row[3]]
        n, total = sum(row[1] for row in own), sum(row[2] for row in own)
        if apart or not n or not population:
            assert np.isnan(result.p_value[at])
            assert not result.is_unheard[at]
            continue
        places.append(at)
        values.append(get_slow_p(x, n, population / total))
        assert result.expected[at] == pytest.approx(n * population / total)
    adjusted = adjust_slowly(values)
    assert result.p_value[places] == pytest.approx(values, abs=1e-9)
    assert result.adjusted[places] == pytest.approx(adjusted, abs=1e-8)
    for at, value in zip(places, adjusted, strict=True):
        if abs(value - 0.05) > 1e-8:
            assert result.is_unheard[at] == (value < 0.05 and rows[at][1] <= 0.5 * result.expected[at])


def test_a_small_shortfall_is_named_by_nobody_however_sure() -> None:
    result = unheard([40_000, 60_000], [50_000, 50_000])
    assert result.p_value[0] < 1e-100
    assert not result.is_unheard.any()


def test_a_community_too_small_to_tell_is_said_to_be_so() -> None:
    result = unheard([0, 1_000], [3, 1_000])
    assert (result.is_unheard[0], result.could_be_chance[0]) == (False, True)


def test_a_large_community_of_which_nobody_came_is_named() -> None:
    result = unheard([0, 1_000], [30, 1_000])
    assert (result.is_unheard[0], result.could_be_chance[0], result.ratio[0]) == (True, False, 0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"alpha": 0}, "alpha: 0 does not lie between 0 and 1"),
        ({"most": 1.5}, "most: 1.5 does not lie between 0 and 1"),
    ],
)
def test_a_level_out_of_range_is_refused(change: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        unheard([1, 2], [3, 4], **change)


def test_weights_are_no_people() -> None:
    with pytest.raises(ValueError, match="whole numbers, not in weights"):
        unheard([1.5, 2], [3, 4])


def read_margins() -> tuple[list[str], list[int], list[str]]:
    """The real counts of Newham in every dimension that is asked about, and of its wards."""
    groups, counts, labels = [], [], []
    with (POPULATIONS / "borough-2021.csv").open(encoding="utf-8", newline="") as file:
        asked = ("age", "sex", "ethnicity-19", "religion", "disability", "english", "sexual-orientation", "tenure")
        for row in csv.DictReader(file):
            if row["area"] == "E09000025" and row["dimension"] in asked and row["group"] != "Not answered":
                groups.append(row["dimension"])
                counts.append(int(row["count"]))
                labels.append(row["group"])
    wards: dict[str, int] = defaultdict(int)
    with (POPULATIONS / "wards-2021.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["dimension"] == "age":
                wards[row["area"]] += int(row["count"])
    return groups + ["ward"] * len(wards), counts + list(wards.values()), labels + list(wards)


@pytest.mark.parametrize("people", [400, 3_000])
def test_where_everybody_comes_by_their_share_at_most_one_run_in_twenty_names_anybody(people: int) -> None:
    groups, counts, _ = read_margins()
    random = np.random.default_rng(50)
    places = {group: [at for at, other in enumerate(groups) if other == group] for group in dict.fromkeys(groups)}
    named = 0
    for _ in range(200):
        came = np.zeros(len(groups))
        for own in places.values():
            live = np.array([counts[at] for at in own], dtype=float)
            came[own] = random.multinomial(people, live / live.sum())
        named += bool(unheard(came, counts, groups=groups).is_unheard.any())
    assert named <= 10
