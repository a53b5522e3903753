"""Count anew who took part in an exercise: in batches, so that no answer waits for it and no page adds up a million."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone

from fiftysteps.engagement.about_you import CHILDREN, VARIABLES
from fiftysteps.engagement.models import (
    AboutYou,
    Exercise,
    ExerciseState,
    ListeningSession,
    Response,
    SessionCount,
    Standing,
    Turnout,
    TurnoutCount,
)
from fiftysteps.engagement.queries.margins import BETWEEN, DEPRIVATION, WARD, get_ward_fifths
from fiftysteps.engagement.totals import CONTACTS, PEOPLE, RESIDENTS, RESPONSES, RULE, TOTAL, UNTOLD
from fiftysteps.stats.disclosure import Total, suppress_cells

# As many are counted while somebody waits for the page.
COUNTED_AT_ONCE: Final = 50_000
# Somebody who answers for an organisation is no person who took part.
_NO_ORGANISATION: Final = Q(organisation="")


def count_turnout(exercise: Exercise, *, again: bool = False) -> bool:
    """Count who took part, unless nothing is new; `again` counts in any case. Returns whether it counted."""
    mark = _get_mark(exercise)
    if not again and TurnoutCount.objects.filter(exercise=exercise, mark=mark).exists():
        return False
    rows = list(_count(exercise))
    hidden = find_hidden(rows, get_ward_fifths(exercise.area))
    with transaction.atomic():
        Turnout.objects.filter(exercise=exercise).delete()
        Turnout.objects.bulk_create(
            Turnout(
                exercise=exercise,
                variable=variable,
                category=category,
                people=people,
                is_hidden=(variable, category) in hidden,
            )
            for variable, category, people in rows
        )
        TurnoutCount.objects.update_or_create(exercise=exercise, defaults={"at": timezone.now(), "mark": mark})
    return True


def refresh_turnout(exercise: Exercise) -> bool:
    """Count at once where that takes no time; of more responses the timetable's last count, a minute old, is shown.

    Returns
    -------
    bool
        Whether it counted.
    """
    last = Turnout.objects.filter(exercise=exercise, variable=TOTAL, category=RESPONSES).values_list(
        "people", flat=True
    )
    return count_turnout(exercise) if (last.first() or 0) <= COUNTED_AT_ONCE else False


def count_all_turnouts() -> int:
    """Count every exercise that people can still answer or that staff still enter; return of how many."""
    running = Exercise.objects.filter(state__in=(ExerciseState.OPEN, ExerciseState.CLOSED))
    return sum(count_turnout(exercise) for exercise in running)


def _get_mark(exercise: Exercise) -> str:
    """Return what changes when a response or a session is new, or is another than it was."""
    responses = exercise.responses.aggregate(count=Count("pk"), changed=Max("changed"))
    sessions = exercise.sessions.aggregate(count=Count("pk"), changed=Max("changed"))
    parts = (responses["count"], responses["changed"], sessions["count"], sessions["changed"], exercise.crossings)
    return "|".join(str(part.timestamp() if hasattr(part, "timestamp") else part) for part in parts)


def get_people(exercise: Exercise) -> QuerySet[Response]:
    """Return the responses that are one person's each: no repeat, none taken back, none of an organisation."""
    return Response.objects.filter(_NO_ORGANISATION, exercise=exercise, standing=Standing.COUNTED)


def get_told(exercise: Exercise) -> QuerySet[AboutYou]:
    """Return who the residents among them said they are."""
    return AboutYou.objects.filter(
        response__exercise=exercise,
        response__standing=Standing.COUNTED,
        response__is_resident=True,
        response__organisation="",
    )


def _count(exercise: Exercise) -> Iterator[tuple[str, str, int]]:
    totals = _count_totals(exercise)
    yield from ((TOTAL, name, people) for name, people in totals.items())
    told = get_told(exercise)
    in_sessions = _count_sessions(exercise)
    fifths = get_ward_fifths(exercise.area)
    for variable in VARIABLES:
        counts = Counter(in_sessions.get(variable.name, {}))
        asked = told.exclude(age=CHILDREN) if variable.least_age >= 16 else told
        for row in asked.values(variable.name).annotate(people=Count("pk")).order_by():
            counts[row[variable.name]] += row["people"]
        yield from _yield_counts(variable.name, counts, totals[RESIDENTS])
        if variable.name == WARD:
            yield from _yield_counts(DEPRIVATION, _regroup(counts, fifths), totals[RESIDENTS])
    for crossing in exercise.list_crossings():
        one = crossing.split(BETWEEN)[0]
        rows = told.exclude(**{one: ""}).exclude(ward="").values_list(one, WARD).annotate(people=Count("pk")).order_by()
        yield from ((crossing, f"{category}{BETWEEN}{ward}", people) for category, ward, people in rows)


def _yield_counts(name: str, counts: Counter[str], residents: int) -> Iterator[tuple[str, str, int]]:
    """Yield each category, and how many residents did not say."""
    told = {category: people for category, people in counts.items() if category != UNTOLD and people}
    yield from ((name, category, people) for category, people in told.items())
    yield name, UNTOLD, max(0, residents - sum(told.values()))


def find_hidden(rows: Iterable[tuple[str, str, int]], fifths: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return which counts are small, and which would give those back.

    A reader knows how many residents took part, and that each variable's categories add up to them. Crossings are never
    shown as counts.
    """
    told = [row for row in rows if row[0] != TOTAL and BETWEEN not in row[0]]
    residents = next((people for variable, category, people in rows if (variable, category) == (TOTAL, RESIDENTS)), 0)
    if not told:
        return set()
    place = {(variable, category): at for at, (variable, category, _) in enumerate(told)}
    whole = len(told)
    names = dict.fromkeys(variable for variable, _, _ in told)
    totals = [Total(tuple(at for key, at in place.items() if key[0] == name), whole=whole) for name in names]
    for fifth in set(fifths.values()):
        wards = tuple(at for (name, code), at in place.items() if name == WARD and fifths.get(code) == fifth)
        if wards and (DEPRIVATION, fifth) in place:
            totals.append(Total(wards, whole=place[DEPRIVATION, fifth]))
    counts = [*(people for _, _, people in told), residents]
    decided = suppress_cells(counts, totals, rule=RULE, levels=[*(variable for variable, _, _ in told), TOTAL])
    return {key for key, at in place.items() if decided.is_hidden[at]}


def _regroup(counts: Counter[str], fifths: dict[str, str]) -> Counter[str]:
    grouped: Counter[str] = Counter()
    for ward, people in counts.items():
        grouped[fifths.get(ward, ward if ward in {UNTOLD, "prefer-not"} else UNTOLD)] += people
    return grouped


def _count_totals(exercise: Exercise) -> dict[str, int]:
    sent = Response.objects.filter(exercise=exercise).exclude(standing=Standing.ERASED)
    sessions = ListeningSession.objects.filter(exercise=exercise)
    met = sessions.aggregate(present=Sum("present"), took_part=Sum("took_part"))
    people = get_people(exercise)
    spoke = met["took_part"] or 0
    return {
        RESPONSES: sent.count(),
        CONTACTS: met["present"] or 0,
        PEOPLE: people.count() + spoke,
        # Whoever spoke in a session of this place is taken to live here, as its counts are asked of residents alone.
        RESIDENTS: people.filter(is_resident=True).count() + spoke,
    }


def _count_sessions(exercise: Exercise) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    rows = SessionCount.objects.filter(session__exercise=exercise).values_list("variable", "category")
    for variable, category, people in rows.annotate(total=Sum("people")).order_by():
        counts.setdefault(variable, {})[category] = people
    return counts
