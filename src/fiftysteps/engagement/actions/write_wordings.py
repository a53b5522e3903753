"""Write the texts of an exercise in another language, and say whether somebody who speaks it has checked them."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import Exercise, Wording
from fiftysteps.engagement.models.exercise import list_parts
from fiftysteps.engagement.policies import check_can_run_exercises


def write_wordings(user: User, exercise: Exercise, language: str, texts: Mapping[str, str], *, is_checked: bool) -> int:
    """Keep the texts of an exercise in a language; an empty one is taken away, and English is read in its place.

    Texts can be written while an exercise is open: a language may be missing only then. What they say must stay the
    same, and a list must keep its number of lines, since an answer is the number of a line.

    Returns
    -------
    int
        How many texts the language has now.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        The site does not speak the language, or lists have another number of lines; then nothing is kept.
    """
    check_can_run_exercises(user)
    if language not in dict(settings.LANGUAGES) or language == settings.LANGUAGE_CODE:
        raise PersonError(f"The site does not speak “{language}”.")
    parts = dict(list_parts(exercise))
    given = {part: text.strip() for part, text in texts.items() if part in parts}
    if faults := [fault for part, text in given.items() if (fault := _find_fault(part, parts[part], text))]:
        raise PersonError("\n".join(faults))
    with transaction.atomic():
        Wording.objects.filter(exercise=exercise, language=language, part__in=given).delete()
        Wording.objects.bulk_create(
            Wording(exercise=exercise, language=language, part=part, text=text, is_checked=is_checked)
            for part, text in given.items()
            if text
        )
        # What is kept of an exercise is read again when it changed.
        exercise.save(update_fields=("changed",))
        record_audit(user, f"write-wordings-{language}", exercise.key, given)
    return Wording.objects.filter(exercise=exercise, language=language).count()


def _find_fault(part: str, original: str, text: str) -> str:
    lines, wanted = _count_lines(text), _count_lines(original)
    if text and part.endswith(".choices") and lines != wanted:
        return f"{part.removesuffix('.choices')}: the list has {wanted} lines, and this has {lines}."
    return ""


def _count_lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())
