from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fiftysteps.publishing.charts import pictures
from fiftysteps.publishing.charts.drawing import Picture
from fiftysteps.publishing.charts.pictures import draw_pictures, get_folder, get_picture, keep_picture
from fiftysteps.publishing.charts.specs import Chart, get_key
from tests.publishing.charts.charts import make_compare


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "charts"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Titles of the charts drawn, by a quick hand in place of the real one."""
    titles: list[str] = []

    def draw(chart: Chart) -> Picture:
        titles.append(chart.title)
        return make_picture(chart)

    monkeypatch.setattr(pictures, "draw_picture", draw)
    return titles


def make_picture(chart: Chart) -> Picture:
    return Picture(get_key(chart), chart.title, chart.subtitle, "<svg>wide ▲</svg>", "<svg>narrow</svg>")


def make_charts(count: int) -> list[Chart]:
    return [replace(make_compare(), title=f"Chart {n}") for n in range(count)]


def test_chart_that_was_never_drawn_has_no_picture() -> None:
    assert get_picture(make_compare()) is None


def test_picture_comes_back_as_it_was_kept() -> None:
    keep_picture(make_picture(make_compare()))
    assert get_picture(make_compare()) == make_picture(make_compare())


def test_picture_of_which_only_one_drawing_was_written_is_not_there(folder: Path) -> None:
    chart = make_compare()
    keep_picture(make_picture(chart))
    (folder / f"{get_key(chart)}-narrow.svg").unlink()
    assert get_picture(chart) is None


def test_pictures_can_be_read_by_others_and_leave_no_halves(folder: Path) -> None:
    keep_picture(make_picture(make_compare()))
    assert [path.suffix for path in folder.iterdir()] == [".svg", ".svg"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}


def test_only_charts_without_a_picture_are_drawn_each_once(drawn: list[str]) -> None:
    one, two = make_charts(2)
    keep_picture(make_picture(one))
    assert draw_pictures([one, two, two]) == 1
    assert drawn == ["Chart 1"]
    assert get_picture(two) is not None
    assert draw_pictures([one, two]) == 0


def test_progress_is_told_after_each_chart(drawn: list[str]) -> None:
    told: list[tuple[int, int]] = []
    draw_pictures(iter(make_charts(3)), lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_many_charts_are_drawn_by_other_processes_and_kept_here(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(pictures, "LEAST_FOR_PROCESSES", 2)
    charts = make_charts(2)
    assert draw_pictures(charts) == 2
    assert [get_picture(chart).title for chart in charts] == ["Chart 0", "Chart 1"]  # type: ignore[union-attr]
    assert get_folder() == folder
