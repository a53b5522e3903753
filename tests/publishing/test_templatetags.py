"""The small line, the shapes, the map, the tracks and the form fields, as templates write them."""

import re
from dataclasses import dataclass, replace

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils.html import escape

from fiftysteps.publishing.templatetags.govuk import get_described_by, get_first_id, get_kind
from fiftysteps.publishing.templatetags.maps import hex_picture
from fiftysteps.publishing.templatetags.marks import SHAPES, comparison_shape
from fiftysteps.publishing.templatetags.measures import get_place, is_behind, sparkline
from fiftysteps.publishing.templatetags.thread import LEGEND, get_line_words, get_nodes, thread_line
from fiftysteps.publishing.templatetags.words import at, figure, period, with_slug, within
from fiftysteps.strategy.models.strategy import Mark


@dataclass(frozen=True)
class Node:
    key: str
    label: str
    state: str = "filled"
    words: str = ""


@dataclass(frozen=True)
class Thing:
    """Stands for whatever has these names: the tags ask for no more."""

    slug: str = ""
    name: str = ""
    unit: str = "%"
    decimals: int = 0
    strength: str = ""
    nodes: tuple[Node, ...] = ()
    thread: object = None

    def get_strength_display(self) -> str:
        return self.strength.capitalize()


@dataclass(frozen=True)
class Point:
    value: float | None
    marker: str = ""
    period: str = "2021"


@dataclass(frozen=True)
class Cell:
    area: Thing
    q: int
    r: int
    text: str = "12%"
    band: int | None = 3


def make_nodes(**states: str) -> tuple[Node, ...]:
    return tuple(Node(node.key, node.label, states.get(node.key, "filled")) for node in LEGEND)


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


# The small line


def test_line_is_a_picture_with_its_title_in_words() -> None:
    html = render("{% load thread %}{% thread_line nodes %}", nodes=make_nodes(works="gap", impact="waiting"))

    assert 'role="img"' in html
    title = re.search(r"<title>(.*)</title>", html)
    assert title is not None
    assert title.group(1) == "7 of 9 parts in place; missing: what works; not there yet: what changed"


def test_line_has_one_mark_a_node_and_the_step_is_a_square() -> None:
    html = render("{% load thread %}{% thread_line nodes %}", nodes=make_nodes(need="gap", reply="waiting"))

    assert html.count("<circle") == 8
    assert html.count("<rect") == 1
    assert html.count("is-gap") == 1
    assert html.count("is-waiting") == 1


def test_line_frays_on_both_sides_of_what_is_missing_and_nowhere_else() -> None:
    stretches = thread_line(make_nodes(works="gap", impact="waiting"))["stretches"]

    assert [stretch.frayed for stretch in stretches] == [False, True, True, False, False, False, False, False]


def test_line_of_a_whole_step_names_nothing_missing() -> None:
    assert get_line_words(make_nodes()) == "9 of 9 parts in place"


def test_line_names_all_that_is_missing() -> None:
    nodes = make_nodes(need="gap", works="gap", reply="gap")

    expected = "Step 10: 6 of 9 parts in place; missing: where we are now, what works and what we told people"
    assert get_line_words(nodes, "Step 10") == expected


def test_line_of_nothing_says_so_and_does_not_fail() -> None:
    assert "Nothing is known" in render("{% load thread %}{% thread_line nothing %}")
    assert get_line_words((), "Step 1") == "Step 1: nothing is known about its line"


def test_line_holds_no_style_attribute() -> None:
    html = render("{% load thread %}{% thread_line nodes %}", nodes=make_nodes(who="gap"))

    assert "style=" not in html


@pytest.mark.parametrize(
    "subject", [Thing(nodes=make_nodes()), Thing(thread=Thing(nodes=make_nodes())), list(make_nodes())]
)
def test_nodes_are_found_on_a_tile_on_a_thread_and_in_a_list(subject) -> None:
    assert len(get_nodes(subject)) == 9


def test_title_of_a_line_is_escaped() -> None:
    nodes = (Node("need", "<script>", "gap"),)

    assert "<script>" not in render("{% load thread %}{% thread_line nodes %}", nodes=nodes)


def test_node_is_found_by_its_key() -> None:
    nodes = make_nodes()

    assert render("{% load thread %}{{ nodes|node:'voice' }}", nodes=nodes) == escape(str(nodes[1]))
    assert render("{% load thread %}{{ nodes|node:'nowhere' }}", nodes=nodes) == "None"


def test_legend_names_the_nine_nodes_and_the_four_marks() -> None:
    html = render("{% load thread %}{% thread_legend %}")

    assert all(node.label in html for node in LEGEND)
    assert all(words in html for words in ("in place", "missing", "not there yet", "the step itself"))


# Shapes


def test_every_mark_that_a_theme_can_have_has_a_shape_of_its_own() -> None:
    shapes = [SHAPES[mark] for mark in Mark.values]

    assert len(set(shapes)) == len(Mark.values)


