"""Maps in five bands of equal number: within real boundaries where they are held, else one tile for each ward."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fiftysteps.evidence.figures import format_short
from fiftysteps.evidence.models import Area, Indicator
from fiftysteps.evidence.observations import Observation, find_observation
from fiftysteps.evidence.queries.boundaries import get_boundaries, get_boundary_sources
from fiftysteps.evidence.queries.observations import get_observations, get_observations_of, get_population
from fiftysteps.publishing.charts.words import HIDDEN_FIGURE
from fiftysteps.publishing.outlines import Sheet, draw_outlines
from fiftysteps.stats.comparisons.quantiles import assign_quantiles

BANDS = 5
# How wide a sign of a value is in a map with outlines, in the picture's units.
DIGIT = 8.5


@dataclass(frozen=True)
class Cell:
    """A place, the column and row of its tile, and its value; band is 1 (lowest) to 5, or 0 where nothing is known."""

    area: Area
    q: int
    r: int
    value: float | None
    text: str
    band: int


@dataclass(frozen=True)
class Band:
    number: int
    text: str


@dataclass(frozen=True)
class Outline:
    """A place within its boundary: the data of its path, its band and what it says.

    `x` and `y` are where its value stands, where it has room for it; None where it has not.
    """

    area: Area
    path: str
    text: str
    band: int
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True)
class MapView:
    """A map with the words around it. It has `outlines` where every place has a boundary, else it is drawn in tiles.

    `kind` is what its places are, as one of them is called.
    """

    title: str
    subtitle: str
    cells: tuple[Cell, ...]
    bands: tuple[Band, ...]
    value_label: str
    source: str
    outlines: tuple[Outline, ...] = ()
    width: float = 0.0
    height: float = 0.0
    kind: str = "ward"


def get_indicator_map(indicator: Indicator, wards: Sequence[Area], title: str = "") -> MapView | None:
    """Return the newest values of `indicator` in `wards`, or None where too few are known to make bands of."""
    view = _make_view(
        indicator, get_observations(indicator.slug), wards, title or f"{indicator.plain_name}, ward by ward"
    )
    return _add_outlines(view) if view else None


def _make_view(indicator: Indicator, rows: Sequence[Observation], wards: Sequence[Area], title: str) -> MapView | None:
    period = _get_newest(rows, {ward.code for ward in wards})
    found = {ward.code: find_observation(rows, area=ward.code, period=period) for ward in wards if period}
    values = {code: row.value for code, row in found.items() if row and row.value is not None}
    if len(values) < BANDS:
        return None
    texts = {code: format_short(value, indicator.unit, indicator.decimals) for code, value in values.items()}
    texts |= {code: HIDDEN_FIGURE for code, row in found.items() if row and row.is_suppressed}
    first = next(row for row in found.values() if row)
    return MapView(
        title=title,
        subtitle=f"{indicator.name}, {indicator.unit}, {first.when.plain}.",
        cells=_get_cells(wards, values, texts),
        bands=_get_bands(wards, values, texts),
        value_label=indicator.unit,
        source=f"Source: {first.source_title}." if first.source_title else "",
    )


def get_neighbourhood_map(indicator: Indicator, areas: Sequence[Area]) -> MapView | None:
    """Return the newest values in small neighbourhoods; None where too few are known, or a boundary is not held.

    A tile for each would say nothing: nobody knows a neighbourhood by where its tile stands.
    """
    rows = get_observations_of(indicator.slug, [area.code for area in areas])
    view = _make_view(indicator, rows, areas, f"{indicator.plain_name}, neighbourhood by neighbourhood")
    drawn = _add_outlines(view, has_words=False) if view else None
    return replace(drawn, kind="neighbourhood") if drawn and drawn.outlines else None


def _add_outlines(view: MapView, *, has_words: bool = True) -> MapView:
    """Return the map with the boundaries of its places, where all of them are held: a hole would say something too.

    With `has_words` the values stand in them, so that no place is known by its colour alone.
    """
    codes = [cell.area.code for cell in view.cells]
    geometries = get_boundaries(codes)
    sheet = draw_outlines(geometries) if len(geometries) == len(view.cells) else None
    if sheet is None:
        return view
    outlines = tuple(_make_outline(cell, sheet, has_words=has_words) for cell in view.cells)
    boundaries = "; ".join(get_boundary_sources(codes))
    source = f"{view.source} Boundaries: {boundaries}.".strip() if boundaries else view.source
    return replace(view, outlines=outlines, width=sheet.width, height=sheet.height, source=source)


def _make_outline(cell: Cell, sheet: Sheet, *, has_words: bool) -> Outline:
    code, text = cell.area.code, cell.text or "not known"
    spot = sheet.spots[code]
    has_room = has_words and bool(cell.text) and len(cell.text) * DIGIT <= spot.room
    x, y = (spot.x, spot.y) if has_room else (None, None)
    return Outline(cell.area, sheet.paths[code], text, cell.band, x, y)


def get_residents_map(wards: Sequence[Area]) -> MapView | None:
    """Return how many people live in each of `wards`, or None where too few are known to make bands of."""
    counts = {ward.code: get_population(ward.code, "age") for ward in wards}
    values = {code: float(sum(row.count for row in rows)) for code, rows in counts.items() if rows}
    if len(values) < BANDS:
        return None
    texts = {code: f"{value:,.0f}" for code, value in values.items()}
    first = next(rows[0] for rows in counts.values() if rows)
    return _add_outlines(
        MapView(
            title="Where people live",
            subtitle=f"People in each ward, {first.period}.",
            cells=_get_cells(wards, values, texts),
            bands=_get_bands(wards, values, texts),
            value_label="People",
            source=f"Source: {first.source_title}." if first.source_title else "",
        )
    )


def _get_newest(rows: Iterable[Observation], codes: set[str]) -> str:
    known = [row for row in rows if row.area in codes and row.value is not None and not row.group_type]
    return max(known, key=lambda row: row.when).period if known else ""


def _get_cells(wards: Sequence[Area], values: Mapping[str, float], texts: Mapping[str, str]) -> tuple[Cell, ...]:
    bands = _assign(wards, values)
    return tuple(
        Cell(ward, ward.hex_q or 0, ward.hex_r or 0, values.get(ward.code), texts.get(ward.code, ""), bands[ward.code])
        for ward in wards
    )


def _assign(wards: Sequence[Area], values: Mapping[str, float]) -> dict[str, int]:
    numbers = assign_quantiles([values.get(ward.code, float("nan")) for ward in wards], quantiles=BANDS)
    return {ward.code: int(number) for ward, number in zip(wards, numbers, strict=True)}


def _get_bands(wards: Sequence[Area], values: Mapping[str, float], texts: Mapping[str, str]) -> tuple[Band, ...]:
    """Return what each band holds, from its lowest value to its highest; a band that ties left empty is left out."""
    bands = _assign(wards, values)
    found = []
    for number in range(1, BANDS + 1):
        codes = sorted((code for code in values if bands[code] == number), key=lambda code: values[code])
        if codes:
            low, high = texts[codes[0]], texts[codes[-1]]
            found.append(Band(number, low if low == high else f"{low} to {high}"))
    return tuple(found)
