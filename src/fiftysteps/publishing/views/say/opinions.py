"""Opinion groups for everyone, as they were published and never live; and which group somebody is near."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from fiftysteps.core.safe_cell import get_safe_cell
from fiftysteps.engagement.asking.sheets import get_sheet
from fiftysteps.engagement.forms import NearForm
from fiftysteps.engagement.models import Exercise, PublishedOpinions
from fiftysteps.engagement.queries.opinions import get_published, keep_shown
from fiftysteps.publishing.nearest import find_nearest, list_near_statements
from fiftysteps.publishing.opinions import CSV_COLUMNS, build_view, list_csv_rows
from fiftysteps.publishing.views.say.showing import find_exercise, get_language, in_language, show


def show_opinions(request: HttpRequest, slug: str) -> HttpResponse:
    exercise = find_exercise(slug)
    published = list(get_published(exercise).values())
    context = {
        "exercise": exercise,
        "asked": [
            {"published": each, "question": each.question, **build_view(keep_shown(each.shown))} for each in published
        ],
    }
    return render(request, "publishing/say_opinions.html", context)


def get_opinions_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The counts that are published, as open data."""
    exercise = find_exercise(slug)
    published = list(get_published(exercise).values())
    if not published:
        raise Http404("Nothing is published yet.")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{exercise.slug}-opinions.csv"'
    writer = csv.writer(response)
    writer.writerow(CSV_COLUMNS)
    for each in published:
        for row in list_csv_rows(keep_shown(each.shown), each.day.isoformat()):
            writer.writerow([get_safe_cell(cell) for cell in row])
    return response


@sensitive_post_parameters()
@in_language
def show_near(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Which group somebody is near. Their votes come in the body of the request, and go with it: nothing is kept."""
    exercise = find_exercise(slug)
    published = _find_published(exercise, code)
    sheet = get_sheet(exercise, get_language(request))
    shown = keep_shown(published.shown)
    listed = list_near_statements(shown, sheet.find(code))
    form = NearForm(listed, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.errors else 200
        return show(request, "near", exercise, sheet, form=form, published=published, status=status)
    nearest = find_nearest(shown, form.get_votes(), dict(listed))
    return show(request, "nearest", exercise, sheet, nearest=nearest, published=published)


def _find_published(exercise: Exercise, code: str) -> PublishedOpinions:
    found = (each for each in get_published(exercise).values() if each.question.code == code)
    published = next(found, None)
    if published is None:
        raise Http404("Nothing is published yet.")
    return published
