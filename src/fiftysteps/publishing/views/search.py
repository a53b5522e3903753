"""Search over everything that is published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fiftysteps.publishing.queries.search import get_results


def search(request: HttpRequest) -> HttpResponse:
    # Longer than any title; a longer text is no question but an attempt to keep the index busy.
    query = request.GET.get("q", "")[:200].strip()
    groups = get_results(query) if query else []
    context = {"query": query, "groups": groups, "total": sum(len(group["results"]) for group in groups)}
    return render(request, "publishing/search.html", context)
