"""Indicators: the list, the page of one, and its figures as a file."""

import csv
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from fiftysteps.evidence.dictionary_output import get_csv
from fiftysteps.evidence.models import Finding, Indicator, IndicatorKind
from fiftysteps.evidence.queries.data_stamp import get_releases
from fiftysteps.evidence.queries.dictionary import get_dictionary
from fiftysteps.evidence.queries.observations import count_observations, get_every_observation, get_observations
from fiftysteps.publishing.pictures import get_indicator_charts, get_indicator_maps
from fiftysteps.publishing.queries.citation import get_citation
from fiftysteps.publishing.queries.figures import CSV_COLUMNS, get_csv_rows, get_latest, get_page_rows
from fiftysteps.publishing.queries.headline import get_headline
from fiftysteps.publishing.queries.leaning import get_steps_on, get_topics_citing
from fiftysteps.publishing.queries.places import get_places
from fiftysteps.strategy.models import Theme


def list_indicators(request: HttpRequest) -> HttpResponse:
    indicators = list(Indicator.objects.filter(archived=False))
    groups = [
        {"kind": kind, "label": kind.label, "indicators": [i for i in indicators if i.kind == kind]}
        for kind in IndicatorKind
    ]
    return render(request, "publishing/indicators.html", {"groups": [group for group in groups if group["indicators"]]})


def show_indicator(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = get_object_or_404(Indicator, slug=slug)
    observations, places = get_observations(slug), get_places(request)
    releases = get_releases(observations)
    context = {
        "indicator": indicator,
        "places": places,
        "headline": get_headline(indicator, observations, places) if places else None,
        "latest": get_latest(indicator, observations, places) if places else [],
        "charts": get_indicator_charts(indicator, places) if places else [],
        "maps": get_indicator_maps(indicator, places) if places else [],
        "rows": get_page_rows(indicator, observations, places),
        "rows_held": count_observations(slug),
        "releases": releases,
        "citation": get_citation(request, indicator, releases),
        "steps": get_steps_on(indicator),
        "findings": Finding.objects.filter(indicator=indicator, live=True, archived=False),
        "topics": get_topics_citing(indicator),
        "themes": Theme.objects.filter(outcomes__indicator=indicator, live=True, strategy__live=True).select_related(
            "strategy"
        ),
    }
    return render(request, "publishing/indicator.html", context)


def show_dictionary(request: HttpRequest) -> HttpResponse:
    return render(request, "publishing/dictionary.html", {"entries": get_dictionary()})


def get_dictionary_csv(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(get_csv(get_dictionary()), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="measures.csv"'
    return response


def get_indicator_citation(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = get_object_or_404(Indicator, slug=slug)
    citation = get_citation(request, indicator, get_releases(get_observations(slug)))
    text = json.dumps([citation.to_csl()], ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/vnd.citationstyles.csl+json")
    response.headers["Content-Disposition"] = f'attachment; filename="{indicator.slug}.json"'
    return response


def get_indicator_csv(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = get_object_or_404(Indicator, slug=slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{indicator.slug}.csv"'
    writer = csv.writer(response)
    writer.writerow(CSV_COLUMNS)
    writer.writerows(get_csv_rows(indicator, get_every_observation(slug)))
    return response
