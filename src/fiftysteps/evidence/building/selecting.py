"""Which rows of a file of counts a part of a recipe asks for, and whether they can be added up at all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fiftysteps.core.periods import parse_period
from fiftysteps.core.text import quote, suggest
from fiftysteps.evidence.building.ages import Band, read_bands
from fiftysteps.evidence.building.recipe import PartShape

# What a recipe can be divided by that is a column of its own; anything else is a kind of group.
COLUMNS = ("sex", "age")
_COLUMNS_OF_ROWS = ("sex", "age", "group_type", "group")

type Division = Mapping[str, str]


class CannotBuild(Exception):
    """Why an indicator cannot be computed: each a sentence that its author can act on."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__("; ".join(sentences))


@dataclass(frozen=True)
class Selection:
    """The rows of one measure that are asked for.

    `divisions` says how each period's rows are divided: a sum that is of fewer rows than these lacks some.
    """

    name: str
    file_name: str
    measure: str
    equals: Mapping[str, tuple[str, ...]]
    divisions: Mapping[str, tuple[Division, ...]]

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(sorted(self.divisions, key=parse_period))

    @property
    def ages(self) -> tuple[str, ...]:
        return tuple({row["age"] for rows in self.divisions.values() for row in rows})

    def get_labels(self, column: str) -> tuple[str, ...]:
        """Return what stands in a column, in the order of first appearance in the sorted divisions."""
        return tuple(dict.fromkeys(row[column] for rows in self.divisions.values() for row in rows))

    def count_rows(self, period: str, columns: Sequence[str]) -> Counter[tuple[str, ...]]:
        """Return of how many rows a sum over the other columns is, for each combination of `columns`."""
        return Counter(tuple(row[column] for column in columns) for row in self.divisions[period])


def select(part: PartShape, name: str, file_name: str, rows: Sequence[Division], split: str = "") -> Selection:
    """Return the rows that a part asks for, of all the divisions of its file.

    Parameters
    ----------
    part : PartShape
        The numerator or the denominator of a recipe, which `name` says.
    file_name : str
        The file of counts.
    rows : sequence of mapping
        How the file's counts are divided, as `list_divisions` tells.
    split : str
        What the figures are divided by besides: "sex", "age" or a kind of group.

    Raises
    ------
    CannotBuild
        A measure, a group or a period is not there, or the rows would count somebody twice.
    """
    place = f'"{name}"'
    of_measure = [row for row in rows if row["measure"] == part.measure]
    if not of_measure:
        hint = suggest(part.measure, sorted({row["measure"] for row in rows}))
        raise CannotBuild(f'"measure" of {place} must be a measure of {part.dataset}{hint}; got {quote(part.measure)}')
    equals = part.where.get_equals() if part.where else {}
    if split and split not in COLUMNS:
        equals = equals | {"group_type": (split,)}
    if unknown := list(_find_unknown(part, place, of_measure, equals)):
        raise CannotBuild(*unknown)
    chosen = [row for row in of_measure if all(row[column] in texts for column, texts in equals.items())]
    if part.period:
        chosen = [row for row in chosen if _is_same_time(row["period"], part.period)]
    if not chosen:
        when = f" in {part.period}" if part.period else ""
        raise CannotBuild(f"no row of {part.dataset} is what {place} asks for{when}: look at what stands under it")
    _check_split(part, place, chosen, split)
    divisions: dict[str, tuple[Division, ...]] = {}
    for period in dict.fromkeys(row["period"] for row in chosen):
        divisions[period] = tuple(row for row in chosen if row["period"] == period)
        _check_once(part, place, divisions[period])
    return Selection(name, file_name, part.measure, equals, divisions)


def _find_unknown(
    part: PartShape, place: str, rows: Sequence[Division], equals: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    for column, texts in equals.items():
        known = sorted({row[column] for row in rows})
        for text in texts:
            if text not in known:
                said = quote(text) if text else '"all"'
                hint = suggest(text, [label for label in known if label])
                yield f'"{column}" of {place} asks for {said}, which "{part.measure}" of {part.dataset} has not{hint}'


def _check_split(part: PartShape, place: str, rows: Sequence[Division], split: str) -> None:
    column = split if split in COLUMNS else "group"
    if split and any(not row[column] for row in rows):
        raise CannotBuild(
            f'"groups" asks for {split}, by which not all of "{part.measure}" of {part.dataset}, {place}, is divided'
        )


def _check_once(part: PartShape, place: str, rows: Sequence[Division]) -> None:
    """Refuse rows that would count the same people twice when they are added up."""
    ways = {(bool(row["sex"]), bool(row["age"]), row["group_type"]) for row in rows}
    if len(ways) > 1:
        said = "; ".join(sorted(_say_way(way) for way in ways))
        raise CannotBuild(
            f'"{part.measure}" of {part.dataset} is divided in more than one way ({said}), so that adding up would '
            f'count people twice: say under "where" of {place} which rows are meant'
        )
    if not all(row["age"] for row in rows):
        return
    for sex in {row["sex"] for row in rows}:
        try:
            read_bands(row["age"] for row in rows if row["sex"] == sex)
        except ValueError as error:
            if "hole" not in str(error):
                raise CannotBuild(f"the ages of {place} in {part.dataset} cannot be added up: {error}") from None


def _say_way(way: tuple[bool, bool, str]) -> str:
    parts = [name for name, is_divided in zip(("sex", "age"), way, strict=False) if is_divided]
    parts += [way[2]] if way[2] else []
    return f"by {' and '.join(parts)}" if parts else "not at all"


def _is_same_time(one: str, other: str) -> bool:
    a, b = parse_period(one), parse_period(other)
    return (a.start, a.end) == (b.start, b.end)


def read_selected_bands(selection: Selection, dataset: str) -> tuple[Band, ...]:
    """Return the age bands of a selection, for methods that need the ages.

    Raises
    ------
    CannotBuild
        The rows are not divided by age, or their ages make no bands.
    """
    if "" in selection.ages:
        raise CannotBuild(f'"{selection.name}" is not divided by age in {dataset}, and the method needs the ages')
    try:
        return read_bands(selection.ages)
    except ValueError as error:
        raise CannotBuild(f'the ages of "{selection.name}" in {dataset} make no bands: {error}') from None


def match_periods(numerator: Selection, denominator: Selection, fixed: str) -> dict[str, tuple[str, ...]]:
    """Return, for each period of the numerator, those of the denominator that are added up for it.

    The same days go together. Years that are pooled take the people of each year. A denominator whose period the
    recipe fixes is taken for all. Periods without people are not in the answer.
    """
    if fixed:
        return dict.fromkeys(numerator.periods, denominator.periods)
    found = {}
    for period in numerator.periods:
        if same := [other for other in denominator.periods if _is_same_time(period, other)]:
            found[period] = tuple(same)
        elif pooled := _find_years(period, denominator.periods):
            found[period] = pooled
    return found


def _find_years(period: str, held: Sequence[str]) -> tuple[str, ...]:
    when = parse_period(period)
    if when.kind != "years":
        return ()
    years = {parse_period(text).start.year: text for text in held if parse_period(text).kind == "year"}
    wanted = range(when.start.year, when.end.year + 1)
    return tuple(years[year] for year in wanted) if all(year in years for year in wanted) else ()
