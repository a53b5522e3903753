"""The map of a question about a place: shown with one's own pin, and pressed instead of choosing from the list."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from fiftysteps.engagement.actions.fill_form import keep_step
from fiftysteps.engagement.asking.steps import Step
from fiftysteps.engagement.models import Exercise, HalfFilled, QuestionKind
from fiftysteps.publishing.place_map import SMALL, WIDE, Pin, get_place_map, read_press
from fiftysteps.publishing.views.say.showing import find_exercise, find_form

NOT_ON_MAP: Final = _("That is not on the map. Press inside it, or choose from the list.")
LONGEST: Final = 200


@dataclass(frozen=True)
class Pressed:
    """The ward that was pressed, none where it was beside the map; and the pin, where the map has boundaries."""

    ward: str
    pin: Pin | None


def find_pressed(request: HttpRequest, exercise: Exercise, step: Step) -> Pressed | None:
    """Return what was pressed on the map of a screen, or None where it was sent with a button."""
    if step.question is None or step.question.kind != QuestionKind.PLACE:
        return None
    place_map = get_place_map(exercise)
    point = read_press(request.POST, place_map) if place_map else None
    return Pressed(*place_map.find(*point)) if place_map and point else None


def keep_pressed(half: HalfFilled, step: Step, pressed: Pressed, words: str) -> None:
    """Keep what was pressed, and what was written so far. Raises PersonError where the form is gone."""
    kept = {"value": pressed.ward, "text": words.strip()[:LONGEST]}
    keep_step(half, step.slug, {**kept, "pin": list(pressed.pin)} if pressed.pin else kept)


@never_cache
def get_map(request: HttpRequest, slug: str, step: str, shown: int) -> HttpResponse:
    """The wards in one picture, with the pin of whoever asks: where that is stands in no address."""
    exercise = find_exercise(slug)
    place_map = get_place_map(exercise)
    if place_map is None or shown not in {SMALL, WIDE}:
        raise Http404("There is no such map.")
    form = find_form(request, exercise)
    kept = (form.answers.get(step) or {}) if form else {}
    pins = [kept["pin"]] if kept.get("pin") else []
    drawn = place_map.draw(shown, chosen=str(kept.get("value", "")), pins=pins)
    return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
