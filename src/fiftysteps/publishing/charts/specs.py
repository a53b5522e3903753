"""What a chart says, apart from how it is drawn: everything that its picture, its table and its file are made from."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

from fiftysteps.evidence.observations import Observation

# A picture is kept for as long as its chart and this number stay the same: raise it when the drawing changes.
DRAWING = 1


@dataclass(frozen=True)
class Mark:
    """One value of a chart: what it is of, what it is, its likely range and how it compares.

    `outcome` is "better", "similar", "worse", "higher" or "lower" where an interval allows a judgement, else empty.
    """

    label: str
    area: str
    period: str
    text: str
    observation: Observation | None
    lower: float | None = None
    upper: float | None = None
    interval_method: str = ""
    outcome: str = ""

    @property
    def value(self) -> float | None:
        return self.observation.value if self.observation else None

    @property
    def is_missing(self) -> bool:
        return self.value is None

    @property
    def is_carried_forward(self) -> bool:
        return bool(self.observation and self.observation.is_carried_forward)

    @property
    def has_interval(self) -> bool:
        return self.lower is not None and self.upper is not None


@dataclass(frozen=True)
class Line:
    """The values of one place over time, oldest first."""

    name: str
    marks: tuple[Mark, ...]
    is_own: bool


@dataclass(frozen=True)
class Reference:
    """A value that the others are seen against, drawn as a line with its name on it."""

    name: str
    value: float
    text: str


@dataclass(frozen=True, kw_only=True)
class _Head:
    """What every chart has: the finding as its title, the measure as its subtitle, and the indicator's terms."""

    title: str
    subtitle: str
    indicator: str
    name: str
    unit: str
    decimals: int
    compared_with: str = ""


@dataclass(frozen=True, kw_only=True)
class TrendChart(_Head):
    """One place over time, with the places it is compared with. The first line is the place's own."""

    lines: tuple[Line, ...]
    kind: Literal["trend"] = "trend"

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for line in self.lines for mark in line.marks)


@dataclass(frozen=True, kw_only=True)
class _RowsHead(_Head):
    rows: tuple[Mark, ...]
    reference: Reference | None = None
    is_bars: bool = False

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self.rows


@dataclass(frozen=True, kw_only=True)
class CompareChart(_RowsHead):
    """One place beside others in one period. The first row is the place's own."""

    kind: Literal["compare"] = "compare"


@dataclass(frozen=True, kw_only=True)
class WardChart(_RowsHead):
    """The wards of a place in one period, the highest value first."""

    kind: Literal["wards"] = "wards"


@dataclass(frozen=True, kw_only=True)
class GroupChart(_RowsHead):
    """The groups of people in a place in one period, in the order of the data.

    `span` is the least and the greatest number that its scale must hold beside its own, for charts that share one.
    """

    span: tuple[float, float] | None = None
    kind: Literal["groups"] = "groups"


@dataclass(frozen=True, kw_only=True)
class GradientChart(_RowsHead):
    """The parts of a place from the most to the least deprived, each as wide as its share of the people.

    `shares` add up to 1 and are in the order of the rows. `ends` are the heights of the line of the slope index at its
    two ends, None where there is no such line.
    """

    shares: tuple[float, ...]
    ends: tuple[float, float] | None = None
    kind: Literal["gradient"] = "gradient"


@dataclass(frozen=True)
class FunnelPoint:
    """A place in a funnel: how many were counted there, and how far out it lies.

    `level` is the widest limit that it lies outside of: "95%", "99.8%", or empty where chance explains it.
    """

    mark: Mark
    size: float
    level: str = ""


@dataclass(frozen=True)
class FunnelLine:
    """The limits of one level, lower and upper, at each of the chart's `sizes`."""

    level: str
    lower: tuple[float, ...]
    upper: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class FunnelChart(_Head):
    """Places by how many were counted in them, with the limits within which chance would keep them."""

    points: tuple[FunnelPoint, ...]
    average: Reference
    sizes: tuple[float, ...]
    limits: tuple[FunnelLine, ...]
    size_name: str
    own: str = ""
    kind: Literal["funnel"] = "funnel"

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(point.mark for point in self.points)


type RowsChart = CompareChart | WardChart | GroupChart
type Chart = TrendChart | RowsChart | GradientChart | FunnelChart


@lru_cache(maxsize=1)
def _get_adapter() -> Any:
    from pydantic import Discriminator, TypeAdapter

    kinds = TrendChart | CompareChart | WardChart | GroupChart | GradientChart | FunnelChart
    return TypeAdapter(Annotated[kinds, Discriminator("kind")])


def dump_chart(chart: Chart) -> str:
    """Return a chart as JSON, the same for equal charts."""
    return str(_get_adapter().dump_json(chart).decode())


def read_chart(text: str) -> Chart:
    """Return the chart that `dump_chart` wrote."""
    chart: Chart = _get_adapter().validate_json(text)
    return chart


def get_key(chart: Chart) -> str:
    """Return the name under which the pictures of a chart are kept: a digest of all it says and of how it is drawn."""
    return hashlib.sha256(f"{DRAWING}\n{dump_chart(chart)}".encode()).hexdigest()[:32]
