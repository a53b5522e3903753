"""Who took part in an exercise against who lives here, and which communities have not been heard."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import numpy as np

from fiftysteps.engagement.about_you import BY_NAME, PREFER_NOT, VARIABLES
from fiftysteps.engagement.models import Community, Exercise, ListeningSession, ReachPlan, ReachTarget, Turnout
from fiftysteps.engagement.queries.margins import BETWEEN, DEPRIVATION, WARD, Margin, get_margin
from fiftysteps.engagement.totals import CONTACTS, PEOPLE, RESIDENTS, RESPONSES, RULE, TOTAL, UNTOLD
from fiftysteps.stats import RIndicator, participation_ratio, r_indicator, unheard
from fiftysteps.stats.disclosure import get_rule

TITLES: Final = {WARD: "Ward", DEPRIVATION: "Deprivation of the ward"}
CATEGORY: Final = "category"
ORDER: Final = (*(variable.name for variable in VARIABLES), DEPRIVATION)


@dataclass(frozen=True)
class TurnoutRow:
    """One category: how many took part of how many who live here. `people` is none where it is hidden."""

    variable: str
    category: str
    label: str
    people: int | None
    census: int
    share: float | None
    census_share: float
    expected: float
    ratio: float | None
    lower: float | None
    upper: float | None
    is_unheard: bool
    could_be_chance: bool
    # Of all that makes participation uneven within its variable, how much this category accounts for.
    unevenness: float | None = None

    @property
    def key(self) -> str:
        return f"{self.variable}:{self.category}"

    @property
    def missing(self) -> float:
        """How many more would have come by its share: the order in which to go and ask."""
        return max(0.0, self.expected - (self.people if self.people is not None else 0))


@dataclass(frozen=True)
class TurnoutPart:
    """One variable with its categories; `r` is 1 where all kinds took part alike, with its interval."""

    name: str
    title: str
    of: str
    rows: tuple[TurnoutRow, ...]
    answered: int
    refused: int | None
    untold: int | None
    source: str
    r: float | None = None
    r_lower: float | None = None
    r_upper: float | None = None


@dataclass(frozen=True)
class CommunityRow:
    """A community that is looked out for by name: what was aimed at, what was heard, where somebody goes next."""

    community: Community
    target: int | None
    heard: int | None
    is_hidden: bool
    census: int | None
    sessions: int
    plans: tuple[ReachPlan, ...] = ()

    @property
    def is_reached(self) -> bool:
        return self.target is not None and self.heard is not None and self.heard >= self.target


@dataclass(frozen=True)
class TurnoutView:
    """Everything that the page says. Three numbers that never mix: people, responses and contacts."""

    exercise: Exercise
    people: int
    responses: int
    contacts: int
    residents: int
    parts: tuple[TurnoutPart, ...]
    unheard: tuple[TurnoutRow, ...]
    crossed: tuple[TurnoutRow, ...]
    nobody: tuple[TurnoutRow, ...]
    communities: tuple[CommunityRow, ...]
    rule: str = field(default="")
    counted: datetime.datetime | None = None


def get_turnout(exercise: Exercise) -> TurnoutView:
    """Return who took part as it was counted last. Small counts are hidden, with what would give them back."""
    counts: dict[str, dict[str, Turnout]] = {}
    for row in Turnout.objects.filter(exercise=exercise):
        counts.setdefault(row.variable, {})[row.category] = row
    names = [*ORDER, *exercise.list_crossings()]
    margins = {name: get_margin(exercise.area, name) for name in names}
    rows = make_rows({name: counts.get(name, {}) for name in names}, margins)
    named = [row for row in rows if row.is_unheard]
    total = counts.get(TOTAL, {})

    def get_total(name: str) -> int:
        return total[name].people if name in total else 0

    kept = getattr(exercise, "turnout_count", None)
    return TurnoutView(
        exercise=exercise,
        people=get_total(PEOPLE),
        responses=get_total(RESPONSES),
        contacts=get_total(CONTACTS),
        residents=get_total(RESIDENTS),
        parts=tuple(_make_part(name, rows, counts.get(name, {}), margins[name]) for name in ORDER),
        unheard=_rank(row for row in named if BETWEEN not in row.variable),
        crossed=_rank(row for row in named if BETWEEN in row.variable),
        nobody=_rank(row for row in rows if row.could_be_chance and BETWEEN not in row.variable),
        communities=tuple(_list_communities(exercise, rows)),
        rule=f"Counts from 1 to {get_rule(RULE).hide_up_to} are not shown, nor what would give them back.",
        counted=kept.at if kept else None,
    )


def _rank(rows: Iterable[TurnoutRow]) -> tuple[TurnoutRow, ...]:
    """Return rows with those first of whom most are missing."""
    return tuple(sorted(rows, key=lambda row: (-row.missing, row.key)))


def make_rows(counts: Mapping[str, Mapping[str, Turnout]], margins: Mapping[str, Margin]) -> list[TurnoutRow]:
    """Return a row for every category that the census counts, with its ratio, and whether it is named as not heard.

    All categories of all variables are looked at together, so that naming anybody wrongly stays rare.
    """
    keys = [(name, code) for name, margin in margins.items() for code in margin.counts]
    if not keys:
        return []
    took_part = [counts[name][code].people if code in counts[name] else 0 for name, code in keys]
    lives_here = [margins[name].counts[code] for name, code in keys]
    groups = [name for name, _ in keys]
    ratios = participation_ratio(took_part, lives_here, groups=groups)
    found = unheard(took_part, lives_here, groups=groups)
    shares = _get_unevenness(keys, took_part, lives_here)
    interval = ratios.intervals[0.95]
    rows = []
    for at, (name, code) in enumerate(keys):
        kept = counts[name].get(code)
        is_hidden = bool(kept and kept.is_hidden)
        rows.append(
            TurnoutRow(
                variable=name,
                category=code,
                label=margins[name].labels[code],
                people=None if is_hidden else took_part[at],
                census=lives_here[at],
                share=None if is_hidden else _clean(ratios.share[at]),
                census_share=float(ratios.census_share[at]) if not np.isnan(ratios.census_share[at]) else 0.0,
                expected=_clean(found.expected[at]) or 0.0,
                ratio=None if is_hidden else _clean(ratios.value[at]),
                lower=None if is_hidden else _clean(interval.lower[at]),
                upper=None if is_hidden else _clean(interval.upper[at]),
                is_unheard=bool(found.is_unheard[at]),
                could_be_chance=bool(found.could_be_chance[at]),
                unevenness=None if is_hidden else shares.get((name, code)),
            )
        )
    return rows


def _clean(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _get_unevenness(
    keys: Sequence[tuple[str, str]], took_part: Sequence[int], lives_here: Sequence[int]
) -> dict[tuple[str, str], float]:
    """Return for each category how much of its variable's unevenness is its own: the shares of a variable add to 1."""
    shares: dict[tuple[str, str], float] = {}
    for name in dict.fromkeys(name for name, _ in keys):
        own = [at for at, key in enumerate(keys) if key[0] == name]
        result = _measure_r([took_part[at] for at in own], [lives_here[at] for at in own], [keys[at][1] for at in own])
        if result is None:
            continue
        partial = result.partials[CATEGORY]
        squares = partial.by_category**2
        whole = float(np.nansum(squares))
        if whole > 0:
            shares |= {
                (name, str(code)): float(square) / whole
                for code, square in zip(partial.categories, squares, strict=True)
                if not np.isnan(square)
            }
    return shares


