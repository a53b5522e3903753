"""Populations: how many people live in an area, by one dimension of who they are."""

import re
from typing import Annotated

from fiftysteps.accounts.models import Confidence
from fiftysteps.accounts.workspace.provenance import SOURCES
from fiftysteps.core.cells import MaybeWholeCell, WholeCell
from fiftysteps.core.periods import parse_period
from fiftysteps.core.shapes import MaybeWords, PeriodText, Shape, Words, at_most, one_of, passes
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.evidence.workspace.areas import AREAS

_DIMENSION = re.compile(r"[a-z]+[a-z0-9]*(-[a-z0-9]+)*")


def _check_dimension(value: str) -> None:
    if not _DIMENSION.fullmatch(value):
        raise ValueError('must be small letters, in parts with "-" between them, such as age or ethnicity-5')


class PopulationShape(Shape):
    area: Words
    dimension: Annotated[Words, at_most(40), passes(_check_dimension)]
    group: Annotated[Words, at_most(100)]
    sort: MaybeWholeCell = None
    count: WholeCell
    period: PeriodText
    source: MaybeWords = ""
    confidence: Annotated[str, one_of(("", *Confidence.values))] = ""
    note: MaybeWords = ""


POPULATIONS = Section("population count", ("populations/*.csv",), PopulationShape)


def check_populations(workspace: Workspace) -> None:
    first: dict[tuple[object, ...], Item[PopulationShape]] = {}
    for item in workspace.get(POPULATIONS):
        row = item.value
        workspace.check_name(item, row.area, "an area", [AREAS], "area")
        workspace.check_name(item, row.source, "a source", [SOURCES], "source")
        if row.count < 0:
            workspace.note(item.get_fault('"count" is negative', got=row.count))
        if bool(row.source) != bool(row.confidence):
            rule = '"source" and "confidence" go together: a real count has both, an illustrative one neither'
            workspace.note(item.get_fault(rule))
        period = parse_period(row.period)
        other = first.setdefault((row.area, row.dimension, row.group, period.start, period.end), item)
        if other is not item:
            rule = (
                f"the same area, dimension, group and period are there already: {other.file}, line {other.get_line(())}"
            )
            workspace.note(item.get_fault(rule))


def get_dimensions(workspace: Workspace) -> set[tuple[str, str]]:
    """Return which dimensions are held for which areas."""
    return {(item.value.area, item.value.dimension) for item in workspace.get(POPULATIONS)}
