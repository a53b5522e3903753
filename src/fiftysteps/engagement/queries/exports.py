"""What is given out: to somebody, all that is held of them; to the public, what may be given."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from fiftysteps.core.safe_cell import get_safe_cell
from fiftysteps.engagement.about_you import VARIABLES
from fiftysteps.engagement.models import Exercise, QuestionKind, Response, Standing
from fiftysteps.engagement.sealing import unseal


def get_everything_held(response: Response) -> dict[str, Any]:
    """Return all that is held of one response, for the person whose it is."""
    about = getattr(response, "about", None)
    contact = getattr(response, "contact", None)
    return {
        "exercise": response.exercise.title,
        "received": response.day.isoformat(),
        "how it came": response.get_channel_display(),
        "language": response.language,
        "in what capacity": response.capacities,
        "organisation": response.organisation,
        "answers": [
            {
                "question": answer.question.text,
                "words": answer.text,
                "chosen": _say_chosen(answer.question, answer.value),
                "pin, latitude and longitude": answer.pin or [],
            }
            for answer in response.answers.select_related("question").order_by("question__sort_order")
        ],
        "votes": [
            {"statement": vote.statement.text, "vote": vote.get_vote_display()}
            for vote in response.votes.select_related("statement")
        ],
        "statements added": [
            {"text": each.text, "state": each.get_state_display(), "reason": each.reason}
            for each in response.statements.all()
        ],
        "about you": {
            each.short: each.get_label(code) for each in VARIABLES if (code := getattr(about, each.name, ""))
        },
        "e-mail address": unseal(contact.sealed) if contact else "",
        "considered": response.get_considered_display(),
        "themes": [theme.title for theme in response.themes.all()],
        "erased on": response.exercise.erase_on.isoformat() if response.exercise.erase_on else "",
    }


def _say_chosen(question: Any, value: Any) -> list[str]:
    if not isinstance(value, list):
        return [str(value)] if value else []
    lines = question.list_choices()
    return [lines[number - 1] if 0 < number <= len(lines) else str(number) for number in value]


def write_open_answers(exercise: Exercise) -> str:
    """Return, as CSV, what may be given to anybody who asks: what was chosen, and what organisations wrote.

    Who people are, how to reach them, and what they wrote in their own words is not in it: words can name somebody.
    """
    questions = [each for each in exercise.questions.all() if each.kind != QuestionKind.STATEMENTS]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(
        ["response", "day", "how it came", "organisation", *(get_safe_cell(each.text) for each in questions)]
    )
    for row in _list_rows(exercise, questions):
        writer.writerow([get_safe_cell(cell) for cell in row])
    return stream.getvalue()


def _list_rows(exercise: Exercise, questions: list[Any]) -> Iterator[list[str]]:
    sent = exercise.responses.exclude(standing=Standing.ERASED).prefetch_related("answers__spans").order_by("pk")
    for number, response in enumerate(sent.iterator(chunk_size=2_000), start=1):
        answers = {answer.question_id: answer for answer in response.answers.all()}
        cells = [_say_open(each, answers.get(each.pk), is_open=bool(response.organisation)) for each in questions]
        # The very day and a rare way of answering would point at somebody.
        yield [str(number), f"{response.day:%Y-%m}", response.get_channel_display(), response.organisation, *cells]


def _say_open(question: Any, answer: Any, *, is_open: bool) -> str:
    if answer is None:
        return ""
    if answer.text and not is_open:
        return "(held back: own words)"
    return answer.shown or "; ".join(_say_chosen(question, answer.value))