def test_shape_is_hidden_from_screen_readers_because_words_stand_beside_it() -> None:
    html = render("{% load marks %}{% shape 'star' %}")

    assert 'aria-hidden="true"' in html
    assert SHAPES["star"] in html


def test_unknown_shape_is_a_circle() -> None:
    assert SHAPES["circle"] in render("{% load marks %}{% shape 'no-such' %}")


def test_better_similar_and_worse_differ_in_shape() -> None:
    assert len({comparison_shape(name) for name in ("better", "similar", "worse")}) == 3


@pytest.mark.parametrize(("strength", "full"), [("strong", 4), ("moderate", 3), ("limited", 2), ("expert", 1)])
def test_strength_is_bars_and_a_word(strength, full) -> None:
    html = render("{% load marks %}{% strength_bars item %}", item=Thing(strength=strength))

    assert html.count("is-full") == full
    assert strength in html


def test_evidence_without_a_strength_shows_none() -> None:
    assert render("{% load marks %}{% strength_bars item %}", item=Thing()).strip() == ""


# The map


def test_odd_rows_of_the_map_stand_half_a_tile_to_the_right() -> None:
    even, odd = hex_picture([Cell(Thing(name="A"), 0, 0), Cell(Thing(name="B"), 0, 1)], "Map")["tiles"]

    assert odd.x - even.x == pytest.approx(45, abs=0.1)
    assert odd.middle - even.middle == pytest.approx(78, abs=0.1)


def test_map_begins_at_its_first_column_and_row() -> None:
    far = hex_picture([Cell(Thing(name="A"), 5, 4)], "Map")["tiles"]
    near = hex_picture([Cell(Thing(name="A"), 0, 0)], "Map")["tiles"]

    assert far == near


def test_long_name_of_a_ward_is_set_in_lines_and_none_of_it_is_lost() -> None:
    name = "Plaistow West & Canning Town East"
    (tile,) = hex_picture([Cell(Thing(name=name), 0, 0)], "Map")["tiles"]

    assert " ".join(word.text for word in tile.words) == name
    assert len(tile.words) > 2


def test_ward_without_a_value_is_shown_as_not_known() -> None:
    html = render(
        "{% load maps %}{% hex_picture cells 'Map' %}", cells=[Cell(Thing(name="A"), 0, 0, text="not known", band=None)]
    )

    assert "is-missing" in html
    assert html.count("not known") == 2  # on its tile and in the legend


def test_map_of_nothing_draws_nothing() -> None:
    assert "<svg" not in render("{% load maps %}{% hex_picture cells 'Map' %}", cells=[])


# The track of a measure


@pytest.mark.parametrize(
    ("now", "start", "target", "place"),
    [
        (50, 0, 100, "50.0%"),
        (0, 0, 100, "5.0%"),
        (20, 40, 0, "50.0%"),  # a measure that should fall runs the same way
        (900, 0, 100, "99.0%"),
        (-900, 0, 100, "1.0%"),
        (None, 0, 100, ""),
        (50, None, 100, ""),
        (50, 10, 10, ""),
    ],
)
def test_place_on_the_track(now, start, target, place) -> None:
    assert get_place(now, start, target) == place


@pytest.mark.parametrize(
    ("now", "start", "target", "behind"),
    [(30, 38, 95, True), (61, 38, 95, False), (45, 40, 20, True), (38, 38, 95, False), (None, 38, 95, False)],
)
def test_measure_is_behind_when_it_went_away_from_its_target(now, start, target, behind) -> None:
    assert is_behind(now, start, target) is behind


def test_measure_without_a_target_has_no_track() -> None:
    assert "<svg" not in render("{% load measures %}{% measure_track view %}", view=Thing())


# The sparkline


def test_sparkline_breaks_where_a_value_is_missing() -> None:
    drawn = sparkline([Point(1.0), Point(2.0), Point(None), Point(3.0), Point(2.5)])

    assert len(drawn["paths"]) == 2


def test_sparkline_leaves_out_values_that_were_carried_forward() -> None:
    drawn = sparkline([Point(1.0), Point(2.0), Point(3.0), Point(3.0, marker="carried-forward")])

    assert len(drawn["paths"][0].split()) == 3


def test_sparkline_says_from_when_to_when() -> None:
    points = [Point(1.0, period="2019"), Point(2.0, period="2020"), Point(3.0, period="2020/21")]

    assert "2019 to 2020/21" in render("{% load measures %}{% sparkline points %}", points=points)


def test_two_values_make_no_course() -> None:
    assert sparkline([Point(1.0), Point(2.0)])["paths"] == ()
    assert render("{% load measures %}{% sparkline points %}", points=[]).strip() == ""


def test_sparkline_of_values_that_never_change_is_a_level_line() -> None:
    (path,) = sparkline([Point(4.0)] * 4)["paths"]

    assert len({pair.split(",")[1] for pair in path.split()}) == 1


# Words


