"""Evidence of every kind, and what we heard."""

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fiftysteps.engagement.models import Insight
from fiftysteps.evidence.models import Evidence, EvidenceKind, Finding, Reference
from fiftysteps.evidence.queries.how_to_cite import get_ways_to_cite
from fiftysteps.evidence.queries.specific import get_specific
from fiftysteps.evidence.queries.statement import get_statement
from fiftysteps.publishing.pictures import ChartView, build_finding_chart, make_view
from fiftysteps.publishing.queries.leaning import get_leaning_steps, get_topics_citing
from fiftysteps.publishing.queries.places import get_places
from fiftysteps.publishing.views.shown import get_shown
from fiftysteps.strategy.queries.replies import get_replies
from fiftysteps.strategy.queries.steps import is_shown

# A page that a person can scan on a phone; the longest kind has about a hundred items.
PER_PAGE = 40


def list_evidence(request: HttpRequest) -> HttpResponse:
    evidence = Evidence.objects.filter(live=True, archived=False)
    counts = dict(evidence.order_by().values_list("kind").annotate(Count("pk")))
    kind = request.GET.get("kind", "")
    shown = evidence.filter(kind=kind) if kind in EvidenceKind.values else evidence
    live = is_shown("citations__step__")
    shown = shown.annotate(steps_count=Count("citations__step", filter=live, distinct=True)).order_by("title", "pk")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    groups = [{"kind": k, "label": k.label, "count": counts.get(k, 0), "selected": k == kind} for k in EvidenceKind]
    context = {
        "groups": groups,
        "kind": kind,
        "items": page.object_list,
        "page_obj": page,
        "total": sum(counts.values()),
    }
    return render(request, "publishing/evidence_list.html", context)


def show_evidence(request: HttpRequest, slug: str) -> HttpResponse:
    evidence = get_shown(request, Evidence.objects.filter(live=True), slug=slug)
    item = get_specific([evidence])[evidence.pk] if type(evidence) is Evidence else evidence
    context = {
        "item": item,
        "kind": item.kind,
        "statement": get_statement(item) if isinstance(item, Finding) else None,
        "chart": _get_chart(request, item) if isinstance(item, Finding) else None,
        "steps": get_leaning_steps(item),
        "topics": get_topics_citing(item),
        "reply": getattr(item, "reply", None),
        "ways_to_cite": get_ways_to_cite(item) if isinstance(item, Reference) else (),
    }
    return render(request, "publishing/evidence.html", context)


def _get_chart(request: HttpRequest, finding: Finding) -> ChartView | None:
    places = get_places(request)
    return make_view(build_finding_chart(finding, places)) if places else None


def show_heard(request: HttpRequest) -> HttpResponse:
    insights = Insight.objects.filter(live=True, archived=False).order_by("-mentioned", "slug")
    insights = insights.prefetch_related(Prefetch("reply", get_replies()))
    answered = sum(hasattr(insight, "reply") for insight in insights)
    context = {"insights": insights, "answered": answered, "people": max((i.answered for i in insights), default=0)}
    return render(request, "publishing/heard.html", context)
