"""Plan who goes where to hear a community that has not been heard."""

from django.db import transaction
from django.utils import timezone

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import Exercise, ReachPlan
from fiftysteps.engagement.policies import check_can_run_exercises


def plan_reach(user: User, exercise: Exercise, plan: ReachPlan) -> ReachPlan:
    """Keep a plan for an exercise.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        Its day is past, or the exercise will have closed by then.
    """
    check_can_run_exercises(user)
    if plan.by_when < timezone.localdate():
        raise PersonError(f"{plan.by_when:%-d %B %Y} is past: choose a day on which somebody can still go.")
    if exercise.closes is not None and plan.by_when > exercise.closes:
        raise PersonError(f"The exercise closes on {exercise.closes:%-d %B %Y}: go before that.")
    with transaction.atomic():
        plan.exercise = exercise
        plan.save()
        record_audit(user, "plan-reach", f"engagement.reachplan:{plan.pk}")
    return plan
