"""The figures of one indicator, computed from its recipe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from fiftysteps.evidence.building import recipe as methods
from fiftysteps.evidence.building.adding import Adding, Within, plan_adding
from fiftysteps.evidence.building.cells import Cells, Codes, Floats, Layout, merge_areas, read_cells, sum_cells
from fiftysteps.evidence.building.estimating import Estimates, Sums, estimate
from fiftysteps.evidence.building.levels import NAMES, SPLIT_LEVELS, is_of_level
from fiftysteps.evidence.building.recipe import METHODS
from fiftysteps.evidence.building.selecting import CannotBuild
from fiftysteps.evidence.building.shelf import Shelf
from fiftysteps.evidence.building.wanted import Chosen, Wanted, choose, name_some

# What groups by deprivation are called among the groups of an observation.
GROUP_TYPES = {
    methods.NATIONAL_TENTHS: "deprivation-tenth",
    methods.NATIONAL_FIFTHS: "deprivation-fifth",
    methods.LOCAL_FIFTHS: "deprivation-fifth-local",
}


@dataclass(frozen=True, eq=False)
class Figures:
    """Estimates of one period and kind of group, with the area and the group of each."""

    period: str
    group_type: str
    areas: Codes
    groups: Codes
    estimates: Estimates


@dataclass(frozen=True, eq=False)
class Counted:
    """The counts of one period, and what goes to the method besides."""

    period: str
    layout: Layout
    count: Cells
    people: Cells | None
    given: Sums


@dataclass
class Computing:
    """One run for one indicator. `notes` tell what was left out and why."""

    wanted: Wanted
    shelf: Shelf
    notes: list[str] = field(default_factory=list)

    def run(self) -> Iterator[Figures]:
        """Yield the figures, period by period.

        Raises
        ------
        CannotBuild
            Something that the recipe names is not there, or the counts do not give what it asks for.
        """
        recipe = self.wanted.recipe
        split_levels = [level for level in recipe.levels if level in SPLIT_LEVELS]
        yield from self._divide("", recipe.levels)
        for group in recipe.groups:
            yield from self._divide(group, split_levels)

    def _divide(self, split: str, levels: Sequence[str]) -> Iterator[Figures]:
        chosen = choose(self.wanted, self.shelf, split)
        if chosen.left_out:
            self._note(f"left out, for want of a denominator: {name_some(chosen.left_out)}")
        layout = Layout(split, chosen.labels, chosen.bands, self.wanted.recipe.areas)
        for period in chosen.periods:
            counted = self._count(chosen, period, layout)
            for level in levels:
                yield from self._compute(level, counted)
                if not split and level in SPLIT_LEVELS:
                    yield from self._compute_by_deprivation(level, counted)

    def _count(self, chosen: Chosen, period: str, layout: Layout) -> Counted:
        as_zero = self.wanted.recipe.missing_as_zero
        count = read_cells(chosen.numerator, period, layout, missing_as_zero=as_zero)
        self._check_any(count, "numerator")
        people = None
        if chosen.denominator is not None:
            parts = [read_cells(chosen.denominator, other, layout) for other in chosen.periods[period]]
            people = sum_cells(parts)
            self._check_any(people, "denominator")
            areas = merge_areas(count, people)
            count, people = count.align(areas), people.align(areas)
        # Only now: where there are people and no row of events, there were none.
        count = count.fill() if as_zero else count
        return Counted(period, layout, count, people, self._give(layout, count, people))

    def _check_any(self, cells: Cells, name: str) -> None:
        if not len(cells.areas):
            level = self.wanted.recipe.areas
            raise CannotBuild(f'"areas" says {level}, and the counts of "{name}" are of no such area')

    def _give(self, layout: Layout, count: Cells, people: Cells | None) -> Sums:
        """Return what the method is given besides the counts of each unit."""
        needs = METHODS[self.wanted.method]
        given = Sums(np.zeros((0, 1)), None, self.wanted.multiplier, at=self.wanted.recipe.at)
        if layout.bands:
            given = replace(given, ages=layout.bands.starts)
        if layout.bands and needs.standard:
            standard = {age: float(people) for age, people in self.wanted.get_standard().items()}
            given = replace(given, standard=layout.bands.sum(standard))
        return self._refer(given, count, people) if needs.benchmark else given

    def _refer(self, given: Sums, count: Cells, people: Cells | None) -> Sums:
        """Return the same with the counts and people of the benchmark, of everybody in it."""
        code = self.wanted.benchmark
        level = next((level for level in NAMES if is_of_level(np.array([code]), level)[0]), "")
        adding = self._plan(level, count) if level else None
        at = np.flatnonzero(adding.units == code) if adding is not None else np.zeros(0, dtype=int)
        if adding is None or people is None or not at.size:
            raise CannotBuild(f"the counts do not add up to the benchmark {code}, with whose rates these are compared")
        counts, totals = (adding.add(each)[:, at[0]].sum(axis=0) for each in (count, people))
        return replace(given, reference_count=counts, reference_people=totals)

    def _plan(self, level: str, cells: Cells, groups: dict[str, str] | None = None) -> Adding | None:
        if level == self.wanted.recipe.areas:
            own = cells.areas
            return plan_adding(own, Within(own, own, np.zeros(len(own), "U1"), np.ones(len(own))))
        within = self.shelf.get_parts(self.wanted.recipe.areas, level, cells.areas)
        return plan_adding(cells.areas, within if groups is None else within.divide(groups))

    def _compute(self, level: str, counted: Counted) -> Iterator[Figures]:
        adding = self._plan(level, counted.count)
        if adding is None:
            self._note(f"none for {NAMES[level]}: no look-up says which of the areas counted lie in them")
        else:
            yield self._estimate(adding, counted, counted.layout.split)

    def _compute_by_deprivation(self, level: str, counted: Counted) -> Iterator[Figures]:
        index = self.wanted.recipe.deprivation
        for kind in index.by if index else ():
            if index is None or (kind == methods.LOCAL_FIFTHS and level != "borough"):
                continue
            groups = self.shelf.get_groups(index, kind)
            if not any(area in groups for area in counted.count.areas.tolist()):
                raise CannotBuild(f"none of the small areas counted has a place in {index.dataset}, by {kind}")
            adding = self._plan(level, counted.count, groups)
            if adding is not None:
                yield self._estimate(adding, counted, GROUP_TYPES[kind])

    def _estimate(self, adding: Adding, counted: Counted, group_type: str) -> Figures:
        layout, counts = counted.layout, adding.add(counted.count)
        totals = None if counted.people is None else adding.add(counted.people)
        areas, groups = np.tile(adding.units, len(counts)), adding.groups
        if layout.split:
            groups = np.repeat(np.array(layout.labels, dtype=str), len(adding.units))
        self._check_parts(counts, totals, areas, counted.period)
        bands = layout.shape[1]
        people = None if totals is None else totals.reshape(-1, bands)
        given = replace(counted.given, count=counts.reshape(-1, bands), people=people)
        return Figures(counted.period, group_type, areas, groups, estimate(self.wanted.method, given))

    def _check_parts(self, counts: Floats, totals: Floats | None, areas: Codes, period: str) -> None:
        if self.wanted.method != methods.PROPORTION or totals is None:
            return
        # What is missing is not more than anything.
        with np.errstate(invalid="ignore"):
            wrong = np.flatnonzero((counts > totals).reshape(-1))
        if wrong.size:
            said = name_some([str(area) for area in areas[wrong]])
            raise CannotBuild(f"in {period} the numerator is more than the denominator, of which it is a part: {said}")

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)
