"""What groups of participants say to each statement: what tells them apart, and what all share."""

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.groups import Codes, Groups, get_groups
from fiftysteps.stats.opinion.results import Flags, OpinionStatements, Representative, Stance
from fiftysteps.stats.opinion.testing import (
    adjust_p_values,
    get_difference_z,
    get_proportion,
    get_proportion_z,
    get_upper_tail,
)
from fiftysteps.stats.opinion.votes import (
    AGREE,
    DISAGREE,
    Labels,
    Votes,
    find_missing,
    get_votes,
    name_elements,
    number_sorted,
)
from fiftysteps.stats.results import Floats

METHOD = "proportions with pseudo-counts, two-proportion tests, Benjamini-Hochberg"
# One-sided 90%, as Polis publishes it.
Z_REQUIRED = 1.2816


def opinion_statements(
    participant: ArrayLike | Groups,
    statement: ArrayLike | Groups,
    vote: ArrayLike,
    *,
    member: ArrayLike,
    group: ArrayLike,
    time: ArrayLike | None = None,
    false_discovery_rate: float = 0.1,
) -> OpinionStatements:
    """Describe given groups of participants by the statements that tell them apart and those that all share.

    Parameters
    ----------
    participant, statement : array_like, shape (n,)
        The labels of who voted, and on what.
    vote : array_like, shape (n,)
        1 agree, -1 disagree, 0 pass.
    member : array_like, shape (m,), keyword-only
        The labels of the participants who are in a group, each once. Who is left out is in none, and counts among
        everybody only. Who has not voted counts in the size of the group only.
    group : array_like, shape (m,), keyword-only
        The label of each member's group; there are two groups at least.
    time : array_like of numbers or times, shape (n,), keyword-only
        When each vote was cast. Of votes of one participant on one statement the latest counts; without times, the last
        as given.
    false_discovery_rate : float, keyword-only
        The share of statements among those called distinctive that may be so by chance, between 0 and 1.

    Returns
    -------
    OpinionStatements
        Statements and groups are sorted by label.

    Raises
    ------
    ValueError
        A vote is not 1, -1 or 0; a label or time is missing; lengths differ; two different votes of a participant on a
        statement bear the same time; a member is named twice, or none of them has voted; there are fewer than two
        groups; the rate does not lie between 0 and 1. Faults of votes are named together, with their elements.

    Notes
    -----
    Of n members who saw a statement (voted on it, a pass being a vote) a agreed; of m members of the other groups b
    did. As published [1]_:

    * proportion = (a + 1) / (n + 2); ratio = that by (b + 1) / (m + 2);
    * proportion_z = 2 sqrt(n + 1) ((a + 1) / (n + 1) - 1/2);
    * z = (p - q) / sqrt(r (1 - r) (1 / (n + 1) + 1 / (m + 1))), where p = (a + 1) / (n + 1), q = (b + 1) / (m + 1) and
      r = (a + b + 2) / (n + m + 2);
    * a statement is representative of the group when both z exceed 1.2816, and the strongest have the largest product
      of proportion, proportion_z, ratio and z;
    * consensus = the product of (a + 1) / (n + 2) over all groups.

    The same with those who disagreed. The publisher shows at most five statements for each group; here all are given.

    The adjusted p-value [2]_ is that of the pooled two-proportion test *without* pseudo-counts, because one more who
    agrees on each side favours the smaller side: a small group would seem to agree more where nothing differs. The
    tests of both stances, all groups and all statements are one family. Groups that were made from these same votes
    differ because they were made to: then the p-values rank statements, and prove nothing about other people.

    Differences on purpose: where the group or all others have not seen a statement, ratio, z and p-value are missing,
    while the published formulas give a number.

    References
    ----------
    .. [1] Small C, Bjorkegren M, Erkkilä T, Shaw L, Megill C (2021). Polis: scaling deliberation by mapping high
       dimensional opinion spaces. Recerca: Revista de Pensament i Anàlisi 26(2).
    .. [2] Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate: a practical and powerful approach to
       multiple testing. Journal of the Royal Statistical Society, Series B 57: 289-300.

    Examples
    --------
    Ten people on a street, five at each end, were asked whether the road should be closed to cars.

    >>> people = list(range(10))
    >>> votes = [1, 1, 1, 1, 1, -1, -1, -1, -1, 0]
    >>> ends = ["north"] * 5 + ["south"] * 5
    >>> result = opinion_statements(people, ["close the road"] * 10, votes, member=people, group=ends)
    >>> for end, found in zip(result.groups, result.representatives):
    ...     print(f"{end}: {found[0].count} of {found[0].seen} {found[0].stance} (z {found[0].z:.2f})")
    north: 5 of 5 agree (z 2.93)
    south: 4 of 5 disagree (z 2.31)
    >>> print(f"Is it a statement that splits? {result.is_split[0]}")
    Is it a statement that splits? True
    """
    check_rate(false_discovery_rate)
    votes = get_votes(participant, statement, vote, time)
    members, groups = _read_members(member, group)
    labels, numbers = number_sorted(groups)
    if len(labels) < 2:
        raise ValueError(f"group: two groups at least are needed to compare, and there are {len(labels)}")
    place = {label: i for i, label in enumerate(votes.participants.tolist())}
    found = np.array([place.get(label, -1) for label in members.tolist()])
    if (found < 0).all():
        raise ValueError("member: none of them has voted; labels of members and of participants must be of one kind")
    of_participant = np.full(len(votes.participants), -1)
    of_participant[found[found >= 0]] = numbers[found >= 0]
    sizes = np.bincount(numbers, minlength=len(labels))
    return describe(votes, of_participant, labels, sizes, false_discovery_rate)


