import numpy as np
import pytest
from hypothesis import assume, given, settings

from fiftysteps.stats.opinion import components as module
from fiftysteps.stats.opinion.components import (
    Components,
    build_centred,
    get_components,
    get_fingerprints,
    get_mean,
    get_positions,
)
from fiftysteps.stats.opinion.votes import Votes, get_votes
from tests.stats.opinion.twins import TABLES, Table, drop_silent, fill, list_votes, project


def place(table: Table) -> tuple[Votes, Components, np.ndarray]:
    votes = get_votes(*list_votes(table))
    mean = get_mean(votes)
    centred = build_centred(votes, mean)
    components = get_components(votes, mean, centred)
    return votes, components, get_positions(votes, centred, components)


@settings(max_examples=60)
@given(TABLES)
def test_components_are_those_of_the_filled_and_centred_matrix(table: Table) -> None:
    table = drop_silent(table)
    assume(len(table) > 1 and len(table[0]) > 1)
    _, components, _ = place(table)
    filled = fill(table)
    singular = np.linalg.svd(filled, compute_uv=False)
    variances = np.append(singular**2, [0.0, 0.0])
    assume(variances.sum() > 1e-6)
    assert components.explained == pytest.approx(variances[:2] / variances.sum(), abs=1e-8)
    for loading, variance in zip(components.loadings, variances[:2], strict=True):
        # An eigenvector, of length 1, whatever others share its variance.
        assert filled.T @ filled @ loading == pytest.approx(variance * loading, abs=1e-7)
        assert np.linalg.norm(loading) == pytest.approx(1 if variance > 1e-7 * variances.sum() else 0, abs=1e-9)


@settings(max_examples=60)
@given(TABLES)
def test_positions_are_the_projection_lengthened_for_few_votes(table: Table) -> None:
    table = drop_silent(table)
    assume(len(table) > 0)
    _, components, positions = place(table)
    assert positions == pytest.approx(np.array(project(table, components.loadings)), abs=1e-9)


def test_a_missing_vote_is_not_kept_and_a_vote_on_the_mean_is() -> None:
    votes = get_votes(*list_votes([[1, None], [0, 1], [-1, None]]))
    centred = build_centred(votes, get_mean(votes))
    assert centred.nnz == 4
    assert centred.toarray().tolist() == [[1, 0], [0, 0], [-1, 0]]


def test_the_largest_loading_of_each_component_is_positive() -> None:
    _, components, _ = place([[-1, 1, 1], [-1, 1, 0], [1, -1, 0], [0, -1, -1], [1, 1, -1]])
    for loading in components.loadings:
        assert loading[np.argmax(np.abs(loading))] > 0


def test_opinions_that_differ_in_one_direction_only_have_one_component() -> None:
    _, components, positions = place([[1, -1], [1, -1], [-1, 1]])
    assert components.explained.tolist() == pytest.approx([1, 0])
    assert components.loadings[1].tolist() == [0, 0]
    assert positions[:, 1].tolist() == [0, 0, 0]


def test_votes_that_do_not_differ_explain_nothing() -> None:
    _, components, positions = place([[1, -1], [1, -1]])
    assert np.isnan(components.explained).all()
    assert positions.tolist() == [[0, 0], [0, 0]]


def test_rows_are_added_in_blocks_without_changing_the_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    table: Table = [[1, -1, 0], [1, None, 1], [-1, 1, 0], [None, 1, -1], [0, 0, 1]]
    _, whole, _ = place(table)
    monkeypatch.setattr(module, "BLOCK", 2)
    _, blocks, _ = place(table)
    assert blocks.loadings == pytest.approx(whole.loadings, abs=1e-12)


def test_fingerprints_are_the_same_for_the_same_votes_and_others_for_others() -> None:
    table: Table = [[1, 0, None], [1, 0, None], [1, None, 0], [0, 1, None], [1, 0, 0], [1, None, None]]
    prints = get_fingerprints(get_votes(*list_votes(table))).tolist()
    assert prints[0] == prints[1]
    assert len(set(prints)) == 5
