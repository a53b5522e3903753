"""Run an exercise: how it stands, what waits, open it, close it, and take it on to its answer."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.look_for_groups import look_for_groups
from fiftysteps.engagement.actions.move_exercise import move_exercise
from fiftysteps.engagement.models import Exercise, ExerciseState, Group, SafeguardingFlag, Statement
from fiftysteps.engagement.opening import list_opening_faults
from fiftysteps.engagement.policies import (
    can_import,
    can_run_exercises,
    check_can_run_exercises,
    check_can_see_turnout,
)
from fiftysteps.engagement.queries.answers import count_answers
from fiftysteps.engagement.queries.completeness import count_waiting
from fiftysteps.engagement.queries.entries import get_double_entry
from fiftysteps.engagement.queries.holds import find_hold
from fiftysteps.engagement.queries.opinions import list_asked
from fiftysteps.engagement.queries.turnout import get_totals
from fiftysteps.publishing.views.listening.recording import TAKING
from fiftysteps.publishing.views.shown import get_signed_in

NEXT = {
    ExerciseState.DRAFT: (ExerciseState.OPEN, "Open it"),
    ExerciseState.OPEN: (ExerciseState.CLOSED, "Close it"),
    ExerciseState.CLOSED: (ExerciseState.CONSIDERED, "Everything is considered"),
    ExerciseState.CONSIDERED: (ExerciseState.DECIDED, "Record what was decided"),
    ExerciseState.DECIDED: (ExerciseState.ANSWERED, "Everything is answered"),
}


@login_required
@never_cache
def list_exercises(request: HttpRequest) -> HttpResponse:
    user = get_signed_in(request)
    check_can_see_turnout(user)
    exercises = Exercise.objects.select_related("owner")
    context = {
        "rows": [(each, get_totals(each), count_waiting(each)) for each in exercises],
        "flags": SafeguardingFlag.objects.filter(seen__isnull=True).count(),
        "hold": find_hold(timezone.localdate()),
        "may_run": can_run_exercises(user),
    }
    return render(request, "publishing/listening/list.html", context)


@login_required
@never_cache
def show_exercise(request: HttpRequest, slug: str) -> HttpResponse:
    user = get_signed_in(request)
    check_can_see_turnout(user)
    exercise = get_object_or_404(Exercise.objects.select_related("owner", "area", "safeguarding"), slug=slug)
    following = NEXT.get(ExerciseState(exercise.state))
    is_draft = exercise.state == ExerciseState.DRAFT
    context = {
        "exercise": exercise,
        "totals": get_totals(exercise),
        "waiting": count_waiting(exercise),
        "count": count_answers(exercise),
        "faults": list_opening_faults(exercise, timezone.localdate()) if is_draft else [],
        "next": following,
        "may_run": can_run_exercises(user),
        "may_import": can_import(user) and exercise.state in TAKING,
        "groups": Group.objects.filter(exercise=exercise).prefetch_related("responses"),
        "statements": Statement.objects.filter(question__exercise=exercise, state=Statement.State.WAITING).count(),
        "asks_opinions": bool(list_asked(exercise)),
        "double": get_double_entry(exercise),
        "languages": [pair for pair in settings.LANGUAGES if pair[0] != settings.LANGUAGE_CODE],
        "invitations": exercise.invitations.count(),
    }
    return render(request, "publishing/listening/exercise.html", context)


@login_required
@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an exercise to the state that the button names."""
    user = get_signed_in(request)
    check_can_run_exercises(user)
    exercise = get_object_or_404(Exercise, slug=slug)
    wanted = request.POST.get("state", "")
    state = ExerciseState(wanted) if wanted in ExerciseState.values else ExerciseState.DRAFT
    try:
        move_exercise(user, exercise, state, today=timezone.localdate(), decision=request.POST.get("decision", ""))
    except PersonError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{exercise}” is {exercise.get_state_display().lower()}.")
    return redirect("listening-exercise", exercise.slug)


@login_required
@require_POST
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """Look for letters, repeats and what one hand seems to have sent."""
    check_can_run_exercises(get_signed_in(request))
    exercise = get_object_or_404(Exercise, slug=slug)
    found = look_for_groups(exercise)
    said = ", ".join(f"{number} {Group.Kind(kind).label.lower()}" for kind, number in found.items())
    messages.success(request, f"Looked for what belongs together. Groups found: {said}.")
    return redirect("listening-exercise", exercise.slug)
