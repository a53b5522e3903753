"""How far two people who coded the same responses agree, code by code and over all."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fiftysteps.engagement.models import Code, CodeState, Coding, Considered, Exercise, SecondReading, Standing
from fiftysteps.stats import krippendorff_alpha

# What content analysts ask of codes: firm conclusions from the first on, tentative ones from the second (Krippendorff,
# Content Analysis, chapter on reliability).
FIRM, TENTATIVE = 0.8, 0.667
DIFFERING_SHOWN: Final = 50


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha with its 95% interval, or why there is none; and how often the two said the same."""

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    reason: str
    same: int
    units: int
    first: int
    second: int

    @property
    def reading(self) -> str:
        """What the value is good for, in words."""
        if self.value is None:
            return self.reason
        if self.value >= FIRM:
            return "Good enough to conclude from."
        if self.value >= TENTATIVE:
            return "Good enough for cautious conclusions."
        return "Too low: write down better what it means, and code again."


@dataclass(frozen=True)
class Difference:
    """A response of which the two say different things: what both said, and what only one did."""

    response: int
    text: str
    both: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True)
class Agreed:
    drawn: int
    done: int
    overall: Alpha | None
    codes: tuple[Alpha, ...]
    differences: tuple[Difference, ...]


def get_agreement(exercise: Exercise) -> Agreed:
    """Return how far the first and the second person agree on the sample.

    Over all, the units are the pairs of a response and a code: whether the response has it. Codes that neither gave to
    any response of the sample are left out, for on those two always agree.
    """
    drawn = SecondReading.objects.filter(response__exercise=exercise).exclude(response__standing=Standing.ERASED)
    done = drawn.filter(outcome__in=(Considered.CODED, Considered.READ)).select_related("response").order_by("pk")
    pks = [reading.pk for reading in done]
    codes = list(exercise.codes.filter(state=CodeState.IN_USE).order_by("name"))
    said = [_get_table(pks, codes, is_second=is_second) for is_second in (False, True)]
    used = [at for at in range(len(codes)) if said[0][:, at].any() or said[1][:, at].any()]
    alphas = tuple(_measure(codes[at].name, said[0][:, at], said[1][:, at]) for at in used)
    overall = _measure("All codes", said[0][:, used].ravel(), said[1][:, used].ravel()) if used else None
    differing = np.flatnonzero((said[0] != said[1]).any(axis=1))[:DIFFERING_SHOWN]
    rows = list(done.prefetch_related("response__answers__spans"))
    differences = tuple(_describe(rows[at], codes, said[0][at], said[1][at]) for at in differing)
    return Agreed(drawn.count(), len(pks), overall, alphas, differences)


def _get_table(pks: list[int], codes: list[Code], *, is_second: bool) -> NDArray[np.bool_]:
    """Return which response has which code; shape (responses, codes)."""
    rows, columns = {pk: at for at, pk in enumerate(pks)}, {code.pk: at for at, code in enumerate(codes)}
    table = np.zeros((len(pks), len(codes)), dtype=bool)
    pairs = Coding.objects.filter(response__in=pks, is_second=is_second).values_list("response_id", "code_id")
    for response, code in pairs:
        if code in columns:
            table[rows[response], columns[code]] = True
    return table


def _measure(name: str, first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Alpha:
    found = krippendorff_alpha(np.array([first, second], dtype=float))
    bounds = found.intervals[0.95]
    value, lower, upper = (_clean(each) for each in (found.value, bounds.lower, bounds.upper))
    same = int((first == second).sum())
    return Alpha(name, value, lower, upper, found.reason, same, len(first), int(first.sum()), int(second.sum()))


def _clean(value: object) -> float | None:
    number = float(value)  # type: ignore[arg-type]
    return None if np.isnan(number) else number


def _describe(
    reading: SecondReading, codes: list[Code], first: NDArray[np.bool_], second: NDArray[np.bool_]
) -> Difference:
    def name(which: NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(codes[at].name for at in np.flatnonzero(which))

    text = "\n".join(answer.shown for answer in reading.response.answers.all() if answer.text)
    return Difference(reading.pk, text, name(first & second), name(first & ~second), name(second & ~first))
