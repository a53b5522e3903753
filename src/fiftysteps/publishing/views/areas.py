"""Places: who lives there, and what is known of them."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from fiftysteps.evidence.models import Area
from fiftysteps.evidence.profile_output import get_csv
from fiftysteps.evidence.queries.area_profile import get_area_profile, has_profile
from fiftysteps.publishing.ages import PEOPLE_COLUMNS, get_people_rows
from fiftysteps.publishing.maps import get_residents_map
from fiftysteps.publishing.profile import get_profile_page
from fiftysteps.publishing.queries.area import get_area_figures, get_dimensions
from fiftysteps.publishing.queries.area_groups import get_area_groups, group_areas
from fiftysteps.publishing.queries.places import get_places
from fiftysteps.strategy.queries.steps import get_steps


def list_areas(request: HttpRequest) -> HttpResponse:
    places = get_places(request)
    context = {
        "groups": get_area_groups(places.place if places else None),
        "map": get_residents_map(places.wards) if places else None,
        "profiled": places.profiled if places else (),
    }
    return render(request, "publishing/areas.html", context)


def show_area(request: HttpRequest, code: str) -> HttpResponse:
    area = get_object_or_404(Area.objects.select_related("parent"), code=code)
    children = list(area.children.filter(valid_to__isnull=True).order_by("name"))
    context = {
        "area": area,
        "groups": group_areas(children),
        "successors": [row.new for row in area.successions.select_related("new").order_by("new__name")],
        "predecessors": [row.old for row in area.predecessions.select_related("old").order_by("old__name")],
        "dimensions": get_dimensions(area),
        "figures": get_area_figures(area),
        "profile": get_profile_page(request, area),
        "steps": get_steps().filter(wards=area),
        "map": get_residents_map([child for child in children if child.hex_q is not None]),
    }
    return render(request, "publishing/area.html", context)


def get_profile_csv(request: HttpRequest, code: str) -> HttpResponse:
    area = get_object_or_404(Area.objects.select_related("parent"), code=code)
    if not has_profile(area):
        raise Http404("One small neighbourhood has no profile.")
    response = HttpResponse(get_csv(get_area_profile(area)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="profile-{area.code}.csv"'
    return response


def get_people_csv(request: HttpRequest, code: str) -> HttpResponse:
    area = get_object_or_404(Area, code=code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="people-{area.code}.csv"'
    writer = csv.writer(response)
    writer.writerow(PEOPLE_COLUMNS)
    writer.writerows(get_people_rows(area))
    return response
