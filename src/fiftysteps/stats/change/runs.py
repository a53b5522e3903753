"""Runs of equal neighbours along a series, without a loop."""

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.groups import Codes


def get_run_lengths(state: NDArray[np.generic], segment: Codes) -> Codes:
    """Return for each row the length of the run of equal states in its segment that it stands in, shape (n,).

    Parameters
    ----------
    state : ndarray, shape (n,)
        What has to stay equal for a run to go on.
    segment : ndarray of int, shape (n,)
        The segment of each row; rows of a segment stand together. No run crosses from one to the next.
    """
    if not len(state):
        return np.zeros(0, dtype=np.int64)
    heads = np.ones(len(state), dtype=bool)
    heads[1:] = (state[1:] != state[:-1]) | (segment[1:] != segment[:-1])
    run = np.cumsum(heads) - 1
    return np.asarray(np.bincount(run)[run])
