"""You said, we did, for one exercise."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fiftysteps.engagement.models import Insight, Standing
from fiftysteps.engagement.queries.answers import count_answers
from fiftysteps.engagement.queries.opinions import get_published
from fiftysteps.publishing.views.say.showing import find_exercise
from fiftysteps.strategy.queries.replies import get_replies


def show_answers(request: HttpRequest, slug: str) -> HttpResponse:
    exercise = find_exercise(slug)
    insights = Insight.objects.filter(held_in=exercise, live=True, archived=False).order_by("-mentioned", "slug")
    insights = insights.prefetch_related(Prefetch("reply", get_replies()))
    submissions = exercise.responses.exclude(organisation="").exclude(standing=Standing.ERASED)
    submissions = submissions.prefetch_related("replies__by", "replies__step_replies__step").order_by(
        "organisation", "pk"
    )
    context = {
        "exercise": exercise,
        "insights": insights,
        "submissions": submissions,
        "count": count_answers(exercise),
        "has_opinions": bool(get_published(exercise)),
    }
    return render(request, "publishing/say_answers.html", context)
