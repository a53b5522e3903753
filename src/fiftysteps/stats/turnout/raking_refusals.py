"""Why weights cannot be given: every reason a sentence, all of them at once."""

from collections.abc import Mapping, Sequence

import numpy as np

from fiftysteps.stats.groups import Codes
from fiftysteps.stats.results import Floats
from fiftysteps.stats.turnout.raking_cells import Fit

# Census tables of the same people differ by a few, because the office changes small counts so that nobody can be
# found. Larger differences mean that the tables are of different people, such as those of 16 and over.
LARGEST_DIFFERENCE = 0.001

type Names = Mapping[str, Sequence[object]]


class RakingRefused(ValueError):
    """No weights that could be trusted exist.

    Attributes
    ----------
    reasons : tuple of str
        All that stands against it, each a sentence.
    """

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("No weights are given. " + " ".join(reasons))


def find_faulty_margins(margins: Mapping[str, Floats]) -> list[str]:
    """Return what is wrong with the margins themselves."""
    faults = []
    for name, margin in margins.items():
        if margin.ndim != 1 or not len(margin):
            faults.append(f"{name}: the margin needs one number for each category.")
        elif not np.isfinite(margin).all() or (margin < 0).any():
            faults.append(f"{name}: the margin holds a number that is missing, negative or infinite.")
        elif not margin.sum() > 0:
            faults.append(f"{name}: the margin counts nobody.")
    return faults or _find_different_totals(margins)


def _find_different_totals(margins: Mapping[str, Floats]) -> list[str]:
    totals = {name: float(margin.sum()) for name, margin in margins.items()}
    first = next(iter(totals))
    return [
        f"{name}: its margin has a total of {total:,.10g} and that of {first} one of {totals[first]:,.10g}, which is "
        "more than a thousandth apart; margins must be of the same people."
        for name, total in totals.items()
        if abs(total - totals[first]) > LARGEST_DIFFERENCE * totals[first]
    ]


def find_unknown(codes: Mapping[str, Codes], margins: Mapping[str, Floats]) -> list[str]:
    """Return a sentence for each variable in which somebody's category is none of the margin's."""
    faults = []
    for name, own in codes.items():
        # A negative number, read as one without a sign, is larger than any: one comparison finds both.
        outside = own.view(np.uint64) >= len(margins[name])
        if outside.any():
            first = int(np.argmax(outside))
            faults.append(
                f"{name}: {_say_people(int(outside.sum()))} a category that the margin does not name; the first is "
                f"element {first} with {own[first]}."
            )
    return faults


def find_unfillable(
    codes: Mapping[str, Codes], margins: Mapping[str, Floats], bounds: tuple[float, float], names: Names
) -> list[str]:
    """Return why categories, taken by themselves, cannot have the share that the margin gives them."""
    reasons = []
    for name, margin in margins.items():
        inside = codes[name][(codes[name] >= 0) & (codes[name] < len(margin))]
        people = np.bincount(inside, minlength=len(margin)).astype(float)
        reasons += _find_unfillable_of(name, people, margin, bounds, names[name])
    return reasons


def _find_unfillable_of(
    name: str, people: Floats, margin: Floats, bounds: tuple[float, float], names: Sequence[object]
) -> list[str]:
    share = margin / margin.sum()
    needed = share * people.sum() / np.where(people > 0, people, 1.0)
    lower, upper = bounds
    reasons = []
    for i in np.flatnonzero((people > 0) | (margin > 0)).tolist():
        if people[i] == 0:
            reasons.append(f'{name}: nobody who took part is "{names[i]}", and {share[i]:.1%} of the margin are.')
        elif margin[i] == 0:
            reasons.append(f'{name}: {_say_people(int(people[i]))} "{names[i]}", of whom the margin has none.')
        elif not lower <= needed[i] <= upper:
            side = "below the lower" if needed[i] < lower else "above the upper"
            reasons.append(
                f'{name}: "{names[i]}" needs a mean weight of {needed[i]:.3g}, {side} bound of '
                f"{lower if needed[i] < lower else upper:g}."
            )
    return reasons


def find_unmet(fit: Fit, tolerance: float) -> list[str]:
    """Return why a fit did not reach the margins."""
    if fit.largest_gap <= tolerance:
        return []
    return [
        f"After {fit.iterations:,} rounds the weights still miss a margin by a share of {fit.largest_gap:.2g}, more "
        f"than the tolerance of {tolerance:g}: the margins contradict each other within the bounds, or need more."
    ]


def find_exploded(design_effect: float, largest_design_effect: float, ratio: float, largest_ratio: float) -> list[str]:
    """Return which limits the weights exceed."""
    reasons = []
    if design_effect > largest_design_effect:
        reasons.append(f"The design effect of {design_effect:.3g} exceeds the limit of {largest_design_effect:g}.")
    if ratio > largest_ratio:
        said = f"The largest weight is {ratio:.3g} times the smallest" if np.isfinite(ratio) else "A weight is zero"
        reasons.append(f"{said}, which exceeds the limit of {largest_ratio:g} for their ratio.")
    return reasons


def _say_people(number: int) -> str:
    return "one person has" if number == 1 else f"{number:,} people have"
