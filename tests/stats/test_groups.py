import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.stats.groups import get_groups


def get_slow_codes(labels: list[object]) -> tuple[list[object], list[int], list[int]]:
    """The slow twin: the labels in order of first appearance, each row's place among them, each one's first row."""
    seen = list(dict.fromkeys(labels))
    return seen, [seen.index(label) for label in labels], [labels.index(label) for label in seen]


LABELS = st.one_of(
    st.lists(st.integers(-3, 3)),
    st.lists(st.integers(-(10**12), 10**12), max_size=8),
    st.lists(st.text("ab", max_size=2)),
    st.lists(st.floats(-2, 2)),
    st.lists(st.booleans()),
)


@given(LABELS)
def test_groups_are_numbered_in_the_order_of_their_first_appearance(labels: list[object]) -> None:
    groups = get_groups(labels, len(labels))
    expected, codes, first = get_slow_codes(labels)
    assert (groups.labels.tolist(), groups.codes.tolist(), groups.first.tolist()) == (expected, codes, first)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), min_size=1))
def test_sums_counts_and_any_are_those_of_each_groups_rows(rows: list[tuple[str, int]]) -> None:
    labels, values = zip(*rows, strict=True)
    groups = get_groups(list(labels), len(rows))
    for number, label in enumerate(groups.labels.tolist()):
        own = [value for other, value in rows if other == label]
        assert groups.sum(np.array(values, float))[number] == sum(own)
        assert groups.count()[number] == len(own)
        assert groups.any(np.array(values) > 5)[number] == any(value > 5 for value in own)


def test_without_labels_all_rows_are_one_group() -> None:
    groups = get_groups(None, 3)
    assert (groups.labels.tolist(), groups.codes.tolist()) == (["all"], [0, 0, 0])


def test_groups_that_were_made_before_are_taken_as_they_are() -> None:
    groups = get_groups(["a", "b"], 2)
    assert get_groups(groups, 2) is groups


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([["a"], ["b"]], "groups: one dimension is needed, and these have 2"),
        (["a"], "groups: 1 labels do not fit 2 rows"),
        ([1.0, float("nan")], "groups: the label of element 1 is missing"),
        (["a", None], "groups: the label of element 1 is missing"),
    ],
)
def test_labels_that_make_no_groups_are_refused(labels: list[object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        get_groups(labels, 2)


def test_the_callers_labels_are_not_changed() -> None:
    labels = np.array([5, 3, 5])
    get_groups(labels, 3)
    assert labels.tolist() == [5, 3, 5]
