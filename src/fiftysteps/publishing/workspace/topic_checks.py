"""What holds between a topic's blocks and what they show."""

from collections.abc import Mapping
from typing import Any, Final

from fiftysteps.accounts.workspace.provenance import check_source
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.engagement.workspace.insights import INSIGHTS
from fiftysteps.evidence.workspace.areas import AREAS
from fiftysteps.evidence.workspace.findings import FINDINGS
from fiftysteps.evidence.workspace.indicators import INDICATORS
from fiftysteps.evidence.workspace.learning import LEARNING
from fiftysteps.evidence.workspace.observations import OBSERVATIONS
from fiftysteps.evidence.workspace.populations import POPULATIONS, get_dimensions
from fiftysteps.evidence.workspace.references import REFERENCES
from fiftysteps.evidence.workspace.reflections import REFLECTIONS
from fiftysteps.publishing.cells import iterate_cells
from fiftysteps.publishing.workspace.topic_shapes import TOPICS, BlockShape, StepsShape, TableShape, TopicShape
from fiftysteps.strategy.workspace.step_shapes import STEPS, get_step_key

EVIDENCE_BLOCKS: Final[Mapping[str, tuple[str, Section[Any]]]] = {
    "finding": ("a finding", FINDINGS),
    "heard": ("an insight", INSIGHTS),
    "works": ("a reference", REFERENCES),
    "tried": ("a piece of learning", LEARNING),
    "reflection": ("a reflection", REFLECTIONS),
}


def check_topics(workspace: Workspace) -> None:
    observed = {item.value.indicator for item in workspace.get(OBSERVATIONS)}
    dimensions = get_dimensions(workspace)
    numbers: dict[int, Item[TopicShape]] = {}
    for item in workspace.get(TOPICS):
        check_source(workspace, item)
        first = numbers.setdefault(item.value.number, item)
        if first is not item:
            rule = f'"number" is that of {first.file} already'
            workspace.note(item.get_fault(rule, "number", got=item.value.number))
        for at, block in enumerate(item.value.blocks):
            _check_block(workspace, item.get_part(block, "blocks", at), observed, dimensions)


def get_filled(block: BlockShape) -> list[str]:
    """Return the keys of a block that have a value."""
    return [name for name, value in block if value is not None]


def _check_block(
    workspace: Workspace, item: Item[BlockShape], observed: set[str], dimensions: set[tuple[str, str]]
) -> None:
    block = item.value
    filled = get_filled(block)
    if len(filled) != 1:
        keys = ", ".join(BlockShape.model_fields)
        workspace.note(item.get_fault(f"a block has exactly one of the keys {keys}", got=", ".join(filled) or "none"))
    _check_evidence(workspace, item)
    if block.chart:
        _check_picture(workspace, item, "chart", block.chart.indicator, observed)
        workspace.check_name(item, block.chart.area, "an area", [AREAS], "chart", "area")
    if block.map:
        _check_picture(workspace, item, "map", block.map.indicator, observed)
    if block.table:
        _check_table(workspace, item, block.table, dimensions)
    if block.steps:
        _check_steps(workspace, item, block.steps)


def _check_evidence(workspace: Workspace, item: Item[BlockShape]) -> None:
    for key, (what, section) in EVIDENCE_BLOCKS.items():
        if name := getattr(item.value, key):
            workspace.check_name(item, name, what, [section], key)
    for cell in iterate_cells(item.value.prose or ""):
        workspace.check_name(item, cell.finding, "a finding", [FINDINGS], "prose")


def _check_picture(workspace: Workspace, item: Item[BlockShape], key: str, name: str, observed: set[str]) -> None:
    workspace.check_name(item, name, "an indicator", [INDICATORS], key, "indicator")
    is_known = workspace.is_known(name, INDICATORS) and workspace.is_whole(OBSERVATIONS)
    if is_known and name not in observed:
        workspace.note(item.get_fault("no observation of the indicator is there to draw", key, "indicator", got=name))


def _check_table(
    workspace: Workspace, item: Item[BlockShape], table: TableShape, dimensions: set[tuple[str, str]]
) -> None:
    workspace.check_name(item, table.area, "an area", [AREAS], "table", "area")
    if workspace.is_whole(POPULATIONS) and (table.area, table.dimension) not in dimensions:
        rule = "no population count of the area is there by this dimension"
        workspace.note(item.get_fault(rule, "table", "dimension", got=f"{table.area}, {table.dimension}"))


def _check_steps(workspace: Workspace, item: Item[BlockShape], steps: StepsShape) -> None:
    for at, number in enumerate(steps.numbers):
        key = get_step_key(steps.strategy, number)
        workspace.check_name(item, key, "a step", [STEPS], "steps", "numbers", at)
