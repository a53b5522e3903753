from fiftysteps.strategy.models.framework import Alignment, Clause, Direction, Framework
from fiftysteps.strategy.models.gap_waiver import GapWaiver
from fiftysteps.strategy.models.links import (
    Citation,
    CitationRole,
    LineageKind,
    PartnerRole,
    StepLineage,
    StepReply,
    StepRole,
    Task,
)
from fiftysteps.strategy.models.measure import Measure, MeasureKind
from fiftysteps.strategy.models.step import BoardRole, LifeCourse, Step
from fiftysteps.strategy.models.strategy import Strategy, StrategyStatus, Theme, ThemeOutcome

__all__ = [
    "Alignment",
    "BoardRole",
    "Citation",
    "CitationRole",
    "Clause",
    "Direction",
    "Framework",
    "GapWaiver",
    "LifeCourse",
    "LineageKind",
    "Measure",
    "MeasureKind",
    "PartnerRole",
    "Step",
    "StepLineage",
    "StepReply",
    "StepRole",
    "Strategy",
    "StrategyStatus",
    "Task",
    "Theme",
    "ThemeOutcome",
]
