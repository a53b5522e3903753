"""The council's own colours as a style sheet, so that no page needs a style of its own."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from fiftysteps.core.colour import get_contrast
from fiftysteps.publishing.queries.places import get_brand
from fiftysteps.strategy.models import Theme


@cache_control(max_age=300)
def get_brand_css(request: HttpRequest) -> HttpResponse:
    colour = get_brand(request).colour
    ink = "#ffffff" if get_contrast(colour, "#ffffff") >= get_contrast(colour, "#000000") else "#000000"
    lines = [f":root{{--brand:{colour};--brand-ink:{ink}}}"]
    themes = Theme.objects.filter(live=True).order_by("strategy", "number")
    lines += [f".theme-{theme.pk}{{--theme:{theme.hue}}}" for theme in themes]
    return HttpResponse("\n".join(lines), content_type="text/css; charset=utf-8")
