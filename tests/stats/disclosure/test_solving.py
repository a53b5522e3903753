from types import SimpleNamespace

import numpy as np
import pytest

from fiftysteps.stats.disclosure import solving as module
from fiftysteps.stats.disclosure.knowledge import Total, build_matrix
from fiftysteps.stats.disclosure.solving import Programme, UnsettledError, find_unbounded, solve_whole


def build_programme(totals: list[Total], upper: list[float]) -> Programme:
    low, high = (np.array([getattr(total, side) for total in totals]) for side in ("lowest", "highest"))
    return Programme(build_matrix(totals, len(upper)), low, high, np.zeros(len(upper)), np.array(upper))


# Each two of three add up to one at most.
PAIRS = build_programme([Total((0, 1), 0, 1), Total((1, 2), 0, 1), Total((0, 2), 0, 1)], [1, 1, 1])


def test_an_answer_in_fractions_is_replaced_by_one_in_whole_numbers() -> None:
    found = solve_whole(np.array([-1.0, -1.0, -1.0]), PAIRS)
    assert found is not None
    assert sorted(found.tolist()) == [0, 0, 1]


def test_no_variables_have_one_answer() -> None:
    found = solve_whole(np.zeros(0), build_programme([], []))
    assert found is not None
    assert found.size == 0


@pytest.mark.parametrize("answer", [None, np.array([1.0, 1.0, 1.0])])
def test_an_answer_that_is_none_or_does_not_fit_is_never_taken(answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_run", lambda *_, **__: SimpleNamespace(status=1, x=answer))
    with pytest.raises(UnsettledError):
        solve_whole(np.zeros(3), PAIRS)


def test_an_answer_that_need_not_be_the_best_is_taken_where_the_solver_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([np.array([0.5, 0.5, 0.5]), np.array([1.0, 0.0, 0.0])] * 2)
    monkeypatch.setattr(module, "_run", lambda *_, **__: SimpleNamespace(status=1, x=next(answers)))
    found = solve_whole(np.zeros(3), PAIRS, is_best_needed=False)
    assert found is not None
    assert found.tolist() == [1, 0, 0]
    with pytest.raises(UnsettledError):
        solve_whole(np.zeros(3), PAIRS)


def test_what_can_grow_without_end_is_found_among_what_is_tied_to_something() -> None:
    infinite = float("inf")
    # The first two add up to a third that is open, the fourth and fifth to four, the sixth to no less than one.
    totals = [Total((0, 1), whole=2), Total((3, 4), 4, 4), Total((5,), 1, infinite)]
    programme = build_programme(totals, [infinite, 4, infinite, infinite, infinite, infinite])
    assert find_unbounded(programme).tolist() == [True, False, True, False, False, True]
