"""Every release of every dataset in the editor's site: where it is from, who took it in, and what replaced it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fiftysteps.evidence.models import Dataset, Release
from fiftysteps.evidence.policies import check_can_take_in

ON_A_PAGE = 50


def list_releases(request: HttpRequest) -> HttpResponse:
    check_can_take_in(request.user)
    releases = Release.objects.select_related("dataset__source", "taken_in_by", "replaced_by").prefetch_related(
        "replaces"
    )
    chosen = request.GET.get("dataset", "")
    if chosen:
        releases = releases.filter(dataset__slug=chosen)
    context = {
        "page": Paginator(releases, ON_A_PAGE).get_page(request.GET.get("page")),
        "datasets": Dataset.objects.order_by("title"),
        "chosen": chosen,
    }
    return render(request, "evidence/releases.html", context)
