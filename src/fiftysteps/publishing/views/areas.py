"""Places: who lives there, and what is known of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from fiftysteps.evidence.models import Area
from fiftysteps.publishing.maps import get_residents_map
from fiftysteps.publishing.queries.area import get_area_figures, get_dimensions
from fiftysteps.publishing.queries.places import get_places
from fiftysteps.strategy.queries.steps import get_steps


def list_areas(request: HttpRequest) -> HttpResponse:
    areas = list(Area.objects.select_related("parent").order_by("type", "name"))
    return render(
        request,
        "publishing/areas.html",
        {"areas": areas, "map": get_residents_map(places.wards) if (places := get_places(request)) else None},
    )


def show_area(request: HttpRequest, code: str) -> HttpResponse:
    area = get_object_or_404(Area.objects.select_related("parent"), code=code)
    children = list(area.children.order_by("name"))
    context = {
        "area": area,
        "children": children,
        "dimensions": get_dimensions(area),
        "figures": get_area_figures(area),
        "steps": get_steps().filter(wards=area),
        "map": get_residents_map([child for child in children if child.hex_q is not None]),
    }
    return render(request, "publishing/area.html", context)