def _measure_r(took_part: Sequence[int], lives_here: Sequence[int], codes: Sequence[str]) -> RIndicator | None:
    """Return the R-indicator of one variable, or nothing where more took part than the census counts."""
    if not codes or sum(took_part) == 0 or any(x > n for x, n in zip(took_part, lives_here, strict=True)):
        return None
    return r_indicator(took_part, lives_here, variables={CATEGORY: list(codes)})


def _make_part(name: str, rows: Sequence[TurnoutRow], kept: Mapping[str, Turnout], margin: Margin) -> TurnoutPart:
    own = tuple(row for row in rows if row.variable == name)
    told = {code: row.people for code, row in kept.items() if code not in {UNTOLD, PREFER_NOT}}
    result = _measure_r(
        [told.get(row.category, 0) for row in own], [row.census for row in own], [row.category for row in own]
    )
    interval = result.intervals[0.95] if result else None
    return TurnoutPart(
        name=name,
        title=TITLES.get(name) or BY_NAME[name].short,
        of=margin.of,
        rows=own,
        answered=sum(told.values()),
        refused=_show(kept.get(PREFER_NOT)),
        untold=_show(kept.get(UNTOLD)),
        source=margin.source,
        r=_clean(result.value[0]) if result else None,
        r_lower=_clean(interval.lower[0]) if interval else None,
        r_upper=_clean(interval.upper[0]) if interval else None,
    )


