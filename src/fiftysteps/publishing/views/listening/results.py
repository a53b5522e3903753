"""What was answered, in three ways side by side; and what may be given to whoever asks."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from fiftysteps.engagement.models import Exercise
from fiftysteps.engagement.policies import check_can_read_responses, check_can_see_turnout
from fiftysteps.engagement.queries.exports import write_open_answers
from fiftysteps.engagement.queries.results import WEIGHTED_BY, get_results
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
def get_open_answers(request: HttpRequest, slug: str) -> HttpResponse:
    """The answers that may be given under freedom of information, as CSV."""
    check_can_read_responses(get_signed_in(request))
    exercise = get_object_or_404(Exercise, slug=slug)
    response = HttpResponse(write_open_answers(exercise), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{exercise.slug}-open-answers.csv"'
    return response
