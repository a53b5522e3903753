"""Counts: the rows that indicators are computed from."""

from typing import Annotated

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.core.cells import Figure
from fiftysteps.core.periods import parse_period
from fiftysteps.core.shapes import MaybeWords, PeriodText, Shape, Words
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.evidence.building.ages import read_band
from fiftysteps.evidence.models import Finding
from fiftysteps.evidence.workspace.areas import AREAS


class CountShape(Shape):
    area: Words
    period: PeriodText
    sex: MaybeWords = ""
    age: MaybeWords = ""
    # What an indicator is divided by becomes the group of a finding.
    group_type: Annotated[MaybeWords, fits(Finding, "group_type")] = ""
    group: Annotated[MaybeWords, fits(Finding, "group")] = ""
    measure: Words
    count: Figure


COUNTS = Section("count", ("counts/*.csv",), CountShape)


def check_counts(workspace: Workspace) -> None:
    first: dict[tuple[object, ...], Item[CountShape]] = {}
    for item in workspace.get(COUNTS):
        row = item.value
        workspace.check_name(item, row.area, "an area", [AREAS], "area")
        if row.count is None:
            workspace.note(item.get_fault('"count" is empty: a count that is not known has no row'))
        elif row.count < 0:
            workspace.note(item.get_fault('"count" is negative', got=f"{row.count:g}"))
        if bool(row.group_type) != bool(row.group):
            rule = '"group_type" and "group" go together'
            workspace.note(item.get_fault(rule, got=row.group_type or row.group))
        _check_age(workspace, item)
        period = parse_period(row.period)
        cell = (row.area, period.start, period.end, row.sex, row.age, row.group_type, row.group, row.measure)
        other = first.setdefault((item.file, *cell), item)
        if other is not item:
            rule = f"the same area, period, people and measure stand in line {other.get_line(())} already"
            workspace.note(item.get_fault(rule))


def _check_age(workspace: Workspace, item: Item[CountShape]) -> None:
    if not item.value.age:
        return
    try:
        read_band(item.value.age)
    except ValueError:
        rule = '"age" must be an age such as 7, 5-9 or 90+, or empty for all ages'
        workspace.note(item.get_fault(rule, got=item.value.age))
