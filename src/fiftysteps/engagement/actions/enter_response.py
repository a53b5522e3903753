"""Staff enter what came on paper, by telephone, through an interpreter, or as a letter."""

import datetime
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.about_you import VARIABLES
from fiftysteps.engagement.actions.write_response import Coming, write_response
from fiftysteps.engagement.asking.reading import Filled, Given, read_answers
from fiftysteps.engagement.asking.sheets import Sheet, get_sheet
from fiftysteps.engagement.days import find_day_fault
from fiftysteps.engagement.models import (
    Attachment,
    Capacity,
    Channel,
    Exercise,
    QuestionKind,
    Response,
    SecondEntry,
)
from fiftysteps.engagement.policies import check_can_enter, check_takes_entries
from fiftysteps.engagement.receipts import get_key

LARGEST_DOCUMENT: Final = 20_000_000
# What a council gets as a submission. Nothing of it is ever run or shown inside a page.
SUFFIXES: Final = frozenset({".pdf", ".docx", ".doc", ".odt", ".txt", ".rtf", ".jpg", ".jpeg", ".png"})
_UNSAFE: Final = re.compile(r"[^\w .()-]+")


def enter_response(user: User, exercise: Exercise, answers: Mapping[str, Any], coming: Coming) -> Response:
    """Keep what somebody else filled in or said, once however often it is sent.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        The exercise takes none, nothing was answered, or the key was used for something else.
    """
    check_can_enter(user)
    check_takes_entries(exercise)
    if fault := find_day_fault(exercise, coming.day, timezone.localdate()):
        raise PersonError(f"{fault}.")
    with transaction.atomic():
        response = write_response(exercise, read_answers(get_sheet(exercise), answers), coming)
        record_audit(user, "enter-response", f"engagement.response:{response.pk}")
    return response


def enter_submission(
    user: User, exercise: Exercise, *, key: str, organisation: str, text: str, day: datetime.date, document: Any = None
) -> Response:
    """Keep a letter or the submission of an organisation, with its document. Each has to be considered by name.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        The exercise takes none, has no question in free text, or the document is of a kind or size that is not kept.
    """
    check_can_enter(user)
    check_takes_entries(exercise)
    question = next((each for each in get_sheet(exercise).questions if each.kind == QuestionKind.TEXT), None)
    if question is None:
        raise PersonError("This exercise has no question in free text, under which a letter could be kept.")
    words = text or f"See the document {document.name}."
    # Whether the writer of a letter lives here nobody has asked, so it is not said.
    capacities = (Capacity.ORGANISATION.value,) if organisation else ()
    filled = Filled(given=(Given(question.pk, words),), capacities=capacities, organisation=organisation)
    with transaction.atomic():
        coming = Coming(key=get_key(key), channel=Channel.LETTER, day=day, entered_by=user)
        response = write_response(exercise, filled, coming)
        if document is not None and not response.attachments.exists():
            _keep_document(response, document)
        record_audit(user, "enter-submission", f"engagement.response:{response.pk}")
    return response


def _keep_document(response: Response, document: Any) -> None:
    name = _UNSAFE.sub("_", Path(str(document.name)).name)[-200:]
    if Path(name).suffix.lower() not in SUFFIXES:
        raise PersonError(f"“{name}” cannot be kept: send one of {', '.join(sorted(SUFFIXES))}.")
    if document.size > LARGEST_DOCUMENT:
        raise PersonError(f"“{name}” has {document.size:,} bytes; at most {LARGEST_DOCUMENT:,} are kept.")
    content = b"".join(document.chunks())
    digest = hashlib.sha256(content).hexdigest()
    folder = get_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / digest
    if not path.exists():
        half = path.with_suffix(".half")
        half.write_bytes(content)
        half.replace(path)
    Attachment.objects.create(response=response, name=name, digest=digest, size=len(content))


def get_folder() -> Path:
    """Return where documents lie: in no folder that the web server gives out."""
    return Path(settings.DATA_DIR) / "submissions"


def enter_again(user: User, response: Response, answers: Mapping[str, Any]) -> tuple[SecondEntry, list[str]]:
    """Compare a second typing of a paper form with the first, and keep in how many fields they differ.

    Returns
    -------
    tuple of SecondEntry and list of str
        The count, and the names of the fields that differ.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        The same person typed it the first time, or it was typed twice already.
    """
    check_can_enter(user)
    if response.entered_by_id == user.pk:
        raise PersonError("You typed this form in the first time. Let a colleague type it in again.")
    if SecondEntry.objects.filter(response=response).exists():
        raise PersonError("This form was typed in twice already.")
    sheet = get_sheet(response.exercise)
    names, different = compare_entries(sheet, read_answers(sheet, answers), response)
    with transaction.atomic():
        entry = SecondEntry.objects.create(response=response, by=user, fields=len(names), different=len(different))
        record_audit(user, "enter-again", f"engagement.response:{response.pk}")
    return entry, different


def compare_entries(sheet: Sheet, again: Filled, response: Response) -> tuple[list[str], list[str]]:
    """Return the fields of a form, and those in which the second typing is another than the first."""
    first = {answer.question_id: (_squeeze(answer.text), answer.value) for answer in response.answers.all()}
    second = {each.question: (_squeeze(each.text), each.value) for each in again.given if each.text or each.value}
    pairs: dict[str, tuple[Any, Any]] = {
        asked.text: (first.get(asked.pk), second.get(asked.pk))
        for asked in sheet.questions
        if asked.kind != QuestionKind.STATEMENTS
    }
    about = getattr(response, "about", None)
    for variable in VARIABLES:
        pairs[variable.short] = (getattr(about, variable.name, ""), again.about.get(variable.name, ""))
    pairs["You"] = (sorted(response.capacities), sorted(again.capacities))
    votes = {vote.statement_id: vote.vote for vote in response.votes.all()}
    voted = {pk: vote for each in again.voted for pk, vote in each.votes.items()}
    if votes or voted:
        pairs["Statements"] = (votes, voted)
    return list(pairs), [name for name, (one, other) in pairs.items() if one != other]


def _squeeze(text: str) -> str:
    """Return words as they are compared: a space or a capital letter more is no disagreement."""
    return " ".join(text.casefold().split())


def find_for_second(user: User, exercise: Exercise) -> Response | None:
    """Return a paper form that a colleague typed in and nobody has typed again; which one is left to chance."""
    waiting = exercise.responses.filter(channel=Channel.PAPER, entered_by__isnull=False, second_entry__isnull=True)
    return waiting.exclude(entered_by=user).exclude(reference="").order_by("?").first()