def test_value_is_looked_up_and_missing_ones_do_not_fail() -> None:
    assert at({"a": 1}, "a") == 1
    assert at({"a": 1}, "b") is None
    assert at("", "a") is None
    assert at(None, "a") is None


def test_figure_has_its_unit_or_is_not_known() -> None:
    assert figure(40.5, Thing(decimals=1)) == "40.5%"
    assert figure(None, Thing()) == "not known"
    assert figure("", None) == "not known"
    assert figure(0.0, Thing()) == "0%"


def test_period_is_said_in_words_and_left_alone_where_it_is_none() -> None:
    assert period("2020/21") == "April 2020 to March 2021"
    assert period("before the war") == "before the war"
    assert period(None) == ""


def test_page_belongs_to_a_part_of_the_site_by_its_address() -> None:
    assert within("/needs/homes/", "/needs/")
    assert not within("/evidence/", "/needs/")
    assert not within("/evidence/", "")


def test_thing_is_found_by_its_slug() -> None:
    homes = Thing(slug="homes")

    assert with_slug([Thing(slug="food"), homes], "homes") is homes
    assert with_slug([], "homes") is None
    assert with_slug(None, "homes") is None


def test_what_is_kept_is_said_twice_in_one_line_and_stays_escaped() -> None:
    html = render("{% load words %}{% keep as said %} a\n {{ b }} {% endkeep %}{{ said }}|{{ said }}", b="<b>")

    assert html == "a &lt;b&gt;|a &lt;b&gt;"


def test_keep_needs_a_name() -> None:
    with pytest.raises(TemplateSyntaxError, match="keep as name"):
        render("{% load words %}{% keep %}{% endkeep %}")


# Form fields


class DateParts(forms.MultiWidget):
    def __init__(self) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()])

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


class Everything(forms.Form):
    text = forms.CharField(help_text="As on your letter")
    long = forms.CharField(widget=forms.Textarea)
    one = forms.ChoiceField(choices=[("a", "Apple"), ("b", "Bean")], widget=forms.RadioSelect)
    some = forms.MultipleChoiceField(choices=[("a", "Apple")], widget=forms.CheckboxSelectMultiple, required=False)
    agree = forms.BooleanField()
    pick = forms.ChoiceField(choices=[("a", "Apple")])
    day = forms.CharField(widget=DateParts)


def test_each_kind_of_field_is_known() -> None:
    kinds = [get_kind(field) for field in Everything()]

    assert kinds == ["input", "textarea", "radios", "checkboxes", "checkbox", "select", "date"]


def test_field_has_a_label_and_its_hint_and_error_are_tied_to_it() -> None:
    form = Everything({})
    html = render("{% load govuk %}{% form_field form.text %}", form=form)

    assert '<label class="govuk-label govuk-label--s" for="id_text">' in html
    assert get_described_by(form["text"]) == "id_text-hint id_text-error"
    assert 'aria-describedby="id_text-hint id_text-error"' in html
    assert 'id="id_text-hint"' in html
    assert 'id="id_text-error"' in html
    assert "govuk-input--error" in html


def test_group_of_choices_is_a_fieldset_with_a_legend_and_keeps_what_was_chosen() -> None:
    html = render("{% load govuk %}{% form_field form.one %}", form=Everything({"one": "b"}))

    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert re.search(r'value="b" checked', html)
    assert not re.search(r'value="a" checked', html)


def test_date_is_asked_for_in_three_labelled_parts() -> None:
    html = render("{% load govuk %}{% form_field form.day %}", form=Everything())

    assert [name in html for name in ("Day", "Month", "Year")] == [True, True, True]
    assert all(f'name="day_{part}"' in html for part in range(3))


def test_field_that_may_be_left_out_says_so() -> None:
    assert "you can leave this out" in render("{% load govuk %}{% form_field form.some %}", form=Everything())
    assert "you can leave this out" not in render("{% load govuk %}{% form_field form.text %}", form=Everything())


def test_field_can_be_as_wide_as_its_answer() -> None:
    assert "govuk-input--width-10" in render("{% load govuk %}{% form_field form.text '10' %}", form=Everything())


def test_error_summary_links_each_error_to_its_control() -> None:
    form = Everything({})
    form.add_error(None, "The two do not fit")
    html = render("{% load govuk %}{% error_summary form %}", form=form)

    assert 'href="#id_text"' in html
    assert 'href="#id_one_0"' in html
    assert get_first_id(form["day"]) == "id_day_0"
    assert "The two do not fit" in html


@pytest.mark.parametrize("form", [Everything(), None])
def test_error_summary_of_a_form_that_was_not_sent_is_nothing(form) -> None:
    assert render("{% load govuk %}{% error_summary form %}", form=form).strip() == ""


def test_state_of_the_step_itself_can_be_a_gap_too() -> None:
    nodes = tuple(replace(node, state="gap") if node.key == "step" else node for node in make_nodes())

    assert "is-step" not in render("{% load thread %}{% thread_line nodes %}", nodes=nodes)
