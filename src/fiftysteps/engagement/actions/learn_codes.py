"""The machine reads what an exercise holds, in the background: themes to begin with, and codes as people give them."""

from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.tasks import task

from fiftysteps.engagement.models import (
    CodeState,
    CodeSuggestion,
    Coding,
    Considered,
    Exercise,
    ExerciseState,
    MachineRun,
    Question,
    QuestionKind,
    ThemeSuggestion,
)
from fiftysteps.engagement.queries.suggestions import get_texts
from fiftysteps.engagement.reading.cleaning import get_words

# It learns again when people have coded a quarter more, and at least so many.
SOONEST: Final = 20
GROWTH: Final = 1.25
# How many stand in the order of what to show next.
SHOWN_NEXT: Final = 200
BATCH: Final = 2_000

type Progress = Callable[[str, int, int], None]
SILENT: Final[Progress] = lambda doing, done, whole: None  # noqa: E731


@task
def suggest_themes(exercise: int) -> int:
    """Look for themes in an exercise. Returns how many are suggested."""
    return make_suggestions(Exercise.objects.get(pk=exercise))


@task
def learn_codes(exercise: int) -> int:
    """Learn from people's codings in an exercise. Returns how many codes are suggested."""
    return make_run(Exercise.objects.get(pk=exercise))


def make_suggestions(exercise: Exercise, *, progress: Progress = SILENT) -> int:
    """Suggest themes for what waits in an exercise; what was suggested before and nobody decided on goes.

    Returns
    -------
    int
        How many themes are suggested.
    """
    from fiftysteps.engagement.reading.themes import suggest_themes as suggest

    texts = get_texts(exercise.responses.all())
    places = sorted(texts)
    found = suggest([texts[pk] for pk in places], question=_get_question(exercise), progress=progress)
    with transaction.atomic():
        rows = exercise.theme_suggestions
        rows.filter(state=ThemeSuggestion.State.WAITING).delete()
        decided = {label.casefold() for label in rows.values_list("label", flat=True)}
        first = max(rows.values_list("number", flat=True), default=0) + 1
        new = [theme for theme in found.themes if theme.label.casefold() not in decided]
        ThemeSuggestion.objects.bulk_create(
            ThemeSuggestion(
                exercise=exercise,
                number=number,
                label=theme.label[:1].upper() + theme.label[1:],
                terms=list(theme.terms),
                size=theme.size,
                typical=[places[at] for at in theme.typical],
                method=found.method,
            )
            for number, theme in enumerate(new, start=first)
        )
    return len(new)


def make_run(exercise: Exercise, *, progress: Progress = SILENT) -> int:
    """Learn from what people coded, and suggest codes for what waits.

    What was suggested for a response that was coded meanwhile stays as it was, so that it can be compared.

    Returns
    -------
    int
        How many codes are suggested.
    """
    from fiftysteps.engagement.reading.coder import choose_next, learn_and_guess

    texts = get_texts(exercise.responses.all())
    places = sorted(texts)
    codings = _get_codings(exercise, set(places))
    found = [texts[pk] for pk in places]
    at = {pk: place for place, pk in enumerate(places)}
    guesses = learn_and_guess(
        found, {at[pk]: codes for pk, codes in codings.items()}, question=_get_question(exercise), progress=progress
    )
    if guesses.reason:
        return 0
    open_ones = exercise.responses.filter(considered=Considered.WAITING).values_list("pk", flat=True)
    waiting = [at[pk] for pk in open_ones if pk in at]
    same = {place: tuple(get_words(found[place])) for place in waiting}
    order = choose_next(guesses, waiting, most=SHOWN_NEXT, seed=len(codings), same=same)
    with transaction.atomic():
        run = MachineRun.objects.create(
            exercise=exercise,
            method=guesses.method,
            learned_from=len(codings),
            looked_at=len(waiting),
            order=[places[place] for place in order],
        )
        CodeSuggestion.objects.filter(response__exercise=exercise, response__considered=Considered.WAITING).delete()
        rows = [
            CodeSuggestion(run=run, response_id=places[place], code_id=code, probability=probability)
            for place in waiting
            for code, probability in guesses.suggest(place).items()
        ]
        CodeSuggestion.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def learn_where_due() -> int:
    """Let the machine learn, in the background, where people have coded enough since it last did. Returns where."""
    due = [exercise for exercise in Exercise.objects.filter(state__in=_BEING_READ) if _is_due(exercise)]
    for exercise in due:
        learn_codes.enqueue(exercise.pk)
    return len(due)


_BEING_READ: Final = (ExerciseState.OPEN, ExerciseState.CLOSED)


def _is_due(exercise: Exercise) -> bool:
    from fiftysteps.engagement.reading.coder import FEWEST_CODED

    coded = exercise.responses.filter(considered__in=(Considered.CODED, Considered.READ)).count()
    if coded < FEWEST_CODED or not exercise.codes.filter(state=CodeState.IN_USE).exists():
        return False
    last = exercise.machine_runs.last()
    return last is None or coded >= max(last.learned_from + SOONEST, GROWTH * last.learned_from)


def _get_codings(exercise: Exercise, known: set[int]) -> dict[int, set[int]]:
    read = exercise.responses.filter(considered__in=(Considered.CODED, Considered.READ))
    codings: dict[int, set[int]] = {pk: set() for pk in read.values_list("pk", flat=True) if pk in known}
    rows = Coding.objects.filter(response__exercise=exercise, is_second=False, code__state=CodeState.IN_USE)
    for pk, code in rows.values_list("response_id", "code_id"):
        if pk in codings:
            codings[pk].add(code)
    return codings


def _get_question(exercise: Exercise) -> str:
    asked = Question.objects.filter(exercise=exercise, kind=QuestionKind.TEXT).values_list("text", "hint")
    return " ".join(part for pair in asked for part in pair if part)
