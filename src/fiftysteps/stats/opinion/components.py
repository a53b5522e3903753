"""Where participants stand: two principal components of votes of which most are missing."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.opinion.votes import Votes
from fiftysteps.stats.results import Floats

COMPONENTS = 2
# Loadings and variances that differ by less than this share are equal but for rounding.
ROUNDING = 1e-9
# So many rows stay in the processor's cache while they are multiplied: three times as fast as all at once.
BLOCK = 5000


@dataclass(frozen=True, eq=False)
class Components:
    """The two directions in which opinions differ most.

    Attributes
    ----------
    mean : ndarray of float, shape (s,)
        The mean vote on each statement, passes counting as 0.
    loadings : ndarray of float, shape (2, s)
        The components, of length 1, or 0 where opinions do not differ in so many directions.
    explained : ndarray of float, shape (2,)
        The share of the variance that each component explains; not a number where there is no variance.
    """

    mean: Floats
    loadings: Floats
    explained: Floats


def get_mean(votes: Votes) -> Floats:
    """Return the mean vote on each statement. Sums of whole numbers are the same in any order."""
    return np.bincount(votes.column, weights=votes.value, minlength=len(votes.statements)) / votes.count_by_statement()


def build_centred(votes: Votes, mean: Floats) -> Any:
    """Return votes less their statement's mean as a sparse matrix, shape (p, s).

    A missing vote, filled with the mean, becomes a zero that need not be kept.
    """
    from scipy.sparse import csr_array  # imported on first use: it costs more than all the rest of this room

    starts = np.append(0, np.cumsum(votes.count_by_participant()))
    shape = (len(votes.participants), len(votes.statements))
    return csr_array((votes.value - mean[votes.column], votes.column, starts), shape=shape)


def get_components(votes: Votes, mean: Floats, centred: Any) -> Components:
    """Return the two leading eigenvectors of the statements' cross-product."""
    from scipy.linalg import eigh

    product = _get_cross_product(votes, centred)
    number = len(product)
    found = min(COMPONENTS, number)
    variances, vectors = eigh(product, subset_by_index=[number - found, number - 1])
    total = float(np.trace(product))
    loadings, explained = np.zeros((COMPONENTS, number)), np.zeros(COMPONENTS)
    for i in range(found):
        if variances[-1 - i] > ROUNDING * total:
            loadings[i] = _turn(vectors[:, -1 - i])
            explained[i] = variances[-1 - i] / total
    return Components(mean, loadings, explained if total > 0 else np.full(COMPONENTS, np.nan))


def get_positions(votes: Votes, centred: Any, components: Components) -> Floats:
    """Return where each participant stands, shape (p, 2).

    The projection of few votes is short; it is lengthened by the square root of statements per vote cast.
    """
    scale = np.sqrt(len(votes.statements) / votes.count_by_participant())
    # Zero is added because -0.0 and 0.0 are one place.
    return np.asarray(centred @ components.loadings.T) * scale[:, None] + 0.0


def get_fingerprints(votes: Votes) -> NDArray[np.uint64]:
    """Return a number for each participant that depends on their votes alone, shape (p,).

    Each possible vote has a random number of 64 bits, and a participant the sum of theirs: the same votes have the same
    fingerprint, and others another, but for one chance in 2^64.
    """
    # The raw stream of a bit generator is the one that NumPy promises never to change.
    keys = np.random.PCG64(0).random_raw(3 * len(votes.statements))
    own = keys[3 * votes.column.astype(np.int64) + votes.value + 1]
    count = votes.count_by_participant()
    return np.add.reduceat(own, np.cumsum(count) - count)


def _get_cross_product(votes: Votes, centred: Any) -> Floats:
    # Rows are added in an order that depends on their votes alone: sums of floats depend on it in their last digit.
    order = np.argsort(get_fingerprints(votes))
    product = np.zeros((len(votes.statements), len(votes.statements)))
    for start in range(0, len(order), BLOCK):
        rows = centred[order[start : start + BLOCK]]
        product += (rows.T @ rows).toarray()
    return product


def _turn(vector: Floats) -> Floats:
    """Return the vector or its opposite, so that its largest loading is positive, the first one where several are."""
    size = np.abs(vector)
    largest = int(np.argmax(size >= size.max() * (1 - ROUNDING)))
    return vector if vector[largest] > 0 else -vector
