"""What the cells of a text say, from the data as they are now."""

from collections.abc import Iterable
from dataclasses import dataclass

from fiftysteps.evidence.figures import PERCENT, say_share
from fiftysteps.evidence.models import Finding
from fiftysteps.evidence.queries.statement import Statement, get_statements, say_when
from fiftysteps.publishing.cells import Cell, iterate_cells


@dataclass(frozen=True)
class CellView:
    """The words of a cell, empty where there are none to show, the way to its finding, and whether it moved."""

    text: str
    url: str
    is_moved: bool


def get_cells(text: str) -> dict[Cell, CellView]:
    """Return what each cell of `text` says; one whose finding is not published says nothing."""
    cells = tuple(dict.fromkeys(iterate_cells(text)))
    if not cells:
        return {}
    findings = get_findings(cell.finding for cell in cells)
    statements = dict(zip(findings, get_statements(findings.values()), strict=True))
    return {cell: _get_view(findings.get(cell.finding), statements.get(cell.finding), cell.part) for cell in cells}


def get_findings(slugs: Iterable[str]) -> dict[str, Finding]:
    """Return the published findings of these names."""
    findings = Finding.objects.filter(slug__in=set(slugs), live=True, archived=False)
    return {finding.slug: finding for finding in findings.select_related("indicator", "area", "comparator")}


def _get_view(finding: Finding | None, statement: Statement | None, part: str) -> CellView:
    if finding is None or statement is None:
        return CellView("", "", is_moved=False)
    text = "" if statement.is_missing else _get_part(finding, statement, part)
    return CellView(text, finding.get_absolute_url(), is_moved=statement.movement is not None)


def _get_part(finding: Finding, statement: Statement, part: str) -> str:
    observation = statement.observation
    if observation is None or observation.value is None:
        return ""
    if part == "share":
        is_share = finding.indicator.unit == PERCENT and 0 <= observation.value <= 100
        return say_share(observation.value) if is_share else ""
    said = {
        "value": statement.value_text,
        "range": statement.interval_text,
        "when": say_when(observation.when),
        "comparison": statement.comparison_text,
    }
    return said.get(part, "")
