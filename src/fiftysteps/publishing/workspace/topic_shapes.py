"""What a topic of the needs assessment holds. A figure enters only through a block that takes it from the data."""

import re
from typing import Annotated

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.provenance import SourcedShape
from fiftysteps.core.shapes import Many, MaybeWords, Shape, Slug, Whole, Words, at_most, between, one_of, passes
from fiftysteps.core.workspace import Section
from fiftysteps.publishing.blocks import ChartKind
from fiftysteps.publishing.cells import get_prose_rules
from fiftysteps.publishing.models import TopicPage
from fiftysteps.strategy.workspace.step_shapes import MOST_STEPS

# As publishing.blocks.ChartBlock allows.
LONGEST_CHART_TITLE = 200


def _check_wordy(value: str) -> None:
    if found := re.search(r"\d[\d.,%]*", value):
        raise ValueError(f"must have no figures, and has {found.group()}: put a finding or a chart beside it instead")


def _check_prose(value: str) -> None:
    if broken := [f"{rule}, and has {got}" for rule, got in get_prose_rules(value)]:
        raise ValueError("; ".join(broken))


Title = Annotated[Words, passes(_check_wordy)]
Prose = Annotated[Words, passes(_check_prose)]


class ChartShape(Shape):
    indicator: Words
    kind: Annotated[str, one_of(ChartKind.values)]
    title: Annotated[Title, at_most(LONGEST_CHART_TITLE)]
    area: MaybeWords = ""


class MapShape(Shape):
    indicator: Words
    title: Annotated[Title, at_most(LONGEST_CHART_TITLE)]


class TableShape(Shape):
    dimension: Words
    area: Words


class StepsShape(Shape):
    strategy: Words
    numbers: Many[Annotated[Whole, between(1, MOST_STEPS)]]


class BlockShape(Shape):
    """One block: exactly one of these keys."""

    prose: Prose | None = None
    finding: Words | None = None
    chart: ChartShape | None = None
    map: MapShape | None = None
    table: TableShape | None = None
    heard: Words | None = None
    works: Words | None = None
    tried: Words | None = None
    reflection: Words | None = None
    steps: StepsShape | None = None


class TopicShape(SourcedShape):
    id: Annotated[Slug, fits(TopicPage, "slug")]
    number: Annotated[Whole, between(1, 99)]
    title: Annotated[Words, fits(TopicPage, "title")]
    question: Annotated[MaybeWords, fits(TopicPage, "question")] = ""
    summary: MaybeWords = ""
    blocks: Many[BlockShape] = ()


TOPICS = Section("topic", ("topics/*.yaml",), TopicShape)
