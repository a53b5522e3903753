"""What is held in the data files: observations of indicators, and counts of people by group."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

import pyarrow as pa

from fiftysteps.core.periods import Period, parse_period

CARRIED_FORWARD: Final = "carried-forward"
MISSING: Final = "missing"
# Hidden so that nobody can be found in it, by the source or here: there is a figure, and it is not told.
SUPPRESSED: Final = "suppressed"
ROUNDED: Final = "rounded"
WITHOUT_VALUE: Final = (MISSING, SUPPRESSED)
MARKERS: Final = ("", CARRIED_FORWARD, "provisional", "modelled", ROUNDED, *WITHOUT_VALUE)
NATURES: Final = ("real", "illustrative")
# Groups of this kind are no people: they are values to compare with, such as the median of councils.
COMPARATOR: Final = "comparator"
CONFIDENCE_ORDER: Final = ("high", "medium", "low", "")


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of an indicator for an area, a period and a group (empty: everyone), with where it comes from."""

    indicator: str
    area: str
    period: str
    group_type: str
    group: str
    value: float | None
    lower_95: float | None
    upper_95: float | None
    count: float | None
    denominator: float | None
    marker: str
    note: str
    nature: str
    source_title: str
    source_url: str
    confidence: str
    dataset: str

    def __post_init__(self) -> None:
        place = f"{self.indicator}, {self.area}, {self.period}"
        if self.marker not in MARKERS:
            raise ValueError(f"{place}: the marker {self.marker!r} is unknown")
        if self.nature not in NATURES:
            raise ValueError(f"{place}: the nature is {self.nature!r}, neither real nor illustrative")
        if (self.value is None) != (self.marker in WITHOUT_VALUE):
            markers = " or ".join(map(repr, WITHOUT_VALUE))
            raise ValueError(f"{place}: a value is empty where the marker is {markers}, and only there")
        self._check_bounds(place)

    def _check_bounds(self, place: str) -> None:
        if (self.lower_95 is None) != (self.upper_95 is None):
            raise ValueError(f"{place}: an interval needs both its bounds")
        if self.lower_95 is not None and self.upper_95 is not None and self.lower_95 > self.upper_95:
            raise ValueError(f"{place}: the lower bound {self.lower_95:g} exceeds the upper bound {self.upper_95:g}")

    @property
    def when(self) -> Period:
        return parse_period(self.period)

    @property
    def is_missing(self) -> bool:
        return self.value is None

    @property
    def is_suppressed(self) -> bool:
        """Whether there is a value that is not told, so that nobody can be found in it."""
        return self.marker == SUPPRESSED

    @property
    def is_carried_forward(self) -> bool:
        """Whether the source repeats an earlier value: not a new figure, and no part of a trend."""
        return self.marker == CARRIED_FORWARD


@dataclass(frozen=True, slots=True)
class PopulationCount:
    """How many people of one group of a dimension (age, sex …) live in an area."""

    area: str
    dimension: str
    group: str
    sort: int
    count: int
    period: str
    source_title: str
    source_url: str
    confidence: str
    note: str
    nature: str

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"{self.area}, {self.dimension}, {self.group}: {self.count} people is negative")


_ARROW_TYPES: dict[Any, pa.DataType] = {str: pa.string(), int: pa.int64(), float | None: pa.float64()}


def _make_schema(row: type[Observation] | type[PopulationCount]) -> pa.Schema:
    return pa.schema([(field.name, _ARROW_TYPES[field.type]) for field in fields(row)])


OBSERVATION_SCHEMA = _make_schema(Observation)
POPULATION_SCHEMA = _make_schema(PopulationCount)


def make_observation_table(rows: Iterable[Observation]) -> pa.Table:
    """Return `rows` as columns, ready to be stored."""
    return pa.Table.from_pylist([asdict(row) for row in rows], schema=OBSERVATION_SCHEMA)


def make_population_table(rows: Iterable[PopulationCount]) -> pa.Table:
    """Return `rows` as columns, ready to be stored."""
    return pa.Table.from_pylist([asdict(row) for row in rows], schema=POPULATION_SCHEMA)


def sort_observations(rows: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return `rows` from the oldest period to the newest; within one, the best known last."""
    return tuple(sorted(rows, key=lambda row: (row.when, row.area, row.group_type, row.group, _get_standing(row))))


def _get_standing(row: Observation) -> tuple[bool, bool, int, str]:
    """Return a key that is greatest for the observation to prefer where two are held for the same thing."""
    confidence = CONFIDENCE_ORDER.index(row.confidence) if row.confidence in CONFIDENCE_ORDER else len(CONFIDENCE_ORDER)
    return not row.is_missing, not row.is_carried_forward, -confidence, row.dataset


def get_series(
    rows: Sequence[Observation], *, area: str, group_type: str = "", group: str = ""
) -> tuple[Observation, ...]:
    """Return the observations of one area and group, oldest first, and of each period only the best known one."""
    wanted = [row for row in rows if (row.area, row.group_type, row.group) == (area, group_type, group)]
    return tuple({row.when: row for row in sort_observations(wanted)}.values())


def find_observation(
    rows: Sequence[Observation], *, area: str, period: str, group_type: str = "", group: str = ""
) -> Observation | None:
    """Return the observation of exactly this area, period and group, or None where none is held."""
    when = parse_period(period)
    series = get_series(rows, area=area, group_type=group_type, group=group)
    return next((row for row in series if (row.when.start, row.when.end) == (when.start, when.end)), None)
