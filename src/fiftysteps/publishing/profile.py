"""The profile of an area as its page shows it: sentences, spine chart, tartan rug, pyramid and deprivation gaps."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest

from fiftysteps.evidence.figures import format_number, format_short, format_value
from fiftysteps.evidence.intervals import get_interval
from fiftysteps.evidence.models import Area, Indicator, Release
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.profile_output import say_counts, say_profile
from fiftysteps.evidence.queries.area_profile import (
    LEAST_FOR_SPREAD,
    AreaProfile,
    ProfileCell,
    ProfileRow,
    count_outcomes,
    get_area_profile,
    has_profile,
)
from fiftysteps.evidence.queries.data_stamp import get_releases
from fiftysteps.evidence.queries.deprivation_gaps import Core20, DeprivationGap, get_core20, get_deprivation_gaps
from fiftysteps.evidence.queries.gradient import GradientKind, GradientRow, Measured
from fiftysteps.evidence.queries.pyramid import Pyramid, get_pyramid
from fiftysteps.publishing.ages import AgeProfile, BandView, get_age_profile, make_bands
from fiftysteps.publishing.queries.citation import Citation, make_citation
from fiftysteps.publishing.spine import Spine, make_spine


@dataclass(frozen=True)
class CellView:
    """A value of a row in words; `words` say how it compares, and are never left to a colour."""

    area: str
    text: str
    outcome: str
    words: str


@dataclass(frozen=True)
class RowView:
    """A measure of the profile: its own value with its likely range, what it is seen beside, and its spine."""

    indicator: Indicator
    when: str
    own: CellView
    interval: str
    country: str
    above: str
    held: int
    spread: str
    spine: Spine | None
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class TopicView:
    """The measures of one kind, and what they say together."""

    key: str
    title: str
    sentence: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class GapView:
    """A measure in the two ends of an area, with the gap in words."""

    indicator: Indicator
    when: str
    first: str
    last: str
    last_name: str
    gap: str
    ratio: str


@dataclass(frozen=True)
class ProfilePage:
    """All that the page of an area says of its profile."""

    profile: AreaProfile
    sentence: str
    topics: tuple[TopicView, ...]
    columns: tuple[Area, ...]
    least_for_spread: int
    pyramid: Pyramid | None
    bands: tuple[BandView, ...]
    ages: AgeProfile | None
    gaps: tuple[GapView, ...]
    has_gaps: bool
    is_local: bool
    core20: Core20 | None
    releases: tuple[Release, ...]
    citation: Citation


def get_profile_page(request: HttpRequest, area: Area) -> ProfilePage | None:
    """Return the profile of an area, or None where there is nothing to show in one.

    Its gaps are between national fifths, or local ones where the address asks for `fifths=local`.
    """
    if not has_profile(area):
        return None
    profile = get_area_profile(area)
    is_local = request.GET.get("fifths") == "local"
    kinds: tuple[GradientKind, GradientKind] = ("deprivation-fifth", "deprivation-fifth-local")
    gaps = {kind: get_deprivation_gaps(area, kind) for kind in kinds}
    pyramid, ages = get_pyramid(area, profile.country), get_age_profile(area, profile.country)
    if not (profile.rows or any(gaps.values()) or pyramid or ages):
        return None
    releases = get_releases(_iterate_observations(profile))
    return ProfilePage(
        profile=profile,
        sentence=say_profile(profile),
        topics=_make_topics(profile),
        columns=_get_columns(profile),
        least_for_spread=LEAST_FOR_SPREAD,
        pyramid=pyramid,
        bands=make_bands(pyramid) if pyramid else (),
        ages=ages,
        gaps=tuple(_make_gap(gap) for gap in gaps[kinds[is_local]]),
        has_gaps=any(gaps.values()),
        is_local=is_local,
        core20=get_core20(area, (gap.indicator for kind in kinds for gap in gaps[kind])),
        releases=releases,
        citation=make_citation(request, area.code, f"Area profile: {area.name}", area.get_absolute_url(), releases),
    )


def _iterate_observations(profile: AreaProfile) -> list[Observation]:
    cells = (cell for row in profile.rows for cell in (row.own, row.country, row.above, *row.others) if cell)
    return [cell.observation for cell in cells if cell.observation]


def _get_columns(profile: AreaProfile) -> tuple[Area, ...]:
    """Return the areas of the rug: the area, what it lies in, the country, and its neighbours that have any value."""
    known = {cell.area for row in profile.rows for cell in row.others if cell.observation}
    neighbours = (area for area in profile.neighbours if area.code in known)
    return (profile.area, *(area for area in (profile.above, profile.country) if area), *neighbours)


def _make_topics(profile: AreaProfile) -> tuple[TopicView, ...]:
    topics = []
    for key, group in groupby(profile.rows, key=lambda row: row.indicator.kind):
        rows = tuple(group)
        sentence = f"{say_counts(count_outcomes(rows))[:1].upper()}{say_counts(count_outcomes(rows))[1:]}."
        views = tuple(_make_row(row, profile) for row in rows)
        topics.append(TopicView(key, rows[0].indicator.get_kind_display(), sentence, views))
    return tuple(topics)


def _make_row(row: ProfileRow, profile: AreaProfile) -> RowView:
    def write(value: float | None) -> str:
        return "" if value is None else format_short(value, row.indicator.unit, row.indicator.decimals)

    by_area = {cell.area: cell for cell in (row.own, *row.others, *([row.above] if row.above else []), row.country)}
    country = profile.country.name if profile.country else ""
    cells = tuple(_make_cell(by_area[area.code], write, country) for area in _get_columns(profile))
    interval = get_interval(row.own.observation, row.indicator) if row.own.observation else None
    return RowView(
        indicator=row.indicator,
        when=row.when.plain,
        own=cells[0],
        interval=f"{write(interval.lower)} to {write(interval.upper)}" if interval else "",
        country=write(row.country.value),
        above=write(row.above.value) if row.above else "",
        held=row.held,
        spread=f"{write(row.spread.least)} to {write(row.spread.most)}" if row.spread else "",
        spine=make_spine(row),
        cells=cells,
    )


def _make_cell(cell: ProfileCell, write: Callable[[float | None], str], country: str) -> CellView:
    joined = f"{cell.outcome} {'to' if cell.outcome == 'similar' else 'than'} {country}" if cell.outcome else ""
    return CellView(
        cell.area, write(cell.value), cell.outcome, f"{joined}, by its source" if cell.is_by_source else joined
    )


def _make_gap(found: DeprivationGap) -> GapView:
    indicator = found.indicator

    def write(row: GradientRow) -> str:
        return "" if row.value is None else format_short(row.value, indicator.unit, indicator.decimals)

    return GapView(
        indicator=indicator,
        when=found.when.plain,
        first=write(found.first),
        last=write(found.last),
        last_name="" if found.is_whole else found.last.group,
        gap=_say_gap(found.gap, indicator),
        ratio="" if found.relative.value is None else f"{format_number(found.relative.value, 1)} times",
    )


def _say_gap(gap: Measured, indicator: Indicator) -> str:
    """Return the gap as its size and the side on which it lies: "19.8 percentage points higher (18.6 to 20.8)"."""
    if gap.value is None:
        return "not known"
    size = f"{format_number(abs(gap.value), indicator.decimals)} percentage points"
    if indicator.unit != "%":
        size = format_value(abs(gap.value), indicator.unit, indicator.decimals)
    if gap.lower is None or gap.upper is None:
        return f"{size} {'higher' if gap.value > 0 else 'lower'}"
    if gap.lower <= 0 <= gap.upper:
        return "about the same in both"
    ends = [format_number(each, indicator.decimals) for each in sorted((abs(gap.lower), abs(gap.upper)))]
    return f"{size} {'higher' if gap.value > 0 else 'lower'} (likely {ends[0]} to {ends[1]})"
