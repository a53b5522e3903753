"""Which values of an indicator may leave, by its rule: the one place that decides, for pages, charts, files and all.

The counts of an indicator add up: groups to everyone, areas to the areas that they are in, years to spans of years.
Which of them do is read off the counts themselves. `decide` hides the small ones and what would give them back,
`protect` takes what is hidden out of a row, and `find_what_leaks` attacks what is then left.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import numpy as np

from fiftysteps.core.periods import Period
from fiftysteps.evidence.models.indicator import Method
from fiftysteps.evidence.observations import COMPARATOR, ROUNDED, SUPPRESSED, Observation, sort_observations
from fiftysteps.evidence.places import get_type
from fiftysteps.stats import proportion, rate
from fiftysteps.stats.disclosure import Disclosure, Rule, Total, attack_cells, suppress_cells
from fiftysteps.stats.disclosure.tables import HIDDEN, PROTECTING, SHOWN

# Area, period, kind of group and group: what a value of an indicator is of.
type Key = tuple[str, str, str, str]
# All the areas that an area is in, whatever lies between.
type Above = Mapping[str, Collection[str]]

# People who are in a total and in none of its published parts tell a bound of a hidden part. Of more than this the
# bound is far above what any rule hides, so the parts are as good as not added up.
MOST_LEFT_OUT: Final = 100
# Between the words of a group that is divided in two ways, and between their kinds.
_WORDS, _KINDS = ", ", " and "


@dataclass(frozen=True)
class Decision:
    """What is not shown of an indicator.

    Attributes
    ----------
    small : frozenset of Key
        Values whose counts the rule hides.
    protecting : frozenset of Key
        Values that would give those back.
    levels : tuple of str
        What was hidden whole, such as all wards of a year, because nothing less was found to be safe.
    """

    small: frozenset[Key] = frozenset()
    protecting: frozenset[Key] = frozenset()
    levels: tuple[str, ...] = ()

    def __contains__(self, key: object) -> bool:
        return key in self.small or key in self.protecting


@dataclass(frozen=True, eq=False)
class _Counts:
    """The counts of an indicator, cell by cell, and what adds up to what."""

    keys: tuple[Key | None, ...]
    counts: np.ndarray
    population: np.ndarray
    totals: tuple[Total, ...]

    @property
    def is_unpublished(self) -> np.ndarray:
        return np.array([key is None for key in self.keys], bool)

    def say_names(self) -> list[str]:
        return [" ".join(filter(None, key)) if key else f"those left out {at}" for at, key in enumerate(self.keys)]


def get_key(row: Observation) -> Key:
    """Return what a row is of. Sources write one period in several ways, and it is the same to the reader."""
    return row.area, row.when.plain, row.group_type, row.group


def decide(rows: Iterable[Observation], rule: Rule, above: Above) -> Decision:
    """Return what of `rows`, all of one indicator, may not be shown.

    Parameters
    ----------
    rows : iterable of Observation
        Every one that is held of the indicator. A row without a count is hidden only where the rule asks for the number
        of people asked and that is too small, since there is nothing else to go by.
    rule : Rule
        The rule of the indicator.
    above : mapping of str to collection of str
        All the areas that each area is in, by code: its ward, its borough, its integrated care board and so on.

    Returns
    -------
    Decision
        Empty where nothing is small. The attacker has been run on what is left.
    """
    rows = [row for row in rows if row.group_type != COMPARATOR]
    alone = _find_small_bases(rows, rule)
    cells = _gather(rows, rule, above)
    if not cells.keys:
        return Decision(small=alone)
    made = suppress_cells(
        cells.counts,
        cells.totals,
        rule=rule,
        population=cells.population,
        levels=[_name_level(key) for key in cells.keys],
        unpublished=cells.is_unpublished,
    )
    small, further = (_pick(cells, made.status == status) for status in (HIDDEN, PROTECTING))
    return Decision(small | alone, further - alone, made.levels)


def protect(row: Observation, decision: Decision, rule: Rule, method: str) -> Observation:
    """Return a row of an indicator as it may leave: marked where it is hidden, rounded where the rule rounds.

    Of a hidden row nothing is left but what it is of and where it is from: no value, interval, count, base or note. A
    rate or a share of a rounded count is computed anew from it; a standardised rate is of many ages and gives no count
    back, so it stays.
    """
    if get_key(row) in decision:
        return replace(
            row, value=None, lower_95=None, upper_95=None, count=None, denominator=None, marker=SUPPRESSED, note=""
        )
    if row.value is None or row.count is None or rule.rounds_to is None:
        return row
    return _round(row, row.count, rule.rounds_to, method)


def find_what_leaks(rows: Iterable[Observation], decision: Decision, rule: Rule, above: Above) -> tuple[str, ...]:
    """Attack what is left of `rows` under `decision`; return a sentence for each part of it that tells a small count.

    Everything that is shown is taken as known exactly. Counts that do not hang together are attacked apart.
    """
    cells = _gather([row for row in rows if row.group_type != COMPARATOR], rule, above)
    if not cells.keys:
        return ()
    chosen = [(HIDDEN if key in decision.small else PROTECTING) if key in decision else SHOWN for key in cells.keys]
    status = np.array(chosen)
    small = rule.find_hidden(cells.counts, cells.population) & ~cells.is_unpublished
    names = cells.say_names()
    found = [f"{names[place]} is shown" for place in np.flatnonzero(small & (status == SHOWN))]
    attacks = attack_cells(
        status,
        cells.counts,
        cells.totals,
        rule=rule,
        population=cells.population,
        unpublished=cells.is_unpublished,
        lost=np.array([_name_level(key) in decision.levels for key in cells.keys]) & (status != SHOWN),
        names=names,
    )
    return (*found, *(Disclosure(each).args[0] for each in attacks if not each.is_safe))


def _find_small_bases(rows: Sequence[Observation], rule: Rule) -> frozenset[Key]:
    if rule.base_under is None:
        return frozenset()
    return frozenset(get_key(row) for row in rows if row.denominator is None or 0 < row.denominator < rule.base_under)


def _gather(rows: Sequence[Observation], rule: Rule, above: Above) -> _Counts:
    held: dict[Key, tuple[float, float]] = {}
    for row in sort_observations(rows):
        if row.count is not None and row.count >= 0:
            # Estimates and means of years need not be whole: what matters is how many people there are about.
            held[get_key(row)] = (float(np.rint(row.count)), np.nan if row.denominator is None else row.denominator)
    counts = {key: count for key, (count, _) in held.items()}
    keys: list[Key | None] = list(counts)
    numbers = {key: at for at, key in enumerate(counts)}
    left_out: list[float] = []
    totals = []
    for whole, parts in find_totals(counts, above, {row.when.plain: row.when for row in rows}):
        rest = counts[whole] - sum(counts[part] for part in parts)
        cells = [numbers[part] for part in parts]
        if rest:
            cells.append(len(keys))
            keys.append(None)
            left_out.append(rest)
        totals.append(Total(tuple(cells), whole=numbers[whole]))
    population = np.array([base for _, base in held.values()] + [np.nan] * len(left_out))
    if rule.base_under is not None:
        # Nobody knows how many were asked: one person, who is hidden.
        population = np.maximum(np.nan_to_num(population, nan=1.0), [*counts.values(), *left_out])
    return _Counts(tuple(keys), np.array([*counts.values(), *left_out]), population, tuple(totals))


def find_totals(
    counts: Mapping[Key, float], above: Above, periods: Mapping[str, Period]
) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    """Yield which counts add up to which: those of a total with at most a hundred people in none of its parts.

    `periods` has the period that each text of a key stands for.
    """
    sums: dict[tuple[Key, str], list[Key]] = defaultdict(list)
    for key in counts:
        for whole, kind in (*_get_wider_groups(key), *_get_wider_areas(key, above)):
            if whole in counts:
                sums[whole, kind].append(key)
    found = [(whole, tuple(parts)) for (whole, _), parts in sums.items()]
    found += _find_spans(counts, periods)
    for whole, parts in found:
        if 0 <= counts[whole] - sum(counts[part] for part in parts) <= MOST_LEFT_OUT:
            yield whole, parts


def _get_wider_groups(key: Key) -> Iterator[tuple[Key, str]]:
    """Yield what a group is part of: everyone or, where it is of two kinds, the group of either."""
    area, period, kinds, words = key
    if not kinds:
        return
    split, said = kinds.split(_KINDS), words.split(_WORDS)
    if len(split) == 1 or len(split) != len(said):
        yield (area, period, "", ""), f"group {kinds}"
        return
    for at in range(len(split)):
        rest = [[*part[:at], *part[at + 1 :]] for part in (split, said)]
        yield (area, period, _KINDS.join(rest[0]), _WORDS.join(rest[1])), f"group {split[at]}"


def _get_wider_areas(key: Key, above: Above) -> Iterator[tuple[Key, str]]:
    """Yield the areas that an area is in, each with the kind of area that adds up to it."""
    area, *of = key
    for wider in above.get(area, ()):
        yield (wider, of[0], of[1], of[2]), f"area {get_type(area)}"


def _find_spans(counts: Mapping[Key, float], periods: Mapping[str, Period]) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    """Yield the periods of several years, of which each year is held too."""
    starts = {(when.start, when.end): text for text, when in periods.items()}
    years: dict[str, tuple[str, ...]] = {}
    for text, when in periods.items():
        parts, day = [], when.start
        while day <= when.end:
            year = next((starts[span] for span in starts if span[0] == day and 364 <= (span[1] - day).days <= 365), "")
            if not year or periods[year].end > when.end:
                break
            parts.append(year)
            day = periods[year].end + timedelta(days=1)
        if len(parts) > 1 and day > when.end:
            years[text] = tuple(parts)
    for area, text, kind, group in counts:
        parts_of = [(area, year, kind, group) for year in years.get(text, ())]
        if parts_of and all(part in counts for part in parts_of):
            yield (area, text, kind, group), tuple(parts_of)


def _name_level(key: Key | None) -> str:
    if key is None:
        return ""
    area, period, kind, _ = key
    return ", ".join(filter(None, (get_type(area) or "other areas", period, f"by {kind}" if kind else "")))


def _pick(cells: _Counts, mask: np.ndarray) -> frozenset[Key]:
    return frozenset(key for key, is_in in zip(cells.keys, mask, strict=True) if key is not None and is_in)


def _round(row: Observation, count: float, base: int, method: str) -> Observation:
    shown = base * float(np.floor(count / base + 0.5))
    marker = row.marker or ROUNDED
    if method == Method.COUNT:
        return replace(row, value=shown, count=shown, lower_95=None, upper_95=None, marker=marker)
    if method not in {Method.PROPORTION, Method.RATE} or not row.denominator or not count or row.value is None:
        return replace(row, count=shown, marker=marker)
    # What one person in the base is worth in the indicator's unit: 100 for a percentage, whose value may be rounded.
    multiplier = 10.0 ** round(np.log10(row.value * row.denominator / count)) if row.value > 0 else 1.0
    if method == Method.PROPORTION:
        estimate = proportion(min(shown, row.denominator), row.denominator, multiplier=multiplier)
    else:
        estimate = rate(shown, row.denominator, multiplier=multiplier)
    interval = estimate.intervals[0.95]
    return replace(
        row,
        value=float(estimate.value),
        lower_95=float(interval.lower),
        upper_95=float(interval.upper),
        count=shown,
        marker=marker,
    )
