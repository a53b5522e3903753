"""How far residents agree, weighted to who lives here."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from fiftysteps.engagement.opinions.ballots import Ballots
from fiftysteps.engagement.opinions.parts import Weighted

# Of fewer people a weighted share tells little, and something about them.
LEAST_WEIGHTED: Final = 30


def weigh_statements(
    ballots: Ballots, weights: Mapping[int, float], statements: Sequence[int]
) -> dict[int, Weighted | None]:
    """Return for each statement the weighted shares; nothing where fewer than thirty who have a weight voted on it."""
    if not weights:
        return dict.fromkeys(statements)
    people = np.fromiter(weights, np.int64, len(weights))
    order = np.argsort(people)
    people, values = people[order], np.fromiter(weights.values(), float, len(weights))[order]
    place = np.searchsorted(people, ballots.person).clip(max=len(people) - 1)
    weight = np.where(people[place] == ballots.person, values[place], 0.0)
    return {pk: _weigh(ballots, weight, pk) for pk in statements}


def _weigh(ballots: Ballots, weight: np.ndarray, statement: int) -> Weighted | None:
    # Sorted by person, so that the sums are the same in whatever order the votes were read.
    own = np.flatnonzero((ballots.statement == statement) & (weight > 0))
    own = own[np.argsort(ballots.person[own])]
    if len(own) < LEAST_WEIGHTED:
        return None
    heavy, votes = weight[own], ballots.vote[own]
    total = heavy.sum()
    return Weighted(
        agree=float(heavy[votes == 1].sum() / total),
        disagree=float(heavy[votes == -1].sum() / total),
        people=len(own),
        effective=float(total**2 / np.square(heavy).sum()),
    )
