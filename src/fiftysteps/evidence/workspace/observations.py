"""Observations: the rows of a dataset's file."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple, Protocol

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.core.cells import Figure
from fiftysteps.core.periods import parse_period
from fiftysteps.core.shapes import MaybeWords, PeriodText, Shape, Words, one_of
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.evidence.models import Finding, Method
from fiftysteps.evidence.observations import MARKERS, MISSING, SUPPRESSED, WITHOUT_VALUE
from fiftysteps.evidence.workspace.areas import AREAS
from fiftysteps.evidence.workspace.indicators import INDICATORS


class ObservationShape(Shape):
    indicator: Words
    area: Words
    period: PeriodText
    # A finding names an observation by these two.
    group_type: Annotated[MaybeWords, fits(Finding, "group_type")] = ""
    group: Annotated[MaybeWords, fits(Finding, "group")] = ""
    value: Figure
    lower_95: Figure = None
    upper_95: Figure = None
    count: Figure = None
    denominator: Figure = None
    marker: Annotated[str, one_of(MARKERS)] = ""
    note: MaybeWords = ""


OBSERVATIONS = Section("observation", ("observations/*.csv",), ObservationShape)


class ObservationKey(NamedTuple):
    """What an observation is of. Two labels of the same days, such as 2021 in two spellings, are one period."""

    indicator: str
    area: str
    period: str
    group_type: str
    group: str


class HasKey(Protocol):
    @property
    def indicator(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def group_type(self) -> str: ...
    @property
    def group(self) -> str: ...


def make_key(thing: HasKey) -> ObservationKey:
    period = parse_period(thing.period)
    return ObservationKey(thing.indicator, thing.area, f"{period.start} to {period.end}", thing.group_type, thing.group)


def get_observation_keys(workspace: Workspace) -> set[ObservationKey]:
    return {make_key(item.value) for item in workspace.get(OBSERVATIONS)}


def check_observations(workspace: Workspace) -> None:
    methods = {item.value.id: item.value.method for item in workspace.get(INDICATORS)}
    # Two datasets may hold the same figure (the better known one is shown), one dataset may not.
    first: dict[tuple[str, ObservationKey], Item[ObservationShape]] = {}
    for item in workspace.get(OBSERVATIONS):
        row = item.value
        workspace.check_name(item, row.indicator, "an indicator", [INDICATORS], "indicator")
        workspace.check_name(item, row.area, "an area", [AREAS], "area")
        for rule, got in _get_broken_rules(row, methods.get(row.indicator, "")):
            workspace.note(item.get_fault(rule, got=got))
        other = first.setdefault((item.file, make_key(row)), item)
        if other is not item:
            rule = f"the same indicator, area, period and group stand in line {other.get_line(())} already"
            workspace.note(item.get_fault(rule))


def _get_broken_rules(row: ObservationShape, method: str) -> Iterator[tuple[str, object]]:
    yield from _get_broken_value_rules(row)
    yield from _get_broken_count_rules(row, method)
    if bool(row.group_type) != bool(row.group):
        yield '"group_type" and "group" go together', row.group_type or row.group


def _get_broken_value_rules(row: ObservationShape) -> Iterator[tuple[str, object]]:
    ends = (row.lower_95, row.upper_95)
    if row.value is None:
        if row.marker not in WITHOUT_VALUE:
            said = f'"marker" says {MISSING}; where its source hides it, {SUPPRESSED}'
            yield f'"value" is empty; where it is not known, {said}', row.marker or None
        if ends != (None, None):
            yield 'an interval stands round no "value"', None
    elif row.marker in WITHOUT_VALUE:
        yield f'"marker" says {row.marker}, and a "value" is there', row.value
    elif (row.lower_95 is None) != (row.upper_95 is None):
        yield 'an interval has both ends, "lower_95" and "upper_95"', None
    elif row.lower_95 is not None and row.upper_95 is not None and not row.lower_95 <= row.value <= row.upper_95:
        yield '"value" must lie between "lower_95" and "upper_95"', f"{row.lower_95:g}, {row.value:g}, {row.upper_95:g}"


def _get_broken_count_rules(row: ObservationShape, method: str) -> Iterator[tuple[str, object]]:
    for name, number in (("count", row.count), ("denominator", row.denominator)):
        if number is not None and number < 0:
            yield f'"{name}" is negative', f"{number:g}"
    is_share = method == Method.PROPORTION and row.count is not None and row.denominator is not None
    if is_share and row.count > row.denominator:  # type: ignore[operator]
        yield '"count" is more than "denominator", of which it is a part', f"{row.count:g} of {row.denominator:g}"
