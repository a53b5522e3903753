"""This room's part of a workspace's files: frameworks, strategies with their themes, and steps."""

from typing import Final

from fiftysteps.accounts.workspace.room import Room
from fiftysteps.strategy.workspace.frameworks import FRAMEWORKS, check_frameworks, write_frameworks
from fiftysteps.strategy.workspace.step_checks import check_steps
from fiftysteps.strategy.workspace.step_shapes import STEPS
from fiftysteps.strategy.workspace.steps import write_steps
from fiftysteps.strategy.workspace.strategies import (
    STRATEGIES,
    check_strategies,
    write_all_themes,
    write_strategies,
)

ROOM: Final = Room(
    sections=(FRAMEWORKS, STRATEGIES, STEPS),
    checks=(check_frameworks, check_strategies, check_steps),
    writes=(write_frameworks, write_strategies, write_all_themes, write_steps),
)
