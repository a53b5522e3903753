"""Double coding: draw a sample, code it a second time, and see how far two people agree."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.code_second import code_second, draw_second, find_second
from fiftysteps.engagement.models import Exercise, SecondReading
from fiftysteps.engagement.policies import can_change_codebook, check_can_read_responses
from fiftysteps.engagement.queries.agreement import get_agreement
from fiftysteps.engagement.queries.coding import get_codebook
from fiftysteps.publishing.views.listening.considering import say_answers
from fiftysteps.publishing.views.shown import get_signed_in


@login_required
@never_cache
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """How far two people agree, where they differ, and how to draw a sample."""
    user = get_signed_in(request)
    check_can_read_responses(user)
    exercise = get_object_or_404(Exercise, slug=slug)
    if request.method == "POST":
        told = request.POST.get("size", "")
        try:
            count = draw_second(user, exercise, int(told) if told.isdecimal() and len(told) < 8 else 0)
        except PersonError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{count} responses were drawn by chance for a second person.")
        return redirect("listening-agreement", slug)
    context = {
        "exercise": exercise,
        "agreed": get_agreement(exercise),
        "mine": find_second(user, exercise),
        "may_draw": can_change_codebook(user, exercise),
    }
    return render(request, "publishing/listening/agreement.html", context)


@login_required
@never_cache
def code(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One response of the sample, without what the first person said of it."""
    user = get_signed_in(request)
    check_can_read_responses(user)
    found = SecondReading.objects.select_related("response__exercise")
    reading = get_object_or_404(found, pk=pk, response__exercise__slug=slug)
    fault, told = "", set(request.POST.getlist("code"))
    if request.method == "POST":
        codes = [int(value) for value in told if value.isdecimal()] if "none" not in request.POST else []
        try:
            if not codes and not {"none", "unreadable"} & set(request.POST):
                raise PersonError("Choose a code, or press “None of these” if it says nothing that has one.")
            code_second(user, reading, codes, unreadable="unreadable" in request.POST)
        except PersonError as error:
            fault = str(error)
        else:
            following = find_second(user, reading.response.exercise)
            if following is None:
                messages.success(request, "You have coded all of the sample that is yours.")
                return redirect("listening-agreement", slug)
            return redirect("listening-second", slug, following.pk)
    context = {
        "exercise": reading.response.exercise,
        "response": reading.response,
        "rows": say_answers(reading.response),
        "lines": get_codebook(reading.response.exercise),
        "told": told,
        "fault": fault,
    }
    return render(request, "publishing/listening/second.html", context, status=400 if fault else 200)
