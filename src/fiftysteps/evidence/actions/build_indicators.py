"""Compute indicators from counts: only those of which something changed, each whole or not at all."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Fault
from fiftysteps.core.text import suggest
from fiftysteps.evidence.building.fingerprint import find_inputs, make_fingerprint
from fiftysteps.evidence.building.inputs import Input, describe_origin, get_inputs
from fiftysteps.evidence.figures import get_multiplier
from fiftysteps.evidence.models import Build, Indicator
from fiftysteps.evidence.queries.lookup_files import get_lookup_files

if TYPE_CHECKING:
    from fiftysteps.evidence.building.shelf import Shelf


class Outcome(StrEnum):
    BUILT = "built"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Built:
    """What became of one indicator. `faults` say why it was refused, `notes` what was left out."""

    indicator: str
    outcome: Outcome
    rows: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Task:
    """An indicator with what it is computed from, and what became of it already where nothing is to be done."""

    indicator: Indicator
    inputs: tuple[Input, ...]
    fingerprint: str
    is_due: bool


@dataclass(frozen=True)
class Work:
    """All that a run has to do: nothing is computed before the whole of it is known."""

    tasks: tuple[Task, ...]
    withdrawn: tuple[Build, ...]
    inputs: dict[tuple[str, str], Input]

    @property
    def due(self) -> int:
        return sum(task.is_due for task in self.tasks)


def plan_builds(names: Sequence[str] = (), *, rebuild: bool = False) -> Work:
    """Return what has to be computed, without reading a data file.

    Parameters
    ----------
    names : sequence of str
        The slugs of the indicators that are asked for; all of them where there is none.
    rebuild : bool, keyword-only
        Whether those are computed again too of which nothing changed.

    Raises
    ------
    PersonError
        A name is that of no indicator with a recipe.
    """
    indicators = [
        each for each in Indicator.objects.filter(archived=False).select_related("benchmark", "build") if each.recipe
    ]
    _check_names(names, {indicator.slug for indicator in indicators})
    inputs, lookups = get_inputs(), get_lookup_files()
    tasks = [
        _make_task(indicator, inputs, lookups, rebuild=rebuild)
        for indicator in sorted(indicators, key=lambda each: each.slug)
        if not names or indicator.slug in names
    ]
    withdrawn = () if names else _find_withdrawn({indicator.pk for indicator in indicators})
    return Work(tuple(tasks), withdrawn, inputs)


def run_builds(work: Work) -> Iterator[Built]:
    """Do the work, and yield what became of each indicator. What is done stays done where it is interrupted."""
    from fiftysteps.evidence.actions.build_indicator import withdraw_build

    shelf: Shelf | None = None
    for task in work.tasks:
        if not task.is_due:
            yield Built(task.indicator.slug, Outcome.UNCHANGED)
            continue
        shelf = shelf or _make_shelf(work)
        yield _build(task, shelf)
    for build in work.withdrawn:
        withdraw_build(build)
        yield Built(build.indicator.slug, Outcome.WITHDRAWN)


def _make_shelf(work: Work) -> "Shelf":
    # Late: what computes takes a second to import, and most runs have nothing to compute.
    from fiftysteps.evidence.building.shelf import Shelf

    return Shelf(work.inputs)


def _build(task: Task, shelf: "Shelf") -> Built:
    from fiftysteps.evidence.actions.build_indicator import build_indicator
    from fiftysteps.evidence.building.computing import Computing
    from fiftysteps.evidence.building.recipe import get_recipe
    from fiftysteps.evidence.building.rows import build_table, describe_missing
    from fiftysteps.evidence.building.selecting import CannotBuild
    from fiftysteps.evidence.building.wanted import Wanted
    from fiftysteps.evidence.taking_in import describe_areas, describe_periods

    indicator, begun = task.indicator, time.perf_counter()
    wanted = Wanted(
        recipe=get_recipe(indicator.recipe),
        method=indicator.method,
        multiplier=get_multiplier(indicator.unit) or 1.0,
        standard=indicator.standard_population,
        benchmark=indicator.benchmark.code if indicator.benchmark else "",
    )
    computing = Computing(wanted, shelf)
    try:
        figures = list(computing.run())
    except CannotBuild as error:
        faults = tuple(Fault(f"indicator {indicator.slug}", None, sentence) for sentence in error.sentences)
        return Built(indicator.slug, Outcome.REFUSED, faults=faults)
    origin = describe_origin(task.inputs)
    rows = build_table(indicator.slug, figures, origin)
    facts = {"period": describe_periods(rows), "geography": describe_areas(rows)}
    seconds = time.perf_counter() - begun
    build_indicator(indicator, rows, origin, fingerprint=task.fingerprint, seconds=seconds, facts=facts)
    notes = (*computing.notes, *describe_missing(figures))
    return Built(indicator.slug, Outcome.BUILT, rows.num_rows, seconds, notes)


def _check_names(names: Iterable[str], known: set[str]) -> None:
    wrong = [name for name in names if name not in known]
    if wrong:
        lines = [f'"{name}" is no indicator that is built from counts{suggest(name, sorted(known))}' for name in wrong]
        raise PersonError("\n".join(lines))


def _make_task(
    indicator: Indicator, inputs: dict[tuple[str, str], Input], lookups: Sequence[str], *, rebuild: bool
) -> Task:
    used = find_inputs(indicator.recipe, inputs)
    fingerprint = make_fingerprint(indicator, used, lookups)
    build = getattr(indicator, "build", None)
    is_due = rebuild or build is None or build.fingerprint != fingerprint
    return Task(indicator, used, fingerprint, is_due)


def _find_withdrawn(built: set[int]) -> tuple[Build, ...]:
    builds = Build.objects.exclude(indicator__in=built).select_related("indicator", "release__dataset")
    return tuple(builds)
