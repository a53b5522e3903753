"""What a reader sees: nothing cut off, nothing on top of something else, readable at 320 pixels, safe on any page."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import altair as alt
import pytest

from fiftysteps.publishing.charts.drawing import Picture, build_spec, draw_picture
from fiftysteps.publishing.charts.layout import NARROW, WIDE, get_text_width
from fiftysteps.publishing.charts.specs import Chart
from tests.evidence.numbers import ENGLAND, observe
from tests.publishing.charts.charts import make_compare, make_every_kind, make_trend, make_wards, observe_years

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = make_every_kind()
PICTURES: dict[str, Picture] = {}
EVERY_CHART = pytest.mark.parametrize("name", CHARTS)
EVERY_WIDTH = pytest.mark.parametrize("width", [WIDE, NARROW])


def draw(name: str, width: int) -> ET.Element:
    """The picture of one of CHARTS, drawn once for all tests."""
    if name not in PICTURES:
        PICTURES[name] = draw_picture(CHARTS[name])
    return ET.fromstring(PICTURES[name].wide if width == WIDE else PICTURES[name].narrow)


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    right: float
    middle: float


def find_words(element: ET.Element, x: float = 0, y: float = 0) -> Iterator[Word]:
    """Every text of a picture, with the place that its own and its groups' shifts give it."""
    if shift := re.search(r"translate\(([-\d.]+),([-\d.]+)\)", element.get("transform", "")):
        x, y = x + float(shift.group(1)), y + float(shift.group(2))
    if element.tag == f"{SVG}text":
        text = element.text or ""
        width = get_text_width(text, is_bold=element.get("font-weight") == "bold")
        left = x - {"end": width, "middle": width / 2}.get(element.get("text-anchor", "start"), 0)
        # The shift is to the foot of the letters.
        yield Word(text, left, left + width, y - 5)
    for child in element:
        yield from find_words(child, x, y)


@EVERY_CHART
@EVERY_WIDTH
def test_specification_is_valid_vega_lite(name: str, width: int) -> None:
    alt.Chart.from_dict(build_spec(CHARTS[name], width), validate=True)


@EVERY_CHART
@EVERY_WIDTH
def test_picture_is_as_wide_as_asked_for(name: str, width: int) -> None:
    root = draw(name, width)
    assert float(root.get("width", 0)) == pytest.approx(width, abs=0.6)
    assert root.get("viewBox", "").split()[:2] == ["0", "0"]


@EVERY_CHART
@EVERY_WIDTH
def test_no_word_is_cut_off(name: str, width: int) -> None:
    root = draw(name, width)
    height = float(root.get("height", 0))
    for word in find_words(root):
        assert -1 <= word.left < word.right <= width + 1, word
        assert 5 <= word.middle <= height - 5, word


@EVERY_CHART
@EVERY_WIDTH
def test_no_two_words_lie_on_each_other(name: str, width: int) -> None:
    for one, other in combinations(find_words(draw(name, width)), 2):
        is_apart = one.right <= other.left or other.right <= one.left or abs(one.middle - other.middle) >= 12
        assert is_apart, (one, other)


@EVERY_CHART
@EVERY_WIDTH
def test_words_are_text_of_fourteen_pixels_in_our_typeface(name: str, width: int) -> None:
    root = draw(name, width)
    assert root.get("font-size") == "14"
    assert root.get("font-family") == '"Atkinson Hyperlegible", sans-serif'
    assert {e.get("font-size") for e in root.iter(f"{SVG}text")} == {None}


@EVERY_CHART
@EVERY_WIDTH
def test_picture_has_a_name_and_a_description_for_those_who_do_not_see_it(name: str, width: int) -> None:
    root = draw(name, width)
    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert (title.tag, title.text) == (f"{SVG}title", CHARTS[name].title)
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), description.get("id"))
    assert CHARTS[name].marks[0].text in (description.text or "")


def test_names_within_pictures_differ_so_that_they_can_share_a_page() -> None:
    roots = [draw(name, width) for name in CHARTS for width in (WIDE, NARROW)]
    ids = Counter(element.get("id") for root in roots for element in root.iter() if element.get("id"))
    assert set(ids.values()) == {1}


@EVERY_CHART
@EVERY_WIDTH
def test_nothing_is_in_the_picture_that_a_strict_policy_refuses(name: str, width: int) -> None:
    for element in draw(name, width).iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "path", "line", "rect", "text"}
        assert not {key for key in element.attrib if key in {"style", "class"} or key.startswith(("on", "{"))}


def test_markup_in_a_name_stays_words() -> None:
    chart = replace(make_compare(), title='<script>alert(1)</script> & "more"')
    rows = (replace(chart.rows[0], label="<img src=x onerror=alert(1)>"), *chart.rows[1:])
    picture = draw_picture(replace(chart, rows=rows))
    assert "<script" not in picture.wide + picture.narrow
    assert "<img" not in picture.wide + picture.narrow
    assert "<img src=x onerror=alert(1)>" in [word.text for word in find_words(ET.fromstring(picture.wide))]


