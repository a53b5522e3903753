"""Take an exercise from one state to the next, with what each asks for."""

import datetime

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import Exercise, ExerciseState, QuestionKind, Statement
from fiftysteps.engagement.policies import check_can_move, check_can_run_exercises


def move_exercise(
    user: User, exercise: Exercise, state: ExerciseState, *, today: datetime.date, decision: str = ""
) -> None:
    """Take `exercise` to `state`; to be decided it needs the words of the decision.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        With everything that stands against it.
    """
    check_can_run_exercises(user)
    with transaction.atomic():
        now = Exercise.objects.select_for_update().get(pk=exercise.pk)
        check_can_move(now, state, today)
        if state == ExerciseState.DECIDED:
            if not decision.strip():
                raise PersonError("Write what was decided, in words that a resident understands.")
            now.decision, now.decided_on = decision.strip(), today
        if state == ExerciseState.OPEN:
            _seed_statements(now)
        now.state = state
        now.save()
        record_audit(user, f"exercise-{state}", now.key, decision or None)
    exercise.refresh_from_db()


def _seed_statements(exercise: Exercise) -> None:
    """Make the statements that the questions begin with, so that they can be voted on."""
    for question in exercise.questions.filter(kind=QuestionKind.STATEMENTS):
        for line, text in enumerate(question.list_choices(), start=1):
            Statement.objects.get_or_create(
                question=question, line=line, defaults={"text": text[:200], "state": Statement.State.SHOWN}
            )
