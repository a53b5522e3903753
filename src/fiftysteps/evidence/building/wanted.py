"""What is to be computed of an indicator, and the counts that are chosen for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fiftysteps.core.text import quote, suggest
from fiftysteps.evidence.building import recipe as methods
from fiftysteps.evidence.building.ages import END, Band, CommonBands, find_common, read_bands
from fiftysteps.evidence.building.inputs import Input
from fiftysteps.evidence.building.recipe import METHODS, PartShape, RecipeShape
from fiftysteps.evidence.building.selecting import (
    COLUMNS,
    CannotBuild,
    Selection,
    match_periods,
    read_selected_bands,
    select,
)
from fiftysteps.evidence.building.shelf import Shelf
from fiftysteps.stats import get_standard

# Of many things only some are named: the sentence has to stay readable.
NAMED = 5


@dataclass(frozen=True)
class Wanted:
    """The recipe of an indicator and what the indicator says besides."""

    recipe: RecipeShape
    method: str
    multiplier: float
    standard: str = ""
    benchmark: str = ""

    def get_standard(self) -> dict[str, int]:
        """Return the people of each age in the standard population."""
        if self.recipe.standard is not None:
            return self.recipe.standard
        standard = get_standard(self.standard)
        return dict(zip(standard.bands, standard.people, strict=True))


@dataclass(frozen=True)
class Chosen:
    """The rows of both parts, the bands of their ages where those matter, and which periods go together."""

    numerator: Selection
    denominator: Selection | None
    labels: tuple[str, ...]
    bands: CommonBands | None
    periods: dict[str, tuple[str, ...]]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The periods of the numerator for which there is no denominator."""
        return tuple(period for period in self.numerator.periods if period not in self.periods)


def choose(wanted: Wanted, shelf: Shelf, split: str) -> Chosen:
    """Return the counts that an indicator is computed from, divided by `split` or by nothing.

    Raises
    ------
    CannotBuild
        Something that the recipe names is not there, or does not go together.
    """
    found: dict[str, Selection] = {}
    wrong: list[str] = []
    for name, part in (("numerator", wanted.recipe.numerator), ("denominator", wanted.recipe.denominator)):
        try:
            if part is not None:
                held = _find_input(part, name, shelf)
                found[name] = select(part, name, held.file_name, shelf.get_divisions(held.file_name), split)
        except CannotBuild as error:
            wrong += error.sentences
    if wrong:
        raise CannotBuild(*wrong)
    numerator, denominator = found["numerator"], found.get("denominator")
    labels = numerator.get_labels(split if split in COLUMNS else "group") if split else ("",)
    bands = _find_bands(wanted, numerator, denominator)
    return Chosen(numerator, denominator, labels, bands, _match(wanted, numerator, denominator))


def _find_input(part: PartShape, name: str, shelf: Shelf) -> Input:
    held = shelf.inputs.get((part.dataset, "counts"))
    if held is None:
        known = sorted(dataset for dataset, table in shelf.inputs if table == "counts")
        hint = suggest(part.dataset, known)
        raise CannotBuild(f'"dataset" of "{name}" must be a dataset with counts{hint}; got {quote(part.dataset)}')
    return held


def _find_bands(wanted: Wanted, numerator: Selection, denominator: Selection | None) -> CommonBands | None:
    needs, recipe = METHODS[wanted.method], wanted.recipe
    if not needs.bands or denominator is None or recipe.denominator is None:
        return None
    sets = [
        read_selected_bands(numerator, recipe.numerator.dataset),
        read_selected_bands(denominator, recipe.denominator.dataset),
    ]
    if needs.standard:
        sets.append(read_bands(wanted.get_standard()))
    bands = _find_common(sets)
    if wanted.method == methods.LIFE_EXPECTANCY and (bands.last != END or recipe.at not in bands.starts):
        raise CannotBuild(
            f'life expectancy at {recipe.at} needs ages from a band that starts there to one such as "90+"; '
            f"got {name_some(bands.labels)}"
        )
    return bands


def _find_common(sets: Sequence[tuple[Band, ...]]) -> CommonBands:
    try:
        return find_common(sets)
    except ValueError as error:
        raise CannotBuild(f"the ages have no bands in common: {error}") from None


def _match(wanted: Wanted, numerator: Selection, denominator: Selection | None) -> dict[str, tuple[str, ...]]:
    if denominator is None:
        return dict.fromkeys(numerator.periods, ())
    fixed = wanted.recipe.denominator.period if wanted.recipe.denominator else ""
    found = match_periods(numerator, denominator, fixed)
    if not found:
        raise CannotBuild(
            f"no period of the numerator ({name_some(numerator.periods)}) is one of the denominator "
            f'({name_some(denominator.periods)}): name the one that is meant with "period" under "denominator"'
        )
    return found


def name_some(texts: Sequence[str]) -> str:
    """Return the first of several texts, and how many more there are."""
    named = ", ".join(texts[:NAMED])
    return f"{named} and {len(texts) - NAMED:,} more" if len(texts) > NAMED else named
