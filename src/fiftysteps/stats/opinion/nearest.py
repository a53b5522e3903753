"""To which group one person's votes are nearest, without counting that person."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.opinion.grouping import MINIMUM_VOTES
from fiftysteps.stats.opinion.votes import AGREE, DISAGREE, PASS
from fiftysteps.stats.results import Floats

# Nearer to one centre than 0.8 times the way to the next: with fewer, another vote or two would change the answer.
CLEARLY = 0.8


@dataclass(frozen=True, eq=False)
class NearestGroup:
    """Where one person stands among groups that were found before.

    Attributes
    ----------
    group : int
        The number of the nearest group from 1; 0 where none is clearly the nearest.
    position : ndarray of float, shape (2,)
    distances : ndarray of float, shape (k,)
        To the centre of each group.
    votes : int
        How many statements the person voted on.
    note : str
        Why no group is named, as a sentence; empty where one is.
    """

    group: int
    position: Floats
    distances: Floats
    votes: int
    note: str


def nearest_group(
    vote: ArrayLike,
    *,
    mean: ArrayLike,
    loadings: ArrayLike,
    centres: ArrayLike,
    minimum_votes: int = MINIMUM_VOTES,
) -> NearestGroup:
    """Say to which of the groups that `opinion_groups` found one person's votes are nearest.

    Parameters
    ----------
    vote : array_like of float, shape (s,)
        1 agree, -1 disagree, 0 pass, not a number where there is no vote.
    mean : array_like of float, shape (s,), keyword-only
        The mean vote on each statement, as in `Components`.
    loadings : array_like of float, shape (2, s), keyword-only
        The components.
    centres : array_like of float, shape (k, 2), keyword-only
        The centre of each group, the first group first; there are two at least.
    minimum_votes : int, keyword-only
        The votes needed for an answer, or as many as there are statements where these are fewer.

    Returns
    -------
    NearestGroup
        `group` is 0, and `note` says why, where there are too few votes, or where the person stands in between: not
        nearer to one centre than 0.8 times the distance to the next.

    Raises
    ------
    ValueError
        A vote is none of those, shapes do not fit, or there are fewer than two groups.

    Notes
    -----
    The person is placed as `opinion_groups` places its participants [1]_: at sqrt(statements / votes cast) times the
    projection of their centred votes. Nothing about the groups changes.

    References
    ----------
    .. [1] Small C, Bjorkegren M, Erkkilä T, Shaw L, Megill C (2021). Polis: scaling deliberation by mapping high
       dimensional opinion spaces. Recerca: Revista de Pensament i Anàlisi 26(2).

    Examples
    --------
    >>> groups = {"mean": [0.9, 0.1], "loadings": [[0, 1], [1, 0]], "centres": [[1.2, 0], [-1.4, 0]]}
    >>> found = nearest_group([1, 1], **groups)
    >>> print(f"Nearest to group {found.group} of {len(found.distances)}")
    Nearest to group 1 of 2
    >>> print(nearest_group([1, 0], **groups).note)
    These votes stand in between: no group is clearly the nearest.
    """
    votes, means, directions, places = (np.asarray(each, float) for each in (vote, mean, loadings, centres))
    _check(votes, means, directions, places)
    cast = ~np.isnan(votes)
    number, needed = int(cast.sum()), min(minimum_votes, votes.size)
    centred = np.where(cast, votes - means, 0.0)
    position = directions @ centred * np.sqrt(votes.size / max(number, 1))
    distances = np.hypot(*(places - position).T)
    nearest, second = np.sort(distances)[:2]
    note = ""
    if number < needed:
        note = f"{number} of the {needed} votes that are needed were cast."
    elif nearest > CLEARLY * second:
        note = "These votes stand in between: no group is clearly the nearest."
    return NearestGroup(0 if note else int(np.argmin(distances)) + 1, position, distances, number, note)


def _check(votes: Floats, means: Floats, directions: Floats, places: Floats) -> None:
    faulty = votes[~np.isnan(votes) & ~np.isin(votes, (AGREE, PASS, DISAGREE))]
    if faulty.size:
        raise ValueError(f"vote: {faulty[0]:g} is not 1 (agree), -1 (disagree) or 0 (pass)")
    if votes.ndim != 1 or means.shape != votes.shape or directions.shape != (2, votes.size):
        shapes = f"{votes.shape}, {means.shape} and {directions.shape}"
        raise ValueError(f"vote, mean and loadings: the shapes {shapes} do not fit one another")
    if places.ndim != 2 or places.shape[1] != 2 or len(places) < 2:
        raise ValueError(
            f"centres: two groups at least, each with two numbers, are needed; the shape is {places.shape}"
        )
