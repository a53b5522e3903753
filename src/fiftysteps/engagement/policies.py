"""Who may do what in the engagement room, and when. A check raises the sentence that the page shows."""

import datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import Exercise, ExerciseState, Response
from fiftysteps.engagement.opening import list_opening_faults
from fiftysteps.engagement.queries.completeness import count_unanswered, count_waiting
from fiftysteps.engagement.queries.holds import find_hold

# As people say a day, with the month in the reader's language.
DAY: Final = "j F Y"

type Visitor = User | AnonymousUser

_BEFORE: Final = {
    ExerciseState.OPEN: (ExerciseState.DRAFT, ExerciseState.CLOSED),
    ExerciseState.CLOSED: (ExerciseState.OPEN,),
    ExerciseState.CONSIDERED: (ExerciseState.CLOSED,),
    ExerciseState.DECIDED: (ExerciseState.CONSIDERED,),
    ExerciseState.ANSWERED: (ExerciseState.DECIDED,),
}


def check_can_run_exercises(user: Visitor) -> None:
    """Whoever may change an exercise may open it, close it, and see who took part."""
    if not user.has_perm("engagement.change_exercise"):
        raise PermissionDenied("Only those who run listening exercises can do this.")


def can_run_exercises(user: Visitor) -> bool:
    try:
        check_can_run_exercises(user)
    except PermissionDenied:
        return False
    return True


def check_can_enter(user: Visitor) -> None:
    """Whoever may add a response may type in a paper form or a call, and write down a session."""
    if not user.has_perm("engagement.add_response"):
        raise PermissionDenied("Only those who record what people say can do this.")


def can_enter(user: Visitor) -> bool:
    try:
        check_can_enter(user)
    except PermissionDenied:
        return False
    return True


def check_can_read_responses(user: Visitor) -> None:
    """What people wrote is for those who have to consider it, and not for everybody who records."""
    if not user.has_perm("engagement.view_answer"):
        raise PermissionDenied("Only those who consider the answers can read them.")


def check_can_import(user: Visitor) -> None:
    """Whoever brings in answers from another tool adds them, and reads them while they look at the file."""
    check_can_enter(user)
    check_can_read_responses(user)


def can_import(user: Visitor) -> bool:
    try:
        check_can_import(user)
    except PermissionDenied:
        return False
    return True


def check_can_see_turnout(user: Visitor) -> None:
    """Counts of who took part, with small groups hidden, are for those who go and ask the others."""
    if not user.has_perm("engagement.view_turnout"):
        raise PermissionDenied("Only those who listen to residents can see this before it is published.")


def can_see_turnout(user: Visitor) -> bool:
    try:
        check_can_see_turnout(user)
    except PermissionDenied:
        return False
    return True


def can_see_private_opinions(user: Visitor, exercise: Exercise) -> bool:
    """Opinion groups by faith and ethnicity: for those who may read who people are, where the assessment allows it."""
    return exercise.dpia_covers_opinions and user.has_perm("engagement.view_aboutyou")


def check_is_taking(exercise: Exercise, today: datetime.date) -> None:
    """Residents can answer by themselves from the first day to the last, while the exercise is open.

    Raises
    ------
    PersonError
        With the sentence that the page shows.
    """
    if exercise.is_taking(today):
        return
    if exercise.state == ExerciseState.OPEN and exercise.opens is not None and exercise.opens > today:
        day = date_format(exercise.opens, DAY)
        raise PersonError(_("This opens on %(day)s. Please come back then.") % {"day": day})
    if exercise.closes is None:
        raise PersonError(_("This is closed. Nothing more can be sent."))
    day = date_format(min(exercise.closes, today), DAY)
    raise PersonError(_("This closed on %(day)s. Nothing more can be sent.") % {"day": day})


def check_takes_entries(exercise: Exercise) -> None:
    """Staff can enter what came in on other ways until it is considered: forms arrive by post after the last day.

    Raises
    ------
    PersonError
        With the sentence that the page shows.
    """
    if exercise.state not in {ExerciseState.OPEN, ExerciseState.CLOSED}:
        said = "has not opened yet" if exercise.state == ExerciseState.DRAFT else "was considered already"
        raise PersonError(f"“{exercise}” {said}: nothing can be entered.")


def check_can_move(exercise: Exercise, state: ExerciseState, today: datetime.date) -> None:
    """An exercise goes forward one state at a time, each with what it asks for.

    Raises
    ------
    PersonError
        With a line for everything that stands against it.
    """
    if exercise.state not in _BEFORE.get(state, ()):
        was = ExerciseState(exercise.state).label.lower()
        raise PersonError(f"“{exercise}” is {was}: it cannot become {state.label.lower()} from there.")
    faults = list(_find_faults(exercise, state, today))
    if faults:
        raise PersonError("\n".join(faults))


def _find_faults(exercise: Exercise, state: ExerciseState, today: datetime.date) -> list[str]:
    if state == ExerciseState.OPEN:
        hold = find_hold(today)
        return [*list_opening_faults(exercise, today), *([hold.sentence] if hold else [])]
    if state == ExerciseState.CONSIDERED and (waiting := count_waiting(exercise)):
        said = "1 response waits" if waiting == 1 else f"{waiting:,} responses wait"
        return [f"{said} to be considered by somebody. Each has to be read by a person whose name is kept with it."]
    if state == ExerciseState.ANSWERED and (unanswered := count_unanswered(exercise)):
        said = "1 theme or submission has" if unanswered == 1 else f"{unanswered:,} themes or submissions have"
        return [f"{said} no answer yet. Answer each one, if only with “no”, and say why."]
    return []


def check_can_be_changed(exercise: Exercise) -> None:
    """What people were told when they answered cannot be changed afterwards.

    Raises
    ------
    PersonError
        It is no longer in draft.
    """
    if exercise.state != ExerciseState.DRAFT:
        raise PersonError("People have been told this already. What it asks and says cannot be changed any more.")


def check_can_consider(user: Visitor, response: Response) -> None:
    """Only a person who may read a response can have considered it."""
    check_can_read_responses(user)
    if response.exercise.state not in {ExerciseState.OPEN, ExerciseState.CLOSED}:
        raise PermissionDenied("This exercise was considered already.")


def check_can_read_originals(user: Visitor) -> None:
    """What people wrote before anything was hidden is for those who have to know who wrote it, or what is hidden."""
    check_can_read_responses(user)
    if not user.has_perm("engagement.view_original"):
        raise PermissionDenied("Only those who look after what people wrote can see what is hidden in it.")


def can_read_originals(user: Visitor) -> bool:
    try:
        check_can_read_originals(user)
    except PermissionDenied:
        return False
    return True


def check_can_change_codebook(user: Visitor, exercise: Exercise) -> None:
    """Whoever considers the responses of an exercise may change its codes, until it was considered."""
    check_can_read_responses(user)
    if exercise.state not in {ExerciseState.OPEN, ExerciseState.CLOSED}:
        raise PermissionDenied("The codes of an exercise can change from its opening until it was considered.")


def can_change_codebook(user: Visitor, exercise: Exercise) -> bool:
    try:
        check_can_change_codebook(user, exercise)
    except PermissionDenied:
        return False
    return True


def check_can_read_contacts(user: Visitor) -> None:
    if not user.has_perm("engagement.view_contact"):
        raise PermissionDenied("Only those who answer residents can see how to reach them.")