def _show(row: Turnout | None) -> int | None:
    if row is None:
        return 0
    return None if row.is_hidden else row.people


def _list_communities(exercise: Exercise, rows: Iterable[TurnoutRow]) -> Iterable[CommunityRow]:
    """Yield every community with a target or a plan in this exercise."""
    by_key = {row.key: row for row in rows}
    targets = {each.community_id: each.people for each in ReachTarget.objects.filter(exercise=exercise)}
    plans: dict[int, list[ReachPlan]] = {}
    for plan in ReachPlan.objects.filter(exercise=exercise).select_related("who", "partner", "session"):
        plans.setdefault(plan.community_id, []).append(plan)
    for community in Community.objects.filter(pk__in={*targets, *plans}):
        met = ListeningSession.objects.filter(exercise=exercise, communities=community)
        row = by_key.get(f"{community.variable}:{community.category}")
        # Nobody is asked whether they sleep rough: such a community is followed by the sessions held with it.
        heard = row.people if row else sum(session.took_part for session in met)
        yield CommunityRow(
            community=community,
            target=targets.get(community.pk),
            heard=heard,
            is_hidden=row is not None and row.people is None,
            census=row.census if row else None,
            sessions=met.count(),
            plans=tuple(plans.get(community.pk, ())),
        )


def freeze(view: TurnoutView) -> dict[str, Any]:
    """Return what a page shows of it, as plain values: what is published is this, as it was on its day."""
    return {
        "people": view.people,
        "responses": view.responses,
        "contacts": view.contacts,
        "residents": view.residents,
        "rule": view.rule,
        "parts": [{**asdict(part), "rows": [_freeze_row(row) for row in part.rows]} for part in view.parts],
        "unheard": [_freeze_row(row) for row in view.unheard],
        "crossed": [{"label": row.label, "expected": row.expected} for row in view.crossed],
        "nobody": [_freeze_row(row) for row in view.nobody],
        "communities": [_freeze_community(row) for row in view.communities],
    }


def _freeze_row(row: TurnoutRow) -> dict[str, Any]:
    variable = BY_NAME.get(row.variable)
    of = variable.of if variable else "people"
    return {**asdict(row), "title": TITLES.get(row.variable) or (variable.short if variable else ""), "of": of}


def _freeze_community(row: CommunityRow) -> dict[str, Any]:
    return {
        "key": f"{row.community.variable}:{row.community.category}",
        "name": row.community.name,
        "note": row.community.note,
        "target": row.target,
        "heard": row.heard,
        "is_hidden": row.is_hidden,
        "census": row.census,
        "sessions": row.sessions,
        "is_reached": row.is_reached,
        # Who goes is for staff; that somebody goes, and with whom, is for everyone.
        "plans": [
            {
                "partner": str(plan.partner or ""),
                "where": plan.where,
                "by_when": plan.by_when.isoformat(),
                "is_done": plan.session_id is not None,
            }
            for plan in row.plans
        ],
    }


def get_totals(exercise: Exercise) -> dict[str, int]:
    """Return the three numbers, and the residents among the people, as they were counted last."""
    rows = Turnout.objects.filter(exercise=exercise, variable=TOTAL).values_list("category", "people")
    return {PEOPLE: 0, RESPONSES: 0, CONTACTS: 0, RESIDENTS: 0, **dict(rows)}
