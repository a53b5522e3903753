"""What a chart says, in words."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.change.spc_rules import UPWARD
from fiftysteps.stats.results import Floats, Words

NO_VALUE = "The value is missing."
RUN_CHART = "Fewer than 13 points: a run chart with a median and no limits, which cannot show common cause."
NO_TARGET = "The target is missing."
NO_SIDE = "Neither direction is an improvement, so the target is neither hit nor missed."


class Improvement(StrEnum):
    """Which direction is an improvement."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NONE = "none"


class Variation(StrEnum):
    """What a point says of the process: the variation icons of Making Data Count in words."""

    IMPROVING = "special cause improving"
    CONCERNING = "special cause concerning"
    NEITHER = "special cause neither"
    COMMON = "common cause"


class Assurance(StrEnum):
    """Whether a process as it is reaches its target: the assurance icons of Making Data Count in words."""

    HITS = "consistently hits"
    FAILS = "consistently fails"
    MIXED = "hit and miss"


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of each row's segment, and whether it has limits, all of shape (n,)."""

    mean: Floats
    lower: Floats
    upper: Floats
    median: Floats
    limited: NDArray[np.bool_]


def name_variation(rule: Words, lines: Lines, value: Floats, improvement: Improvement) -> Words:
    """Return the variation of each point, empty where none can be told."""
    upward, special = np.isin(rule, UPWARD), rule != ""
    if improvement is Improvement.NONE:
        named = np.where(special, str(Variation.NEITHER), "")
    else:
        improving = upward == (improvement is Improvement.INCREASE)
        named = np.where(special, np.where(improving, str(Variation.IMPROVING), str(Variation.CONCERNING)), "")
    common = ~special & lines.limited & ~np.isnan(value)
    return np.where(common, str(Variation.COMMON), named)


def name_assurance(lines: Lines, target: Floats, improvement: Improvement) -> Words:
    """Return the assurance of each point's segment, empty where none can be told."""
    judged = lines.limited & ~np.isnan(target) & (improvement is not Improvement.NONE)
    if improvement is Improvement.DECREASE:
        hits, fails = lines.upper <= target, lines.lower > target
    else:
        hits, fails = lines.lower >= target, lines.upper < target
    words = np.select([hits, fails], [str(Assurance.HITS), str(Assurance.FAILS)], default=str(Assurance.MIXED))
    return np.where(judged, words, "")


def name_reasons(lines: Lines, value: Floats, target: Floats, improvement: Improvement, *, asked: bool) -> Words:
    """Return why something is missing at each point; `asked` says whether a target was given at all."""
    holds = [
        (NO_VALUE, np.isnan(value)),
        (RUN_CHART, ~lines.limited),
        (NO_TARGET, np.isnan(target) & asked),
        (NO_SIDE, np.full(len(value), asked and improvement is Improvement.NONE)),
    ]
    reasons = np.full(len(value), "", dtype=object)
    for said, mask in holds:
        reasons[mask] += " " + said
    return np.asarray(np.char.lstrip(reasons.astype(str)))
