"""Frameworks, clause by clause, and the matrix of alignments both ways."""

from django.db.models import Count, Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from fiftysteps.publishing.queries.alignment import get_alignment
from fiftysteps.publishing.views.shown import get_shown
from fiftysteps.strategy.models import Alignment, Framework, Strategy
from fiftysteps.strategy.queries.steps import is_shown


def list_frameworks(request: HttpRequest) -> HttpResponse:
    live = is_shown("clauses__alignments__step__")
    aligned = Count("clauses__alignments__step", filter=live, distinct=True)
    frameworks = Framework.objects.filter(live=True).annotate(
        clauses_count=Count("clauses", distinct=True), steps_count=aligned
    )
    return render(request, "publishing/frameworks.html", {"frameworks": frameworks})


def show_framework(request: HttpRequest, slug: str) -> HttpResponse:
    framework = get_shown(request, Framework.objects.filter(live=True), slug=slug)
    live = Alignment.objects.filter(is_shown("step__"))
    live = live.select_related("step__strategy", "step__theme").order_by("step__strategy", "step__number")
    clauses = list(framework.clauses.all())
    prefetch_related_objects(clauses, Prefetch("alignments", live, to_attr="live_alignments"))
    strategies = Strategy.objects.filter(
        live=True, steps__alignments__clause__framework__slug=framework.slug
    ).distinct()
    context = {"framework": framework, "clauses": clauses, "strategies": strategies}
    return render(request, "publishing/framework.html", context)


def show_alignment(request: HttpRequest, slug: str) -> HttpResponse:
    strategy = get_object_or_404(Strategy, live=True, slug=slug)
    context = get_alignment(strategy, by=request.GET.get("by", ""), framework=request.GET.get("framework", ""))
    return render(request, "publishing/alignment.html", {"strategy": strategy} | context)
