"""The scales on which a line is fitted, and on which a value's standard error is stated."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.results import Floats

type Transform = bool | Literal["none", "log", "logit"]


class ValueKind(StrEnum):
    """What a value is, which says on which scale it is taken to be normally distributed."""

    RATE = "rate"
    PROPORTION = "proportion"
    OTHER = "other"


@dataclass(frozen=True)
class Scale:
    """A scale: to it, back from it, and how fast a value changes along it. `missing` says what it does not hold."""

    name: Literal["none", "log", "logit"]
    forward: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]
    derivative: Callable[[Floats], Floats]
    missing: str


def _get_odds_log(values: Floats) -> Floats:
    return np.log(values / (1 - values))


def _get_proportion(logits: Floats) -> Floats:
    return 1 / (1 + np.exp(-logits))


PLAIN = Scale("none", np.positive, np.positive, np.ones_like, "")
LOG = Scale("log", np.log, np.exp, np.positive, "A rate or a bound of zero has no logarithm.")
LOGIT = Scale(
    "logit", _get_odds_log, _get_proportion, lambda p: p * (1 - p), "A proportion or a bound of 0 or 1 has no logit."
)
SCALES = {ValueKind.RATE: LOG, ValueKind.PROPORTION: LOGIT, ValueKind.OTHER: PLAIN}


def get_fitting_scale(kind: ValueKind, transform: Transform) -> Scale:
    """Return the scale of the line.

    Raises
    ------
    ValueError
        The transform is unknown, or does not go with the kind of value.
    """
    own = SCALES[kind]
    # Python takes 0 and 1 for False and True, and so do we.
    if transform in {False, "none"}:
        return PLAIN
    if own is PLAIN or transform not in {True, own.name}:
        fits = 'only "none"' if own is PLAIN else f'"none" or "{own.name}"'
        raise ValueError(f"transform: {transform!r} does not go with values of kind {kind.value}; {fits} does")
    return own


def can_hold(scale: Scale, values: Floats) -> NDArray[np.bool_]:
    """Return which values have a place on the scale; a missing one has."""
    if scale is PLAIN:
        return np.ones(values.shape, dtype=bool)
    return ~(values <= 0) if scale is LOG else ~((values <= 0) | (values >= 1))
