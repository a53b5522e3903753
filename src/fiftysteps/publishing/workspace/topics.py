"""Writing the topics of the needs assessment as pages below its front."""

from typing import Any

from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import fill_provenance
from fiftysteps.accounts.workspace.retiring import unpublish
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.workspace import Workspace
from fiftysteps.publishing.models import JsnaIndexPage, TopicPage
from fiftysteps.publishing.workspace.topic_checks import EVIDENCE_BLOCKS, get_filled
from fiftysteps.publishing.workspace.topic_shapes import TOPICS, BlockShape, StepsShape, TopicShape
from fiftysteps.strategy.workspace.step_shapes import get_step_key

KINDS = {
    "finding": "findings",
    "heard": "insights",
    "works": "references",
    "tried": "learning",
    "reflection": "reflections",
}


def write_topics(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, KIND, workspace.get(TOPICS))


def _fill(loading: Loading, obj: TopicPage, value: TopicShape) -> None:
    fill_provenance(obj, value, loading.sources)
    obj.slug, obj.number, obj.title = value.id, value.number, value.title
    obj.question, obj.summary = value.question, value.summary
    obj.blocks = [_make_block(loading, block) for block in value.blocks]


def _make_block(loading: Loading, block: BlockShape) -> tuple[str, Any]:
    """Return a block as Wagtail's stream holds it: its type, and its value with objects in place of ids."""
    (key,) = get_filled(block)
    if key in EVIDENCE_BLOCKS:
        return key, loading.get(KINDS[key], getattr(block, key))
    if block.chart:
        chart = block.chart
        indicator, area = loading.get("indicators", chart.indicator), loading.find("areas", chart.area)
        return key, {"indicator": indicator, "kind": chart.kind, "title": chart.title, "area": area}
    if block.map:
        return key, {"indicator": loading.get("indicators", block.map.indicator), "title": block.map.title}
    if block.table:
        return key, {"area": loading.get("areas", block.table.area), "dimension": block.table.dimension}
    if block.steps:
        return key, _get_steps(loading, block.steps)
    return key, block.prose


def _get_steps(loading: Loading, steps: StepsShape) -> list[Any]:
    return [loading.get("steps", get_step_key(steps.strategy, number)) for number in steps.numbers]


def _insert(obj: TopicPage) -> None:
    JsnaIndexPage.objects.get().add_child(instance=obj)


KIND = Kind("topics", TopicPage, lambda item: item.value.id, lambda obj: obj.slug, _fill, unpublish, insert=_insert)
