"""What a search finds, grouped by what it is."""

import re
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from fiftysteps.accounts.models import Organisation
from fiftysteps.evidence.models import Evidence, Indicator
from fiftysteps.strategy.models import Framework, Step, Theme

# Enough to show that a better word is needed.
MOST = 20


def get_results(query: str) -> list[dict[str, Any]]:
    """Return the groups that have results, each with its label and its results, best first."""
    searched: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("Steps", Step.objects.filter(live=True).select_related("strategy", "theme")),
        ("Themes", Theme.objects.filter(live=True).select_related("strategy")),
        ("Pages", Page.objects.live().public().exclude(depth__lte=1).filter(locale=Locale.get_default())),
        ("Evidence", Evidence.objects.filter(live=True, archived=False)),
        ("Indicators", Indicator.objects.filter(archived=False)),
        ("Partners", Organisation.objects.filter(live=True, archived=False)),
        ("Frameworks", Framework.objects.filter(live=True)),
    )
    # Words alone: the full-text engines would read quotation marks and stars as a language of their own.
    words = " ".join(re.findall(r"\w+", query))
    if not words:
        return []
    groups = [{"label": label, "results": _search(objects, words)} for label, objects in searched]
    return [group for group in groups if group["results"]]


def _search(objects: QuerySet[Any], query: str) -> list[Model]:
    found = get_search_backend().search(query, objects)[:MOST]
    # The index knows of each object whether it is published, but not whether what it stands in is.
    return [
        item for item in found if all(getattr(item, name).live for name in ("strategy", "theme") if hasattr(item, name))
    ]
