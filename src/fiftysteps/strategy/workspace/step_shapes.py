"""What a step's file holds."""

from typing import Annotated

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.provenance import SourcedShape
from fiftysteps.core.shapes import (
    Many,
    MaybeDay,
    MaybePeriodText,
    MaybeWords,
    Number,
    Shape,
    Whole,
    Words,
    at_most,
    between,
    one_of,
)
from fiftysteps.core.workspace import Item, Section
from fiftysteps.strategy.models import (
    BoardRole,
    CitationRole,
    Direction,
    LifeCourse,
    LineageKind,
    Measure,
    MeasureKind,
    PartnerRole,
    Step,
    StepRole,
)
from fiftysteps.strategy.models.framework import AlignmentStrength

# What a tile can show in three lines.
LONGEST_TILE_TITLE = 45
MOST_STEPS = 999


class MeasureShape(Shape):
    kind: Annotated[str, one_of(MeasureKind.values)]
    indicator: Words
    baseline: Number = None
    baseline_period: Annotated[MaybePeriodText, fits(Measure, "baseline_period")] = ""
    target: Number = None
    target_date: MaybeDay = None
    owner: MaybeWords = ""
    note: MaybeWords = ""


class RoleShape(Shape):
    organisation: Words
    role: Annotated[str, one_of(PartnerRole.values)]
    brings: Annotated[MaybeWords, fits(StepRole, "brings")] = ""


class CitationShape(Shape):
    id: Words
    role: Annotated[str, one_of(CitationRole.values)]
    reason: Words


class AlignmentShape(Shape):
    framework: Words
    clause: Words
    direction: Annotated[str, one_of(Direction.values)]
    strength: Annotated[str, one_of(AlignmentStrength.values)]
    reason: Words


class LineageShape(Shape):
    strategy: Words
    number: Annotated[Whole, between(1, MOST_STEPS)]
    how: Annotated[str, one_of(LineageKind.values)]
    note: MaybeWords = ""

    @property
    def key(self) -> str:
        return get_step_key(self.strategy, self.number)


class StepShape(SourcedShape):
    number: Annotated[Whole, between(1, MOST_STEPS)]
    theme: Words
    title: Annotated[Words, fits(Step, "title")]
    short_title: Annotated[MaybeWords, at_most(LONGEST_TILE_TITLE)] = ""
    summary: Words
    actions: Many[Words] = ()
    for_whom: MaybeWords = ""
    life_course: Annotated[str, one_of(LifeCourse.values)] = LifeCourse.ALL.value
    board_role: Annotated[str, one_of(("", *BoardRole.values))] = ""
    team: Annotated[MaybeWords, fits(Step, "team")] = ""
    equity_objective: MaybeWords = ""
    who_gains: MaybeWords = ""
    who_might_lose: MaybeWords = ""
    measures: Many[MeasureShape] = ()
    roles: Many[RoleShape] = ()
    evidence: Many[CitationShape] = ()
    alignments: Many[AlignmentShape] = ()
    replies: Many[Words] = ()
    wards: Many[Words] = ()
    previous: Many[LineageShape] = ()


class PlacedStep(StepShape):
    """A step with the strategy that it stands in, which its file names by its folder."""

    strategy: str
    is_live: bool


def get_step_key(strategy: str, number: int) -> str:
    return f"{strategy}/{number}"


def get_folder_strategy(file: str) -> str:
    """Return the strategy whose folder a step's file stands in: `strategies/<strategy>/steps/07.yaml`."""
    return file.split("/")[1]


STEPS = Section(
    "step",
    ("strategies/*/steps/*.yaml",),
    StepShape,
    get_id=lambda file, values: f"{get_folder_strategy(file)}/{values.get('number')}",
    id_key="number",
)


def get_item_key(item: Item[StepShape]) -> str:
    return get_step_key(get_folder_strategy(item.file), item.value.number)
