"""What was answered to each question: as it came, without what is suspect, and weighted to who lives here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from fiftysteps.engagement.about_you import BY_NAME
from fiftysteps.engagement.asking.sheets import POINTS, Asked, get_sheet
from fiftysteps.engagement.models import (
    AboutYou,
    Answer,
    Exercise,
    Group,
    QuestionKind,
    Response,
    Standing,
    Statement,
    StatementVote,
    Vote,
)
from fiftysteps.engagement.queries.margins import Margin, get_margin
from fiftysteps.engagement.queries.wards import list_ward_choices
from fiftysteps.stats import Raking, RakingRefused, rake

# What is weighted by: each counts people, all of the same place, so that the margins fit one another.
WEIGHTED_BY: Final = ("age", "sex", "ethnicity", "disability")
# No weight above five times the mean or below a fifth: one answer must not speak for a crowd.
BOUNDS: Final = (0.2, 5.0)
COUNTED: Final = (*(QuestionKind.ONE, QuestionKind.MANY, QuestionKind.SCALE, QuestionKind.RANKING, QuestionKind.PLACE),)


@dataclass(frozen=True)
class ResultLine:
    """One answer to a question: how many gave it, and which share of those who answered, in three ways."""

    label: str
    people: int
    share: float
    share_without: float | None
    weighted: float | None


@dataclass(frozen=True)
class Result:
    question: str
    kind: str
    answered: int
    lines: tuple[ResultLine, ...]
    most: int | None = None
    code: str = ""
    pins: int = 0


@dataclass(frozen=True)
class Weighting:
    """Weights by response, what they cost, or why there are none."""

    weights: Mapping[int, float]
    people: int
    left_out: int
    effect: float | None = None
    effective: float | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    results: tuple[Result, ...]
    statements: tuple[tuple[str, int, int, int], ...]
    weighting: Weighting
    suspect: int
    written: int


def get_results(exercise: Exercise) -> Results:
    """Return the results of people, not of organisations or repeats."""
    people = Response.objects.filter(exercise=exercise, standing=Standing.COUNTED, organisation="")
    suspect = set(Group.objects.filter(exercise=exercise, kind=Group.Kind.SUSPECT).values_list("responses", flat=True))
    weighting = weigh(exercise)
    results = []
    for asked in get_sheet(exercise).questions:
        if asked.kind in COUNTED:
            rows = Answer.objects.filter(response__in=people, question=asked.pk, value__isnull=False)
            labels, chosen = _read_chosen(exercise, asked, rows.values_list("response_id", "value"))
            lines = tuple(_count(labels, chosen, suspect, weighting.weights))
            pins = rows.filter(pin__isnull=False).count() if asked.kind == QuestionKind.PLACE else 0
            results.append(Result(asked.text, asked.kind, len(chosen), lines, asked.most, asked.code, pins))
    return Results(
        results=tuple(results),
        statements=tuple(_count_votes(exercise, people)),
        weighting=weighting,
        suspect=len(suspect - {None}),
        written=Answer.objects.filter(response__in=people).exclude(text="").values("response").distinct().count(),
    )


def _read_chosen(
    exercise: Exercise, asked: Asked, rows: Iterable[tuple[int, Any]]
) -> tuple[Sequence[str], dict[int, list[int]]]:
    """Return the lines that could be chosen, and the numbers of those that each response chose."""
    if asked.kind == QuestionKind.PLACE:
        wards = list_ward_choices(exercise)
        numbers = {code: number for number, (code, _name) in enumerate(wards, start=1)}
        return [name for _code, name in wards], {pk: [numbers[code]] for pk, code in rows if code in numbers}
    labels = asked.choices if asked.kind != QuestionKind.SCALE else [str(each) for each in range(1, POINTS + 1)]
    # Of a ranking, what stands first.
    most = 1 if asked.kind == QuestionKind.RANKING else None
    return labels, {pk: value[:most] for pk, value in rows if isinstance(value, list)}


def get_pins(exercise: Exercise, code: str) -> list[list[float]]:
    """Return where people put a pin on the map of a question, in an order that says nothing of who they are."""
    people = Response.objects.filter(exercise=exercise, standing=Standing.COUNTED, organisation="")
    rows = Answer.objects.filter(response__in=people, question__code=code, pin__isnull=False)
    return sorted(pin for pin in rows.values_list("pin", flat=True) if pin is not None)


def _count(
    labels: Sequence[str], chosen: Mapping[int, list[int]], suspect: set[int], weights: Mapping[int, float]
) -> Iterable[ResultLine]:
    counts = Counter(number for value in chosen.values() for number in value)
    kept = {pk: value for pk, value in chosen.items() if pk not in suspect}
    without = Counter(number for value in kept.values() for number in value)
    heavy: Counter[int] = Counter()
    total = 0.0
    for pk, value in chosen.items():
        weight = weights.get(pk)
        if weight is not None:
            total += weight
            for number in value:
                heavy[number] += weight  # type: ignore[assignment]
    for number, label in enumerate(labels, start=1):
        yield ResultLine(
            label=label,
            people=counts[number],
            share=counts[number] / len(chosen) if chosen else 0.0,
            share_without=without[number] / len(kept) if suspect and kept else None,
            weighted=heavy[number] / total if total else None,
        )


def _count_votes(exercise: Exercise, people: Any) -> Iterable[tuple[str, int, int, int]]:
    counts: dict[int, Counter[str]] = {}
    votes = StatementVote.objects.filter(response__in=people).values_list("statement_id", "vote")
    for pk, vote in votes.iterator():
        counts.setdefault(pk, Counter())[vote] += 1
    for statement in Statement.objects.filter(question__exercise=exercise, state=Statement.State.SHOWN):
        own = counts.get(statement.pk, Counter())
        yield statement.text, own[Vote.AGREE], own[Vote.DISAGREE], own[Vote.PASS]


def weigh(exercise: Exercise) -> Weighting:
    """Rake residents who told all that is weighted by to the census; the others have no weight, and are counted."""
    margins = {name: get_margin(exercise.area, name) for name in WEIGHTED_BY}
    told = AboutYou.objects.filter(
        response__exercise=exercise,
        response__standing=Standing.COUNTED,
        response__is_resident=True,
        response__organisation="",
    )
    rows = list(told.values_list("response_id", *WEIGHTED_BY))
    whole = [row for row in rows if _is_whole(row, margins)]
    if not whole:
        return Weighting({}, 0, len(rows), reasons=("Nobody told all that is weighted by.",))
    try:
        raking = _rake(whole, margins)
    except RakingRefused as refused:
        return Weighting({}, len(whole), len(rows) - len(whole), reasons=refused.reasons)
    return Weighting(
        weights=dict(zip([row[0] for row in whole], raking.weights.tolist(), strict=True)),
        people=len(whole),
        left_out=len(rows) - len(whole),
        effect=raking.design_effect,
        effective=raking.effective_size,
    )


def _is_whole(row: tuple[Any, ...], margins: Mapping[str, Margin]) -> bool:
    return all(code in margins[name].counts for name, code in zip(WEIGHTED_BY, row[1:], strict=True))


def _rake(rows: Sequence[tuple[Any, ...]], margins: Mapping[str, Margin]) -> Raking:
    codes, wanted, names = {}, {}, {}
    for at, name in enumerate(WEIGHTED_BY, start=1):
        variable, margin = BY_NAME[name], margins[name]
        # Small ethnic groups would get weights that nobody can answer for, so they stand under their headings.
        of = {each.code: str(each.heading or each.label) for each in variable.categories if each.code in margin.counts}
        counts: dict[str, float] = {}
        for code, people in margin.counts.items():
            counts[of[code]] = counts.get(of[code], 0.0) + people
        order = {label: place for place, label in enumerate(counts)}
        codes[variable.short] = np.array([order[of[row[at]]] for row in rows])
        wanted[variable.short] = np.array(list(counts.values()))
        names[variable.short] = list(counts)
    return rake(codes, wanted, bounds=BOUNDS, categories=names)
