"""Who we have not heard, for everyone: as it was published, and never live."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fiftysteps.engagement.models import PublishedTurnout
from fiftysteps.engagement.queries.margins import list_wards
from fiftysteps.engagement.queries.opinions import get_published
from fiftysteps.publishing.turnout import build_page
from fiftysteps.publishing.views.say.showing import find_exercise


def show_who(request: HttpRequest, slug: str) -> HttpResponse:
    exercise = find_exercise(slug)
    published = PublishedTurnout.objects.filter(exercise=exercise).first()
    page = build_page(published.shown, list_wards(exercise.area)) if published else {}
    context = {
        "exercise": exercise,
        "published": published,
        "has_opinions": bool(get_published(exercise)),
        **page,
    }
    return render(request, "publishing/who.html", context)
