import pytest

from fiftysteps.core.colour import get_contrast
from fiftysteps.publishing.charts.palette import (
    BETTER,
    INK,
    OTHER,
    OWN,
    PAPER,
    SIMILAR,
    SOFT,
    WORSE,
    get_colour,
    get_shape,
)
from fiftysteps.publishing.charts.specs import Mark

GROUND = "#fbfaf6"


@pytest.mark.parametrize("colour", [INK, SOFT, OWN, BETTER, SIMILAR, WORSE])
def test_colours_of_words_can_be_read_on_paper_and_on_the_ground(colour: str) -> None:
    assert min(get_contrast(colour, PAPER), get_contrast(colour, GROUND)) >= 4.5


def test_places_compared_with_can_be_seen() -> None:
    assert get_contrast(OTHER, GROUND) >= 3


def test_every_judgement_has_a_colour_and_a_shape_of_its_own() -> None:
    marks = [Mark("", "", "", "", None, outcome=outcome) for outcome in ("better", "similar", "worse")]
    assert [(get_colour(mark), get_shape(mark)) for mark in marks] == [
        ("#1f5fa8", "circle"),
        ("#6b7280", "diamond"),
        ("#b4510d", "triangle-up"),
    ]


@pytest.mark.parametrize("outcome", ["", "higher", "lower"])
def test_what_is_neither_better_nor_worse_has_no_colour_of_judgement(outcome: str) -> None:
    mark = Mark("", "", "", "", None, outcome=outcome)
    assert (get_colour(mark), get_colour(mark, INK), get_shape(mark)) == (OWN, INK, "circle")
