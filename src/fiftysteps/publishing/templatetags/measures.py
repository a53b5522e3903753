"""Small pictures of a measure: how far from its start to its target, and its values over time."""

import math
from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()

# The start and the target stand a little in from the ends, so that a value beyond either can be shown.
START_AT, TARGET_AT = 5.0, 95.0
FIRST, LAST = 1.0, 99.0
WIDTH, HEIGHT, EDGE = 120.0, 32.0, 5.0
# Two points make a line but show no course.
LEAST_POINTS = 3


@register.inclusion_tag("publishing/parts/measure_track.html")
def measure_track(view: Any) -> dict[str, object]:
    """Draw a measure's start, its latest value and its target on one line; without a start and a target, nothing."""
    measure, latest = getattr(view, "measure", None), getattr(view, "latest", None)
    start, target = getattr(measure, "baseline", None), getattr(measure, "target", None)
    now = getattr(latest, "value", None)
    return {
        "is_drawn": start is not None and target is not None and start != target,
        "start_at": f"{START_AT:.1f}%",
        "target_at": f"{TARGET_AT:.1f}%",
        "now_at": get_place(now, start, target),
        "is_behind": is_behind(now, start, target),
    }


def get_place(now: float | None, start: float | None, target: float | None) -> str:
    """Return how far along the line `now` stands, from `start` to `target`, as a share of the picture's width.

    A value beyond either end stands at the edge: the picture says on which side it is, the figures say how far.
    """
    if now is None or start is None or target is None or start == target:
        return ""
    place = START_AT + (now - start) / (target - start) * (TARGET_AT - START_AT)
    return f"{min(max(place, FIRST), LAST):.1f}%"


def is_behind(now: float | None, start: float | None, target: float | None) -> bool:
    """Whether the measure went the wrong way since it began: away from its target, whichever way that lies."""
    if now is None or start is None or target is None:
        return False
    return (now - start) * (target - start) < 0


@register.inclusion_tag("publishing/parts/sparkline.html")
def sparkline(series: Sequence[Any]) -> dict[str, object]:
    """Draw the values of `series` in their order.

    A missing value breaks the line. One that was carried forward is no new figure and is left out.
    """
    drawn = [point for point in series or () if getattr(point, "marker", "") != "carried-forward"]
    known = [point for point in drawn if point.value is not None]
    if len(known) < LEAST_POINTS:
        return {"paths": ()}
    places = _get_places([point.value for point in drawn])
    last = [place for place in places if place][-1]
    return {"paths": _get_paths(places), "last": last, "since": known[0].period, "until": known[-1].period}


def _get_places(values: Sequence[float | None]) -> list[tuple[float, float] | None]:
    known = [value for value in values if value is not None]
    low, span = min(known), (max(known) - min(known)) or math.inf
    across = (WIDTH - 2 * EDGE) / (len(values) - 1)
    return [
        None
        if value is None
        else (round(EDGE + across * index, 1), round(HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE), 1))
        for index, value in enumerate(values)
    ]


def _get_paths(places: Sequence[tuple[float, float] | None]) -> list[str]:
    paths: list[list[str]] = [[]]
    for place in places:
        if place is None:
            paths.append([])
        else:
            paths[-1].append(f"{place[0]},{place[1]}")
    return [" ".join(path) for path in paths if path]
