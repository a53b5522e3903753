"""A KPI of a cycle that has ended without a value is a gap; one with a value, or of a cycle in force, is none."""

import datetime

import pytest

from fiftysteps.strategy.gaps import get_gap_report
from fiftysteps.strategy.models import Measure, MeasureKind, StrategyStatus
from tests.builders import make_indicator, make_organisation, make_step, make_strategy, make_theme
from tests.figures import make_observation, store_observations

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def make_kpi(*, status: StrategyStatus, slug: str = "quits") -> Measure:
    step = make_step(theme=make_theme(strategy=make_strategy(status=status)))
    return Measure.objects.create(step=step, kind=MeasureKind.OUTPUT_KPI, indicator=make_indicator(slug=slug))


def find() -> list[str]:
    report = get_gap_report(today=TODAY)
    return [found.gap.object_key for found in report.gaps if found.rule == "kpi-never-reported"]


def test_kpi_of_a_closed_cycle_without_any_value_is_a_gap_of_its_owner_and_of_nobody_else() -> None:
    measure = make_kpi(status=StrategyStatus.CLOSED)

    assert find() == [f"{measure.step.key}/quits"]
    assert get_gap_report(today=TODAY).gaps[0].gap.whose == ""

    Measure.objects.update(owner=make_organisation(name="Quit service"))
    assert get_gap_report(today=TODAY).gaps[0].gap.whose == "Quit service"


def test_kpi_with_a_value_is_none() -> None:
    make_kpi(status=StrategyStatus.CLOSED)
    store_observations(make_observation(indicator="quits", value=12.0))

    assert find() == []


def test_kpi_whose_only_rows_are_marked_missing_is_a_gap() -> None:
    make_kpi(status=StrategyStatus.CLOSED)
    store_observations(make_observation(indicator="quits", value=None, marker="missing"))

    assert len(find()) == 1


def test_kpi_of_a_cycle_in_force_is_not_asked() -> None:
    make_kpi(status=StrategyStatus.LIVE)

    assert find() == []