def describe(votes: Votes, group: Codes, labels: Labels, sizes: Codes, rate: float) -> OpinionStatements:
    """Return what groups say. `group` is the number of each participant's group from 0, -1 where they are in none."""
    everybody = np.zeros(len(votes.participants), dtype=np.int64)
    seen, agreed, disagreed = _count(votes, group, len(labels))
    all_seen, all_agreed, all_disagreed = (table[0] for table in _count(votes, everybody, 1))
    p_values = np.stack([_get_p_values(count, seen) for count in (agreed, disagreed)])
    adjusted = adjust_p_values(p_values)
    agree = _build_stance(agreed, seen, all_agreed, all_seen, p_values[0], adjusted[0], rate)
    disagree = _build_stance(disagreed, seen, all_disagreed, all_seen, p_values[1], adjusted[1], rate)
    spread = np.ptp(agree.proportion, axis=0) if len(labels) else np.full(len(votes.statements), np.nan)
    is_split = np.asarray(
        (agree.proportion_z > Z_REQUIRED).any(axis=0) & (disagree.proportion_z > Z_REQUIRED).any(axis=0)
    )
    return OpinionStatements(
        statements=votes.statements,
        groups=labels,
        sizes=sizes,
        seen=seen,
        overall_seen=all_seen,
        agree=agree,
        disagree=disagree,
        representatives=tuple(_list_representatives(votes, seen, agree, disagree, g) for g in range(len(labels))),
        consensus_agree=_list_statements(votes, agree.is_consensus, agree.consensus),
        consensus_disagree=_list_statements(votes, disagree.is_consensus, disagree.consensus),
        spread=spread,
        is_split=is_split,
        split=_list_statements(votes, is_split, spread),
        false_discovery_rate=rate,
        method=METHOD,
    )


def check_rate(rate: float) -> None:
    """Raise ValueError unless the rate of false discoveries lies between 0 and 1."""
    if not 0 < rate < 1:
        raise ValueError(f"false_discovery_rate: {rate:g} does not lie between 0 and 1; write 10% as 0.1")


