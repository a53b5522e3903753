"""Which counts are too small to be shown, by kind of data. Rules are data: each says where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.results import Floats

type Mask = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What one kind of data hides, and who says so.

    A rule hides small counts (`hide_up_to`), or whatever rests on few people (`base_under`).

    Attributes
    ----------
    name : str
        The rule's name, by which it is asked for.
    source : str
        The body and the document that the rule comes from.
    date : str
        The document's date.
    hide_up_to : int or None
        Counts from 1 to this are hidden.
    hides_zero : bool
        Whether zero is hidden too. Otherwise it is shown.
    population_under : int or None
        Small counts are hidden only where the population is below this. Where the population is not known they are
        hidden.
    base_under : int or None
        Every count of a base (the people asked) below this is hidden, whatever the count; a base of no people is shown.
    rounds_to : int or None
        What is not hidden is rounded to the nearest multiple of this.
    note : str
        What else a reader of the rule must know.

    Raises
    ------
    ValueError
        A name, source or date is empty, the rule hides nothing or hides in both ways, or a number is out of range.
    """

    name: str
    source: str
    date: str
    hide_up_to: int | None = None
    hides_zero: bool = False
    population_under: int | None = None
    base_under: int | None = None
    rounds_to: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        faults = [f"{field} is empty" for field in ("name", "source", "date") if not getattr(self, field).strip()]
        if (self.hide_up_to is None) == (self.base_under is None):
            faults.append("it needs one of hide_up_to and base_under")
        for field in ("hide_up_to", "population_under", "base_under"):
            number = getattr(self, field)
            if number is not None and number < 1:
                faults.append(f"{field}: {number} is not a whole number from 1 up")
        if self.rounds_to is not None and self.rounds_to < 2:
            faults.append(f"rounds_to: {self.rounds_to} is not a whole number from 2 up")
        if self.base_under is not None and (self.population_under is not None or self.hides_zero):
            faults.append("base_under goes with neither population_under nor hides_zero")
        if faults:
            raise ValueError(f"rule {self.name!r}: " + "; ".join(faults))

    def find_hidden(self, counts: Floats, population: Floats | None) -> Mask:
        """Return which counts the rule hides. `population` has their shape; not a number where unknown."""
        if self.base_under is not None:
            base = self._get_base(population)
            return (base < self.base_under) & (base > 0)
        least = 0 if self.hides_zero else 1
        small = (counts >= least) & (counts <= self._get_highest())
        if self.population_under is None or population is None:
            return small
        # Written so that an unknown population hides.
        return small & ~(population >= self.population_under)

    def get_hidden_range(self, population: Floats | None) -> tuple[Floats, Floats]:
        """Return the lowest and highest count that a reader who knows the rule thinks possible of a hidden one."""
        if self.base_under is not None:
            base = self._get_base(population)
            return np.zeros_like(base), base
        return np.array(0.0 if self.hides_zero else 1.0), np.array(self._get_highest())

    def get_protecting_range(self, population: Floats | None) -> tuple[Floats, Floats]:
        """Return the same of a count that is hidden to protect another, which may itself be small or large."""
        if self.base_under is not None:
            return self.get_hidden_range(population)
        # A zero that is shown elsewhere is never hidden to protect another.
        return np.array(0.0 if self.hides_zero else 1.0), np.array(np.inf)

    def get_rounded_range(self, shown: Floats) -> tuple[Floats, Floats]:
        """Return the lowest and highest count that a reader thinks possible of one rounded to the nearest multiple."""
        base = float(self.rounds_to or 1)
        lowest, highest = np.maximum(shown - base // 2, 0), shown + (base - 1) // 2
        if self.hide_up_to is None or self.population_under is not None:
            return lowest, highest
        # The reader knows that a small count would have been hidden.
        zero = (shown == 0) & (highest <= self.hide_up_to)
        return np.where(zero, 0, np.maximum(lowest, self.hide_up_to + 1)), np.where(zero, 0, highest)

    def _get_highest(self) -> float:
        return float(self.hide_up_to or 0)

    def _get_base(self, population: Floats | None) -> Floats:
        if population is None or np.isnan(population).any():
            raise ValueError(f"population: rule {self.name!r} needs the base of every count")
        return population


DEFAULT = Rule(
    name="default",
    source=(
        "NHS Digital, Disclosure control methodology for Hospital Episode Statistics (HES) and "
        "Emergency Care Data Set (ECDS)"
    ),
    date="September 2018, as in use in 2025",
    hide_up_to=7,
    rounds_to=5,
    note="The source asks this of figures below the national level; here it is asked of every figure.",
)
HIV_AND_STI = Rule(
    name="hiv_and_sti",
    source="UK Health Security Agency, HIV and STI data publication guidelines",
    date="updated 15 August 2024",
    hide_up_to=4,
    population_under=10_000,
)
BIRTHS_AND_DEATHS = Rule(
    name="births_and_deaths",
    source=(
        "Office for National Statistics, Policy on protecting confidentiality in tables of birth and death statistics"
    ),
    date="as in use in 2025",
    hide_up_to=4,
    note=(
        "The policy asks for a judgement on each table. This rule is the cautious custom of hiding fewer than five; "
        "where the policy's own condition for a table is another, state it as a rule of its own."
    ),
)
SURVEY = Rule(
    name="survey",
    source=(
        "Department of Health, Health Survey for England 2002: The Health of Children and Young People, notes to tables"
    ),
    date="2003; the same convention was in use in 2025",
    base_under=30,
    note="The base is the number of people asked, not weighted. A base under 50 is marked as small by the source.",
)
RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.name: rule for rule in (DEFAULT, HIV_AND_STI, BIRTHS_AND_DEATHS, SURVEY)}
)


def get_rule(rule: Rule | str) -> Rule:
    """Return a rule by its name; a rule of one's own is returned as it is.

    Parameters
    ----------
    rule : Rule or str
        A name in `RULES`, or a rule.

    Returns
    -------
    Rule
        What it hides and rounds, with its source.

    Raises
    ------
    ValueError
        No rule has this name.

    Examples
    --------
    >>> rule = get_rule("hiv_and_sti")
    >>> print(f"Hide 1 to {rule.hide_up_to} where fewer than {rule.population_under:,} people live.")
    Hide 1 to 4 where fewer than 10,000 people live.
    """
    if isinstance(rule, Rule):
        return rule
    if rule not in RULES:
        raise ValueError(f"rule: there is none named {rule!r}; there are " + ", ".join(RULES))
    return RULES[rule]
