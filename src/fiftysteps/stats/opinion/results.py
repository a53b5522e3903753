"""What the methods on opinion groups give back."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.groups import Codes
from fiftysteps.stats.opinion.components import Components
from fiftysteps.stats.results import Floats, Words

type Labels = NDArray[np.generic]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Stance:
    """How far each group, and everybody, agrees (or disagrees) with each statement.

    Attributes
    ----------
    count : ndarray of int, shape (g, s)
        Members of the group who agreed (or disagreed).
    proportion : ndarray of float, shape (g, s)
        (count + 1) / (seen + 2).
    proportion_z : ndarray of float, shape (g, s)
        The test that more than half of the group would.
    ratio : ndarray of float, shape (g, s)
        The group's proportion by that of all other groups together.
    z : ndarray of float, shape (g, s)
        The two-proportion test that the group does so more than the others, as published.
    p_value, p_adjusted : ndarray of float, shape (g, s)
        One-sided, of the two-proportion test without pseudo-counts; plain, and adjusted for all tests of the result.
    is_representative : ndarray of bool, shape (g, s)
        Both z exceed 1.2816.
    is_distinctive : ndarray of bool, shape (g, s)
        `proportion_z` exceeds 1.2816, and `p_adjusted` is at most the rate of false discoveries.
    consensus : ndarray of float, shape (s,)
        The product of `proportion` over the groups: near 1 only where no group stands apart.
    overall_count, overall_proportion, overall_z : ndarray, shape (s,)
        The same of everybody who voted, also of those in no group.
    is_consensus : ndarray of bool, shape (s,)
        `overall_z` exceeds 1.2816, and every group's proportion exceeds a half.

    `ratio`, `z` and the p-values are not a number where the group or all others have not seen the statement.
    """

    count: Codes
    proportion: Floats
    proportion_z: Floats
    ratio: Floats
    z: Floats
    p_value: Floats
    p_adjusted: Floats
    is_representative: Flags
    is_distinctive: Flags
    consensus: Floats
    overall_count: Codes
    overall_proportion: Floats
    overall_z: Floats
    is_consensus: Flags


@dataclass(frozen=True)
class Representative:
    """A statement that tells a group apart.

    Attributes
    ----------
    statement : object
        Its label.
    stance : str
        "agree" or "disagree": what the group does more than the others.
    count, seen : int
        Members who did, of how many who voted on it.
    proportion, ratio, proportion_z, z, p_adjusted : float
        As in `Stance`.
    is_distinctive : bool
        Whether it stands also after the adjustment for many tests.
    """

    statement: object
    stance: str
    count: int
    seen: int
    proportion: float
    ratio: float
    proportion_z: float
    z: float
    p_adjusted: float
    is_distinctive: bool


@dataclass(frozen=True, eq=False)
class OpinionStatements:
    """What groups of participants say to each statement.

    Attributes
    ----------
    statements : ndarray, shape (s,)
        The labels, sorted.
    groups : ndarray, shape (g,)
        The labels of the groups.
    sizes : ndarray of int, shape (g,)
        Their members.
    seen : ndarray of int, shape (g, s)
        Members who voted on the statement, passes among them.
    overall_seen : ndarray of int, shape (s,)
        Everybody who voted on it.
    agree, disagree : Stance
    representatives : tuple of tuple of Representative
        For each group its representative statements, the strongest first.
    consensus_agree, consensus_disagree : tuple
        The labels of the statements with which all groups agree (or disagree), the strongest first.
    spread : ndarray of float, shape (s,)
        The largest less the smallest proportion of agreement over the groups.
    is_split : ndarray of bool, shape (s,)
        One group mostly agrees and another mostly disagrees: both `proportion_z` exceed 1.2816.
    split : tuple
        The labels of those statements, the widest spread first.
    false_discovery_rate : float
    method : str
    """

    statements: Labels
    groups: Labels
    sizes: Codes
    seen: Codes
    overall_seen: Codes
    agree: Stance
    disagree: Stance
    representatives: tuple[tuple[Representative, ...], ...]
    consensus_agree: tuple[object, ...]
    consensus_disagree: tuple[object, ...]
    spread: Floats
    is_split: Flags
    split: tuple[object, ...]
    false_discovery_rate: float
    method: str


@dataclass(frozen=True)
class OpinionGroup:
    """One group of participants.

    Attributes
    ----------
    number : int
        From 1, the largest group first.
    size : int
        Its members.
    x, y : float
        Where its centre stands.
    representatives : tuple of Representative
        The statements that tell it apart, the strongest first.
    """

    number: int
    size: int
    x: float
    y: float
    representatives: tuple[Representative, ...]


@dataclass(frozen=True, eq=False)
class OpinionGroups:
    """Participants in groups of like opinion, and what tells the groups apart.

    Attributes
    ----------
    participants : ndarray, shape (p,)
        The labels, sorted.
    votes_cast : ndarray of int, shape (p,)
        On how many statements each voted.
    positions : ndarray of float, shape (p, 2)
        Where each stands; the unit is one vote per square root of statements.
    base, group : ndarray of int, shape (p,)
        The numbers of their base cluster and group from 1; 0 where they are in none.
    note : ndarray of str, shape (p,)
        Why a participant is in no group, as a sentence; empty where in one.
    components : Components
        The mean vote on each statement, the two components and the share of variance that each explains.
    base_centres : ndarray of float, shape (b, 2)
    base_sizes : ndarray of int, shape (b,)
    base_groups : ndarray of int, shape (b,)
        The group of each base cluster, from 1.
    groups : tuple of OpinionGroup
        The largest first; empty where there are none.
    silhouettes : mapping of int to float
        The mean silhouette for each number of groups tried; the highest chose.
    statements : OpinionStatements
        What groups, and everybody, say to each statement.
    minimum_votes : int
        The votes needed for a place in a group.
    repeats : int
        Votes that a later vote of the same participant on the same statement replaced.
    seed : int
    method : str
    reason : str
        Why there are no groups, as a sentence; empty where there are.
    """

    participants: Labels
    votes_cast: Codes
    positions: Floats
    base: Codes
    group: Codes
    note: Words
    components: Components
    base_centres: Floats
    base_sizes: Codes
    base_groups: Codes
    groups: tuple[OpinionGroup, ...]
    silhouettes: Mapping[int, float]
    statements: OpinionStatements
    minimum_votes: int
    repeats: int
    seed: int
    method: str
    reason: str