def _read_members(member: ArrayLike, group: ArrayLike) -> tuple[Labels, Groups]:
    members, labels = np.asarray(member), np.asarray(group)
    if members.ndim != 1 or labels.shape != members.shape:
        raise ValueError(f"group: labels of shape {labels.shape} do not fit members of shape {members.shape}")
    faults = [
        *name_elements("member", find_missing(members), lambda _: "the label is missing"),
        *name_elements("group", find_missing(labels), lambda _: "the label is missing"),
    ]
    if faults:
        raise ValueError("; ".join(faults))
    again = np.ones(len(members), dtype=bool)
    again[get_groups(members, len(members)).first] = False
    faults = name_elements("member", again, lambda i: f"{members[i]} is named a second time")
    if faults:
        raise ValueError("; ".join(faults))
    return members, get_groups(labels, len(labels))


def _count(votes: Votes, group: Codes, number: int) -> tuple[Codes, Codes, Codes]:
    """Return who saw, agreed and disagreed, each of shape (number, s)."""
    width = len(votes.statements)
    place = group[votes.row] * width + votes.column

    def tally(mask: Flags) -> Codes:
        return np.bincount(place[mask], minlength=number * width).reshape(number, width)

    grouped = group[votes.row] >= 0
    return tally(grouped), tally(grouped & (votes.value == AGREE)), tally(grouped & (votes.value == DISAGREE))


def _get_p_values(count: Codes, seen: Codes) -> Floats:
    z = get_difference_z(count, seen, count.sum(axis=0) - count, seen.sum(axis=0) - seen, added=0)
    return get_upper_tail(z)


def _build_stance(
    count: Codes, seen: Codes, all_count: Codes, all_seen: Codes, p_values: Floats, adjusted: Floats, rate: float
) -> Stance:
    others, others_seen = count.sum(axis=0) - count, seen.sum(axis=0) - seen
    proportion, proportion_z = get_proportion(count, seen), get_proportion_z(count, seen)
    z = get_difference_z(count, seen, others, others_seen, added=1)
    overall_z = get_proportion_z(all_count, all_seen)
    has_groups = len(count) > 0
    return Stance(
        count=count,
        proportion=proportion,
        proportion_z=proportion_z,
        ratio=np.where(np.isnan(z), np.nan, proportion / get_proportion(others, others_seen)),
        z=z,
        p_value=p_values,
        p_adjusted=adjusted,
        is_representative=(proportion_z > Z_REQUIRED) & (z > Z_REQUIRED),
        is_distinctive=(proportion_z > Z_REQUIRED) & (adjusted <= rate),
        consensus=proportion.prod(axis=0) if has_groups else np.full(len(all_seen), np.nan),
        overall_count=all_count,
        overall_proportion=get_proportion(all_count, all_seen),
        overall_z=overall_z,
        is_consensus=(overall_z > Z_REQUIRED) & (proportion > 0.5).all(axis=0) & has_groups,
    )


def _list_representatives(
    votes: Votes, seen: Codes, agree: Stance, disagree: Stance, group: int
) -> tuple[Representative, ...]:
    found: list[tuple[float, Representative]] = []
    labels = votes.statements.tolist()
    for name, stance in (("agree", agree), ("disagree", disagree)):
        strength = (stance.proportion * stance.proportion_z * stance.ratio * stance.z)[group]
        found += [
            (
                float(strength[i]),
                Representative(
                    statement=labels[i],
                    stance=name,
                    count=int(stance.count[group, i]),
                    seen=int(seen[group, i]),
                    proportion=float(stance.proportion[group, i]),
                    ratio=float(stance.ratio[group, i]),
                    proportion_z=float(stance.proportion_z[group, i]),
                    z=float(stance.z[group, i]),
                    p_adjusted=float(stance.p_adjusted[group, i]),
                    is_distinctive=bool(stance.is_distinctive[group, i]),
                ),
            )
            for i in np.flatnonzero(stance.is_representative[group]).tolist()
        ]
    return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0]))


def _list_statements(votes: Votes, mask: Flags, strength: Floats) -> tuple[object, ...]:
    order = np.argsort(-strength, kind="stable")
    return tuple(votes.statements[order[mask[order]]].tolist())
