from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from fiftysteps.publishing.charts import tasks
from fiftysteps.publishing.charts.drawing import Picture
from fiftysteps.publishing.charts.pictures import get_picture
from fiftysteps.publishing.charts.specs import Chart, dump_chart, get_key
from fiftysteps.publishing.charts.tasks import ask_for_picture, draw_chart
from tests.publishing.charts.charts import make_compare


@pytest.fixture(autouse=True)
def drawn(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Chart]:
    """An empty data directory, a worker that only writes down its tasks, and a quick hand in place of the real one."""
    settings.DATA_DIR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    cache.clear()
    charts: list[Chart] = []

    def draw(chart: Chart) -> Picture:
        charts.append(chart)
        return Picture(get_key(chart), chart.title, chart.subtitle, "<svg/>", "<svg/>")

    monkeypatch.setattr(tasks, "draw_picture", draw)
    return charts


def get_asked() -> list[Any]:
    return [result.args for result in draw_chart.get_backend().results]


def test_chart_not_drawn_yet_is_asked_for_once_and_not_drawn_while_the_page_waits(drawn: list[Chart]) -> None:
    assert ask_for_picture(make_compare()) is None
    assert ask_for_picture(make_compare()) is None
    assert get_asked() == [[dump_chart(make_compare())]]
    assert drawn == []


def test_other_charts_are_asked_for_too() -> None:
    ask_for_picture(make_compare())
    ask_for_picture(replace(make_compare(), title="Another"))
    assert len(get_asked()) == 2


def test_worker_draws_what_was_asked_for_and_the_page_finds_it(drawn: list[Chart]) -> None:
    draw_chart.call(dump_chart(make_compare()))
    assert drawn == [make_compare()]
    assert ask_for_picture(make_compare()) == get_picture(make_compare())
    assert get_asked() == []


def test_worker_draws_nothing_twice(drawn: list[Chart]) -> None:
    for _ in range(2):
        draw_chart.call(dump_chart(make_compare()))
    assert len(drawn) == 1