def get_layers(chart: Chart, mark: str, width: int = WIDE) -> list[list[dict[str, Any]]]:
    layers = build_spec(chart, width)["layer"]
    return [layer["data"]["values"] for layer in layers if layer["mark"]["type"] == mark]


def test_line_is_broken_where_a_value_is_missing_or_carried_forward() -> None:
    own = get_layers(make_trend(), "line")[-1]
    assert [(row["y"], row["part"]) for row in own] == [(30.0, 0), (31.0, 0), (35.5, 1), (36.0, 1), (33.0, 1)]


def test_carried_forward_point_is_hollow_and_new_ones_are_not() -> None:
    own = next(rows for rows in get_layers(make_trend(), "point") if len(rows) == 6)
    assert [row["fill"] == row["colour"] for row in own] == [True] * 5 + [False]
    assert own[-1]["fill"] == "#ffffff"


def test_every_known_range_is_drawn_from_its_lower_to_its_upper_bound() -> None:
    ranges = [(row["y"], row["y2"]) for rows in get_layers(make_trend(), "rule") for row in rows if row["y"] == 28.0]
    assert ranges == [(28.0, 32.0)]
    points = [row for rows in get_layers(make_wards(), "rule") for row in rows if "x2" in row]
    assert len(points) == 23


def test_bars_start_at_nought() -> None:
    (bars,) = get_layers(make_compare(), "bar")
    assert [(row["x"], row["x2"]) for row in bars] == [(0.0, 21.5), (0.0, 11.1), (0.0, 4.4)]
    assert build_spec(make_compare(), WIDE)["layer"][0]["encoding"]["x"]["scale"]["domain"][0] == 0


def test_missing_and_repeated_values_are_said_to_be_so() -> None:
    words = [word.text for word in find_words(draw("trend", WIDE))]
    assert "carried forward: not a new figure" in words
    assert "no figure" in words
    plain = make_trend(benchmarks=())
    plain = replace(plain, lines=(replace(plain.lines[0], marks=plain.lines[0].marks[:2]),))
    assert not [row for rows in get_layers(plain, "text") for row in rows if "figure" in row["text"]]


def test_benchmark_is_named_on_its_line_with_its_last_value() -> None:
    words = [word.text for word in find_words(draw("trend", NARROW))]
    assert {"England", "32.7%", "London"} <= set(words)


def test_judgement_is_said_in_words_beside_its_colour() -> None:
    assert "21.5%, worse than England" in [word.text for word in find_words(draw("compare", WIDE))]
    assert "worse than England" in [word.text for word in find_words(draw("compare", NARROW))]


def test_bar_that_is_carried_forward_is_an_outline() -> None:
    chart = make_compare()
    repeated = observe(21.5, marker="carried-forward")
    rows = (replace(chart.rows[0], observation=repeated), *chart.rows[1:])
    filled, outlined = get_layers(replace(chart, rows=rows), "bar")
    assert ([row["x2"] for row in filled], [row["x2"] for row in outlined]) == ([11.1, 4.4], [21.5])


def test_judged_trend_says_so_at_its_end() -> None:
    from fiftysteps.publishing.charts.build_trend import build_trend
    from tests.evidence.numbers import make_indicator
    from tests.publishing.charts.charts import ENGLAND_AREA, PLACE

    rows = [
        *observe_years({"2020": 30.0, "2021": 31.0}, spread=1),
        *observe_years({"2020": 20.0, "2021": 20.0}, area=ENGLAND),
    ]
    chart = build_trend(make_indicator(), rows, area=PLACE, benchmarks=(ENGLAND_AREA,))
    assert chart is not None
    texts = [row for rows in get_layers(chart, "text") for row in rows]
    assert {"text": "worse than England", "colour": "#b4510d"}.items() <= next(
        row for row in texts if row["text"].startswith("worse")
    ).items()


def test_trend_of_noughts_can_be_drawn() -> None:
    from fiftysteps.publishing.charts.build_trend import build_trend
    from tests.evidence.numbers import make_indicator
    from tests.publishing.charts.charts import PLACE

    chart = build_trend(make_indicator(), observe_years({"2020": 0.0, "2021": 0.0}), area=PLACE)
    assert chart is not None
    assert "0.0%" in draw_picture(chart).narrow


def test_same_chart_is_the_same_picture() -> None:
    assert draw_picture(make_trend()) == draw_picture(make_trend())


def test_drawing_needs_no_models() -> None:
    code = "import sys, fiftysteps.publishing.charts.drawing; print('django.db' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
