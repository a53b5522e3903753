"""Strategies, their themes and their steps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from fiftysteps.publishing.pictures import get_outcome_views, get_step_charts
from fiftysteps.publishing.queries.filters import get_filters
from fiftysteps.publishing.queries.lineage import get_lineage
from fiftysteps.publishing.queries.neighbours import get_neighbours
from fiftysteps.publishing.queries.places import get_places
from fiftysteps.publishing.views.shown import get_shown, is_preview
from fiftysteps.strategy.gaps import get_step_gaps
from fiftysteps.strategy.models import Strategy, Theme
from fiftysteps.strategy.queries.steps import get_steps, get_tiles, read_parts
from fiftysteps.strategy.queries.thread import get_thread


def show_strategies(request: HttpRequest) -> HttpResponse:
    strategies = Strategy.objects.filter(live=True).select_related("owner")
    return render(request, "publishing/strategies.html", {"strategies": strategies})


def show_strategy(request: HttpRequest, slug: str) -> HttpResponse:
    strategy = get_shown(request, Strategy.objects.filter(live=True).select_related("owner", "previous"), slug=slug)
    steps = get_steps().filter(strategy=strategy.pk)
    filters, shown = get_filters(request.GET, steps)
    context = {
        "strategy": strategy,
        "themes": Theme.objects.filter(strategy=strategy.pk, live=True),
        "tiles": get_tiles(shown),
        "filters": filters,
        "total": steps.count(),
        "followers": Strategy.objects.filter(previous=strategy.pk, live=True),
    }
    return render(request, "publishing/strategy.html", context)


def show_theme(request: HttpRequest, strategy: str, slug: str) -> HttpResponse:
    themes = Theme.objects.filter(live=True, strategy__live=True).select_related("strategy__place")
    theme = get_shown(request, themes, strategy__slug=strategy, slug=slug)
    context = {
        "strategy": theme.strategy,
        "theme": theme,
        "tiles": get_tiles(get_steps().filter(theme=theme.pk)),
        "outcomes": get_outcome_views(theme, get_places(request)),
    }
    return render(request, "publishing/theme.html", context)


def show_step(request: HttpRequest, strategy: str, number: int) -> HttpResponse:
    step = get_shown(request, get_steps(), strategy__slug=strategy, number=number)
    if not is_preview(request):
        read_parts(step)
    thread = get_thread(step)
    before, after = get_neighbours(step)
    context = {
        "strategy": step.strategy,
        "step": step,
        "thread": thread,
        "gaps": [gap for _, gap in get_step_gaps(step, timezone.localdate())],
        "charts": get_step_charts(thread, places) if (places := get_places(request)) else {},
        "before": before,
        "after": after,
    } | get_lineage(step)
    return render(request, "publishing/step.html", context)
