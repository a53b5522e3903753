"""What was answered, in three ways side by side; and what may be given to whoever asks."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from fiftysteps.engagement.models import Exercise
from fiftysteps.engagement.policies import check_can_read_responses, check_can_see_turnout
from fiftysteps.engagement.queries.exports import write_open_answers
from fiftysteps.engagement.queries.results import WEIGHTED_BY, get_pins, get_results
from fiftysteps.publishing.place_map import WIDE, get_place_map
from fiftysteps.publishing.views.shown import get_signed_in


@login_required
@never_cache
def show_results(request: HttpRequest, slug: str) -> HttpResponse:
    check_can_see_turnout(get_signed_in(request))
    exercise = get_object_or_404(Exercise, slug=slug)
    context = {"exercise": exercise, "found": get_results(exercise), "weighted_by": WEIGHTED_BY}
    return render(request, "publishing/listening/results.html", context)


@login_required
@never_cache
def get_places(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    """Where people put their pins, for those who see the results."""
    check_can_see_turnout(get_signed_in(request))
    exercise = get_object_or_404(Exercise, slug=slug)
    place_map = get_place_map(exercise)
    if place_map is None or place_map.frame is None:
        raise Http404("There is no such map.")
    drawn = place_map.draw(WIDE, pins=get_pins(exercise, question))
    return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")


@login_required
@never_cache
def get_open_answers(request: HttpRequest, slug: str) -> HttpResponse:
    """The answers that may be given under freedom of information, as CSV."""
    check_can_read_responses(get_signed_in(request))
    exercise = get_object_or_404(Exercise, slug=slug)
    response = HttpResponse(write_open_answers(exercise), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{exercise.slug}-open-answers.csv"'
    return response
