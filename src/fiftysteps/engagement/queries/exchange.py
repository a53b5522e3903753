"""The codebook and the codings of an exercise as other programs read them: the words without personal data."""

from collections import defaultdict

from fiftysteps.engagement.exchange.shapes import ExchangedCode, ExchangedCoding, ExchangedProject, ExchangedSource
from fiftysteps.engagement.exchange.writing import make_key, normalise
from fiftysteps.engagement.models import Answer, Code, CodeState, Coding, Exercise, Standing
from fiftysteps.engagement.privacy.kinds import redact, trace


def get_exchanged_codes(exercise: Exercise) -> tuple[ExchangedCode, ...]:
    """Return the codes in use, each with those below it; what has no place of its own stands in the description."""
    under: dict[int | None, list[Code]] = defaultdict(list)
    for code in exercise.codes.filter(state=CodeState.IN_USE).order_by("name", "pk"):
        under[code.parent_id].append(code)

    def build(parent: int | None) -> tuple[ExchangedCode, ...]:
        return tuple(
            ExchangedCode(str(each.key), each.name, describe_code(each), True, build(each.pk)) for each in under[parent]
        )

    return build(None)


def get_exchanged_project(exercise: Exercise) -> ExchangedProject:
    """Return every response that somebody wrote in words, with its codings; one without a span is of all its words."""
    codings: dict[int, list[Coding]] = defaultdict(list)
    rows = Coding.objects.filter(response__exercise=exercise, is_second=False, code__state=CodeState.IN_USE)
    for coding in rows.select_related("code", "by").order_by("pk"):
        codings[coding.response_id].append(coding)
    users = {make_key("user", each.by_id): each.by.public_name for own in codings.values() for each in own}
    answers: dict[int, list[Answer]] = defaultdict(list)
    written = Answer.objects.filter(response__exercise=exercise).exclude(text="")
    written = written.exclude(response__standing=Standing.ERASED).prefetch_related("spans")
    for answer in written.order_by("response", "question__sort_order"):
        answers[answer.response_id].append(answer)
    sources = tuple(_make_source(exercise, pk, own, codings[pk]) for pk, own in sorted(answers.items()))
    return ExchangedProject(exercise.title, get_exchanged_codes(exercise), sources, users)


def describe_code(code: Code) -> str:
    """Return the definition of a code, with what counts as it, what does not, and examples."""
    parts = (("Includes", code.includes), ("Excludes", code.excludes), ("Examples", code.examples))
    more = [f"{name}: {text}" for name, text in parts if text]
    return "\n\n".join(part for part in (code.definition, *more) if part)


def _make_source(exercise: Exercise, pk: int, answers: list[Answer], codings: list[Coding]) -> ExchangedSource:
    starts: dict[int, int] = {}
    text = ""
    for answer in answers:
        text += "\n" if text else ""
        starts[answer.pk] = len(text)
        text += normalise(answer.shown)
    given = tuple(_make_coding(each, answers, starts, len(text)) for each in codings)
    return ExchangedSource(make_key("exercise", exercise.pk, "response", pk), f"Response {pk}", text, given)


def _make_coding(coding: Coding, answers: list[Answer], starts: dict[int, int], whole: int) -> ExchangedCoding:
    start, end = 0, whole
    answer = next((each for each in answers if each.pk == coding.answer_id), None)
    if answer is not None and coding.start is not None and coding.end is not None:
        first, last = _find_shown(answer, coding.start, coding.end)
        start, end = starts[answer.pk] + first, starts[answer.pk] + last
    return ExchangedCoding(str(coding.code.key), start, end, make_key("user", coding.by_id), coding.at)


def _find_shown(answer: Answer, start: int, end: int) -> tuple[int, int]:
    """Return where a part of what was written stands in what is shown, with line ends of one character."""
    hidden = answer.list_hidden()
    shown = redact(answer.text, hidden)
    own = [at for at, place in enumerate(trace(answer.text, hidden)) if place[0] < end and place[1] > start]
    first, last = own[0], own[-1] + 1
    return len(normalise(shown[:first])), len(normalise(shown[:last]))
