"""Record what people say: paper forms and calls by keyboard, letters with documents, sessions with points."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.enter_response import (
    enter_again,
    enter_response,
    enter_submission,
    find_for_second,
)
from fiftysteps.engagement.actions.record_session import Met, record_session
from fiftysteps.engagement.actions.write_response import Coming
from fiftysteps.engagement.asking.sheets import ENGLISH, get_sheet
from fiftysteps.engagement.entry_forms import EntryForm, ListeningSessionForm, SubmissionForm
from fiftysteps.engagement.models import Channel, Exercise, ExerciseState, Response, SessionKind
from fiftysteps.engagement.policies import check_can_enter
from fiftysteps.engagement.queries.wards import list_ward_choices
from fiftysteps.engagement.receipts import get_key
from fiftysteps.publishing.views.shown import get_signed_in

TAKING = (ExerciseState.OPEN, ExerciseState.CLOSED)


def _find(request: HttpRequest, slug: str) -> Exercise:
    check_can_enter(get_signed_in(request))
    return get_object_or_404(Exercise.objects.filter(state__in=TAKING).select_related("area"), slug=slug)


@login_required
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """Which exercise it is for, and what is to be recorded."""
    check_can_enter(get_signed_in(request))
    exercises = Exercise.objects.filter(state__in=TAKING).select_related("owner")
    return render(request, "publishing/listening/record.html", {"exercises": exercises})


@login_required
@never_cache
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    exercise = _find(request, slug)
    form = EntryForm(get_sheet(exercise), request.POST or None, wards=list_ward_choices(exercise))
    if form.is_valid():
        told = form.cleaned_data
        coming = Coming(
            key=get_key(told["key"]),
            channel=Channel(told["channel"]),
            day=told["day"],
            language=told["language"] or ENGLISH,
            entered_by=get_signed_in(request),
            reference=told["reference"],
        )
        try:
            response = enter_response(get_signed_in(request), exercise, form.get_answers(), coming)
        except PersonError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Kept as response {response.pk}. The next one can be typed in.")
            return redirect("record-enter", exercise.slug)
    context = {"exercise": exercise, "form": form}
    return render(request, "publishing/listening/enter.html", context, status=400 if form.errors else 200)


@login_required
@never_cache
def enter_second(request: HttpRequest, slug: str) -> HttpResponse:
    """Type a paper form in again that a colleague typed in, without seeing what they typed."""
    exercise, user = _find(request, slug), get_signed_in(request)
    chosen = request.POST.get("response", "")
    first = (
        Response.objects.filter(exercise=exercise, pk=int(chosen)).first()
        if chosen.isdecimal()
        else find_for_second(user, exercise)
    )
    if first is None:
        messages.info(request, "No form of a colleague waits to be typed in again.")
        return redirect("record")
    form = EntryForm(get_sheet(exercise), request.POST or None, wards=list_ward_choices(exercise))
    if form.is_valid():
        try:
            entry, different = enter_again(user, first, form.get_answers())
        except PersonError as error:
            form.add_error(None, str(error))
        else:
            said = f"{entry.different} of {entry.fields} fields differ"
            messages.success(request, f"{said}: {', '.join(different)}." if different else "Both are the same.")
            return redirect("record-second", exercise.slug)
    context = {"exercise": exercise, "form": form, "first": first}
    return render(request, "publishing/listening/enter.html", context, status=400 if form.errors else 200)


@login_required
@never_cache
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    exercise, user = _find(request, slug), get_signed_in(request)
    form = SubmissionForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            response = enter_submission(
                user,
                exercise,
                key=told["key"],
                organisation=told["organisation"],
                text=told["text"],
                day=told["day"],
                document=told["document"],
            )
        except PersonError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Kept as response {response.pk}. It has to be considered by name.")
            return redirect("record")
    context = {"exercise": exercise, "form": form}
    return render(request, "publishing/listening/submission.html", context, status=400 if form.errors else 200)


@login_required
@never_cache
def hold(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a session down."""
    exercise, user = _find(request, slug), get_signed_in(request)
    form = ListeningSessionForm(request.POST or None)
    if form.is_valid():
        try:
            session = record_session(user, exercise, read_session(form), today=timezone.localdate())
        except PersonError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Written down: {session.title}, {session.points.count()} points.")
            return redirect("record")
    context = {"exercise": exercise, "form": form}
    return render(request, "publishing/listening/session.html", context, status=400 if form.errors else 200)


def read_session(form: ListeningSessionForm) -> Met:
    told = form.cleaned_data
    return Met(
        key=told["key"],
        kind=SessionKind(told["kind"]),
        title=told["title"],
        place=told["place"],
        held_on=told["held_on"],
        present=told["present"],
        took_part=told["took_part"],
        language=told["language"],
        host=told["host"],
        communities=tuple(told["communities"]),
        counts=told["who"],
        points=told["points"],
    )
