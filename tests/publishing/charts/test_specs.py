from dataclasses import replace

import pytest

from fiftysteps.publishing.charts import specs
from fiftysteps.publishing.charts.specs import Chart, dump_chart, get_key, read_chart
from tests.publishing.charts.charts import make_every_kind, make_trend

CHARTS = make_every_kind()


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_chart_written_and_read_is_the_same(chart: Chart) -> None:
    assert read_chart(dump_chart(chart)) == chart


def test_equal_charts_have_the_same_key_and_others_have_others() -> None:
    keys = [get_key(chart) for chart in CHARTS.values()]
    assert len(set(keys)) == len(keys)
    assert get_key(make_trend()) == keys[0]
    assert get_key(replace(make_trend(), title="Another")) != keys[0]


def test_key_changes_with_the_way_of_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = get_key(make_trend())
    monkeypatch.setattr(specs, "DRAWING", specs.DRAWING + 1)
    assert get_key(make_trend()) != before
