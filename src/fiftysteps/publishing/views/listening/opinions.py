"""Opinion groups as they were made last, for staff; and their publication."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.publish_opinions import publish_opinions
from fiftysteps.engagement.actions.refresh_opinions import LEAST_CHANGE, count_new, refresh_opinions
from fiftysteps.engagement.models import Exercise, OpinionMap, Question, QuestionKind
from fiftysteps.engagement.policies import (
    can_run_exercises,
    can_see_private_opinions,
    check_can_run_exercises,
    check_can_see_turnout,
)
from fiftysteps.engagement.queries.opinions import get_maps, get_published, keep_shown, list_asked
from fiftysteps.publishing.opinions import build_view
from fiftysteps.publishing.views.shown import get_signed_in


@login_required
@never_cache
def show_opinions(request: HttpRequest, slug: str) -> HttpResponse:
    user = get_signed_in(request)
    check_can_see_turnout(user)
    exercise = get_object_or_404(Exercise.objects.select_related("area"), slug=slug)
    maps, published = get_maps(exercise), get_published(exercise)
    is_private = can_see_private_opinions(user, exercise)
    context = {
        "exercise": exercise,
        "asked": [
            {
                "question": question,
                "made": maps.get(question.pk),
                "published": published.get(question.pk),
                **_build(question, maps.get(question.pk), is_private=is_private),
            }
            for question in list_asked(exercise)
        ],
        "may_run": can_run_exercises(user),
        "least": LEAST_CHANGE,
    }
    return render(request, "publishing/listening/opinions.html", context)


def _build(question: Question, made: OpinionMap | None, *, is_private: bool) -> dict[str, Any]:
    if made is None:
        return {}
    private = made.for_staff.get("divisions", []) if is_private else []
    shown = keep_shown(made.result)
    view = build_view(shown)
    if private:
        view["private"] = build_view({**shown, "divisions": private})["divisions"]
    return {**view, "since": count_new(question, made)}


@login_required
@require_POST
def refresh(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the map now, if enough people have come since the last."""
    check_can_run_exercises(get_signed_in(request))
    question = _find_question(request, slug)
    if refresh_opinions(question, at_once=True):
        messages.success(request, "The map is made anew.")
    else:
        messages.error(request, f"Too few people have come since the last map: it is made again after {LEAST_CHANGE}.")
    return redirect("listening-opinions", slug)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    user = get_signed_in(request)
    try:
        publish_opinions(user, _find_question(request, slug), today=timezone.localdate())
    except PersonError as error:
        messages.error(request, str(error))
        return redirect("listening-opinions", slug)
    messages.success(request, "The opinion groups are published.")
    return redirect("say-opinions", slug)


def _find_question(request: HttpRequest, slug: str) -> Question:
    asked = Question.objects.select_related("exercise__area").filter(kind=QuestionKind.STATEMENTS, exercise__slug=slug)
    found: Question = get_object_or_404(asked, code=request.POST.get("question", ""))
    return found
