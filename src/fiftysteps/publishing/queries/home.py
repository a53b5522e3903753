"""What the front page shows."""

from typing import Any

from django.http import HttpRequest

from fiftysteps.accounts.models import Organisation
from fiftysteps.engagement.models import Insight
from fiftysteps.evidence.models import Evidence
from fiftysteps.publishing.queries.places import get_brand, get_current_strategy
from fiftysteps.strategy.queries.steps import get_steps, get_tiles


def get_home_context(request: HttpRequest) -> dict[str, Any]:
    """Return the current strategy with its themes and tiles, and how much stands behind it."""
    strategy = get_current_strategy(get_brand(request))
    if strategy is None:
        return {"strategy": None, "themes": (), "tiles": (), "counts": {}}
    tiles = get_tiles(get_steps().filter(strategy=strategy))
    heard = Insight.objects.filter(live=True, archived=False).order_by("-answered").first()
    return {
        "strategy": strategy,
        "themes": strategy.themes.filter(live=True),
        "tiles": tiles,
        "counts": {
            "steps": len(tiles),
            "evidence": Evidence.objects.filter(live=True, archived=False).count(),
            "organisations": Organisation.objects.filter(
                live=True, archived=False, step_roles__step__in=[tile.step for tile in tiles]
            )
            .distinct()
            .count(),
            "people_heard": heard.answered if heard else 0,
        },
    }
