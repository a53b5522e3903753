from dataclasses import replace

from fiftysteps.publishing.charts.tables import get_columns, get_table
from tests.evidence.numbers import observe
from tests.publishing.charts.charts import make_compare, make_groups, make_trend, make_wards


def test_trend_has_a_row_for_every_value_of_every_place() -> None:
    rows = get_table(make_trend())
    assert get_columns(make_trend()) == ("When", "Where", "%", "Likely range", "Note")
    assert rows[0] == ("2015", "Newham", "30.0%", "28.0% and 32.0%", "similar to England")
    assert ("2017", "Newham", "no figure", "", "missing") in rows
    assert ("2021", "Newham", "33.0%", "", "carried forward: not a new figure") in rows
    assert ("2021", "England", "32.7%", "", "") in rows
    assert len(rows) == 21


def test_other_charts_have_a_row_for_every_place_or_group() -> None:
    assert get_columns(make_compare()) == ("Who or where", "%", "Likely range", "Note")
    assert get_table(make_compare()) == (
        ("Newham", "21.5%", "21.0% and 22.0%", "worse than England"),
        ("London", "11.1%", "", ""),
        ("England", "4.4%", "", ""),
    )


def test_value_of_the_whole_stands_last() -> None:
    assert get_table(make_groups())[-1] == ("Everyone in Newham", "21.5%", "", "")


def test_ward_of_which_nothing_is_held_has_no_figure_and_no_note() -> None:
    assert get_table(make_wards())[-2] == ("Ward number 23", "no figure", "", "")


def test_illustrative_figures_are_marked_one_by_one() -> None:
    chart = make_compare()
    invented = observe(11.1, nature="illustrative", marker="rounded")
    rows = (chart.rows[0], replace(chart.rows[1], observation=invented), chart.rows[2])
    assert get_table(replace(chart, rows=rows))[1][-1] == "rounded; illustrative"
