"""Groups of participants of like opinion, from votes of which most are missing."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Codes, Groups
from fiftysteps.stats.opinion.clusters import Clusters, get_clusters
from fiftysteps.stats.opinion.components import (
    Components,
    build_centred,
    get_components,
    get_mean,
    get_positions,
)
from fiftysteps.stats.opinion.results import OpinionGroup, OpinionGroups, OpinionStatements
from fiftysteps.stats.opinion.statements import check_rate, describe
from fiftysteps.stats.opinion.votes import Votes, get_votes
from fiftysteps.stats.results import Floats, Words

METHOD = "two principal components, projection scaled for few votes, k-means of base clusters chosen by silhouette"
# Polis's published rule: with fewer votes everybody stands near everybody.
MINIMUM_VOTES = 7
# Any number would do. It is fixed, so that the same votes give the same groups tomorrow.
SEED = 1
NO_VOTES = "There are no votes."
ONE_STATEMENT = "There is one statement only; groups need two at least."
NO_DIFFERENCE = "Everybody who voted on a statement voted the same."
ONE_PLACE = "All participants with enough votes stand in one place."


def opinion_groups(
    participant: ArrayLike | Groups,
    statement: ArrayLike | Groups,
    vote: ArrayLike,
    *,
    time: ArrayLike | None = None,
    minimum_votes: int = MINIMUM_VOTES,
    minimum_size: int = 1,
    false_discovery_rate: float = 0.1,
    seed: int = SEED,
) -> OpinionGroups:
    """Find groups of participants who vote alike, the statements that tell the groups apart, and those that all share.

    Parameters
    ----------
    participant, statement : array_like, shape (n,)
        The labels of who voted, and on what: numbers or texts. Statements that are not to count are left out.
    vote : array_like, shape (n,)
        1 agree, -1 disagree, 0 pass. What a participant has not seen has no vote.
    time : array_like of numbers or times, shape (n,), keyword-only
        When each vote was cast. Of votes of one participant on one statement the latest counts; without times, the last
        as given.
    minimum_votes : int, keyword-only
        The votes needed for a place in a group, or as many as there are statements where these are fewer. The votes of
        people with fewer count in means, components and totals, and they are given a position.
    minimum_size : int, keyword-only
        A division into groups one of which has fewer people than this is not chosen, so that nobody can be found in a
        group that is published.
    false_discovery_rate : float, keyword-only
        The share of statements among those called distinctive that may be so by chance, between 0 and 1.
    seed : int, keyword-only
        From which the starts of k-means are drawn; 0 or more.

    Returns
    -------
    OpinionGroups
        Participants and statements are sorted by label; groups are numbered from 1, the largest first, equal ones from
        left to right and then from below. With fewer than two statements, votes that do not differ, all participants
        with enough votes in one place, or a group that is too small in every division there are no groups, and `reason`
        says which.

    Raises
    ------
    ValueError
        A vote is not 1, -1 or 0; a label or time is missing; lengths differ; two different votes of a participant on a
        statement bear the same time; `minimum_votes` or `minimum_size` is below 1, the rate not between 0 and 1, or the
        seed negative. Faults of votes are named together, with their elements.

    Notes
    -----
    The method is that of [1]_.

    1. A missing vote is filled with its statement's mean and the means are taken off, so it becomes zero. The
       components are the two leading eigenvectors of the statements' cross-product of this sparse matrix: exact, where
       the published service iterates. Of each component the largest loading is positive.
    2. A participant stands at sqrt(statements / votes cast) times the projection of their row.
    3. Up to 100 base clusters by k-means (where participants stand in no more places, each place is one). Their
       centres, weighted by their members, are divided by k-means into k groups, for k = 2 to 2 + base clusters / 12,
       5 at most. The k with the highest mean silhouette [2]_ counts, of those without a group smaller than
       `minimum_size`: that of people, each standing at the centre of their base cluster.
    4. Statements are tested as in `opinion_statements`.

    The same votes in another order, or of participants named otherwise, give the same groups to the last digit: sums
    are taken in an order that depends on the votes alone. Only repeat votes without times depend on the order in which
    they are given. With more than 100 base clusters, people between two groups can change theirs with the seed.

    Differences on purpose from the published service, as its published conversations show it: some of its divisions are
    not the best by their own measure; here the best of 20 starts counts. It takes a statement that moderators took out
    for one that everybody has seen, which shortens the distances; here it is left out (to meet its figures, give a pass
    of everybody on it). Some people in its groups have fewer votes than its rule asks; here the rule is all.

    References
    ----------
    .. [1] Small C, Bjorkegren M, Erkkilä T, Shaw L, Megill C (2021). Polis: scaling deliberation by mapping high
       dimensional opinion spaces. Recerca: Revista de Pensament i Anàlisi 26(2).
    .. [2] Rousseeuw PJ (1987). Silhouettes: a graphical aid to the interpretation and validation of cluster analysis.
       Journal of Computational and Applied Mathematics 20: 53-65.

    Examples
    --------
    Seven people voted on four statements: parks are for all; close the road; widen the road; plant trees.

    >>> votes = {
    ...     "Ada": [1, 1, -1, 1], "Ben": [1, 1, -1, 1], "Cem": [1, 1, -1, 0], "Dee": [1, 1, -1, 1],
    ...     "Eve": [1, -1, 1, 1], "Flo": [1, -1, 1, 1], "Gil": [1, -1, 1, 0],
    ... }
    >>> people = [name for name in votes for _ in range(4)]
    >>> asked = ["parks", "close", "widen", "trees"] * 7
    >>> result = opinion_groups(people, asked, [vote for own in votes.values() for vote in own])
    >>> for group in result.groups:
    ...     names = result.participants[result.group == group.number]
    ...     first = group.representatives[0]
    ...     print(f"{', '.join(names)}: {first.count} of {first.seen} {first.stance} with {first.statement!r}")
    Ada, Ben, Cem, Dee: 4 of 4 agree with 'close'
    Eve, Flo, Gil: 3 of 3 agree with 'widen'
    >>> print(f"All groups agree with {', '.join(result.statements.consensus_agree)}")
    All groups agree with parks, trees
    """
    check_arguments(minimum_votes, minimum_size, false_discovery_rate, seed)
    votes = get_votes(participant, statement, vote, time)
    cast = votes.count_by_participant()
    minimum = min(minimum_votes, len(votes.statements))
    components, positions = _place(votes)
    enough = cast >= minimum
    reason = _find_reason(votes, components, positions[enough], minimum)
    clusters = None if reason else get_clusters(positions[enough], seed, minimum_size)
    reason = reason or ("" if clusters else f"Every division has a group of fewer than {minimum_size} people.")
    base, group = _number(clusters, enough)
    count = len(clusters.centres) if clusters else 0
    sizes = np.bincount(group, minlength=count + 1)[1:]
    statements = describe(votes, group - 1, np.arange(1, count + 1), sizes, false_discovery_rate)
    return OpinionGroups(
        participants=votes.participants,
        votes_cast=cast,
        positions=positions,
        base=base,
        group=group,
        note=_write_notes(enough, minimum, reason),
        components=components,
        base_centres=clusters.base_centres if clusters else np.empty((0, 2)),
        base_sizes=clusters.base_sizes if clusters else np.empty(0, np.int64),
        base_groups=clusters.group + 1 if clusters else np.empty(0, np.int64),
        groups=_list_groups(clusters, statements),
        silhouettes=clusters.silhouettes if clusters else {},
        statements=statements,
        minimum_votes=minimum,
        repeats=votes.repeats,
        seed=seed,
        method=METHOD,
        reason=reason,
    )


def check_arguments(minimum_votes: int, minimum_size: int, false_discovery_rate: float, seed: int) -> None:
    """Raise ValueError unless a vote and a person are asked for, the rate is one, and the seed is not negative."""
    check_rate(false_discovery_rate)
    if minimum_votes < 1:
        raise ValueError(f"minimum_votes: {minimum_votes} is fewer than one")
    if minimum_size < 1:
        raise ValueError(f"minimum_size: {minimum_size} is fewer than one")
    if seed < 0:
        raise ValueError(f"seed: {seed} is negative")


def _place(votes: Votes) -> tuple[Components, Floats]:
    if not len(votes.value):
        return Components(np.empty(0), np.empty((2, 0)), np.full(2, np.nan)), np.empty((0, 2))
    mean = get_mean(votes)
    centred = build_centred(votes, mean)
    components = get_components(votes, mean, centred)
    return components, get_positions(votes, centred, components)


def _find_reason(votes: Votes, components: Components, positions: Floats, minimum: int) -> str:
    if not len(votes.value):
        return NO_VOTES
    if len(votes.statements) < 2:
        return ONE_STATEMENT
    if np.isnan(components.explained).any():
        return NO_DIFFERENCE
    if len(positions) < 2:
        return f"{'One participant' if len(positions) else 'No participant'} cast {minimum} votes or more."
    return ONE_PLACE if (positions == positions[0]).all() else ""


def _number(clusters: Clusters | None, enough: NDArray[np.bool_]) -> tuple[Codes, Codes]:
    """Return the base cluster and group of each participant, from 1, 0 where they are in none."""
    base, group = np.zeros((2, len(enough)), dtype=np.int64)
    if clusters:
        base[enough] = clusters.base + 1
        group[enough] = clusters.group[clusters.base] + 1
    return base, group


def _write_notes(enough: NDArray[np.bool_], minimum: int, reason: str) -> Words:
    few = "No vote." if minimum == 1 else f"Fewer than {minimum} votes."
    return np.where(enough, reason, few)


def _list_groups(clusters: Clusters | None, statements: OpinionStatements) -> tuple[OpinionGroup, ...]:
    if not clusters:
        return ()
    centres, sizes = clusters.centres.tolist(), statements.sizes.tolist()
    return tuple(
        OpinionGroup(number, size, x, y, found)
        for number, (size, (x, y), found) in enumerate(
            zip(sizes, centres, statements.representatives, strict=True), start=1
        )
    )
