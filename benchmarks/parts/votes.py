"""Votes with planted groups of opinion, the same for every contestant."""

import numpy as np

GROUPS = 3


def make_votes(*, people: int, statements: int, votes: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return who voted, on what and how (1, 0, -1). Each group of people leans its own way on each statement."""
    generator = np.random.default_rng(seed)
    # More than asked for, since a person votes on a statement once.
    cells = np.unique(generator.integers(0, people * statements, int(votes * 1.3)))
    cells = generator.permutation(cells)[:votes]
    person, statement = np.divmod(cells, statements)
    leaning = generator.uniform(-1, 1, (GROUPS, statements))
    drawn = generator.normal(2 * leaning[person % GROUPS, statement], 1)
    return person, statement, np.clip(np.rint(drawn), -1, 1).astype(np.int64)
