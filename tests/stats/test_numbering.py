import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.stats import numbering
from fiftysteps.stats.groups import get_groups
from fiftysteps.stats.numbering import find_first_rows, number_first_rows

# More labels than a small table has places, so that they go round more than once.
MANY = 3_000

LABELS = st.one_of(
    st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1).map(lambda rows: np.array(rows, np.int64)),
    st.lists(st.integers(0, 2**64 - 1), min_size=1).map(lambda rows: np.array(rows, np.uint64)),
    st.lists(st.sampled_from([0.0, -0.0, 1.5, -1.5, 1e300]), min_size=1).map(np.array),
    st.lists(st.text("aé漢𝄞", min_size=1, max_size=20), min_size=1).map(np.array),
    st.lists(st.one_of(st.text("ab", max_size=2), st.integers(-2, 2)), min_size=1).map(
        lambda rows: np.array([*rows, None], object)[:-1]
    ),
)


@given(LABELS)
def test_first_rows_are_those_of_a_plain_search(labels: np.ndarray) -> None:
    first = find_first_rows(labels)
    rows = labels.tolist()
    # -1 and -2 have one hash in Python, which is found out and left to the dictionary.
    assert first is None or first.tolist() == [rows.index(row) for row in rows]
    if labels.dtype.kind != "O":
        assert first is not None


@pytest.mark.parametrize("width", [1, 7, 8, 9, 30])
def test_many_labels_of_text_are_all_told_apart(width: int) -> None:
    rng = np.random.default_rng(width)
    names = np.array([f"{number:0{width}d}" for number in range(min(MANY, 10**width))])
    picked = rng.integers(0, len(names), 4 * MANY)
    groups = get_groups(names[picked], len(picked))
    seen = dict.fromkeys(picked.tolist())
    assert groups.labels.tolist() == names[list(seen)].tolist()
    assert np.array_equal(groups.labels[groups.codes], names[picked])


def test_many_labels_of_numbers_far_apart_are_all_told_apart() -> None:
    picked = np.random.default_rng(1).integers(0, MANY, 4 * MANY)
    groups = get_groups(picked * 10**12, len(picked))
    assert groups.labels.tolist() == [number * 10**12 for number in dict.fromkeys(picked.tolist())]
    assert np.array_equal(groups.labels[groups.codes], picked * 10**12)


def test_a_hash_that_two_labels_share_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "_hash", lambda words: words[:, 0])
    labels = np.array(["Newham, Beckton", "Newham, Plaistow", "Newham, Beckton"])
    assert find_first_rows(labels) is None
    assert get_groups(labels, 3).codes.tolist() == [0, 1, 0]


def test_labels_of_other_kinds_are_left_to_the_dictionary() -> None:
    assert find_first_rows(np.array(["2020-01-01"], "datetime64[D]")) is None
    days = np.array(["2020-01-02", "2020-01-01", "2020-01-02"], "datetime64[D]")
    assert get_groups(days, 3).codes.tolist() == [0, 1, 0]


def test_numbers_follow_the_order_of_first_appearance() -> None:
    numbers, rows = number_first_rows(np.array([0, 1, 0, 3, 1]))
    assert (numbers.tolist(), rows.tolist()) == ([0, 1, 0, 2, 1], [0, 1, 3])


def test_the_callers_labels_keep_their_bits() -> None:
    labels = np.array([-0.0, 1.0, 0.0])
    assert get_groups(labels, 3).codes.tolist() == [0, 1, 0]
    assert np.signbit(labels).tolist() == [True, False, False]
