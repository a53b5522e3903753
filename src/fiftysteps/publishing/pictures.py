"""Which charts, maps and tables the pages show. What is drawn beforehand is read off the same functions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fiftysteps.evidence.models import Area, Finding, Indicator
from fiftysteps.evidence.observations import COMPARATOR, Observation
from fiftysteps.evidence.queries.gradient import KINDS as GRADIENTS
from fiftysteps.evidence.queries.observations import get_observations
from fiftysteps.publishing.charts.build_funnel import build_funnel
from fiftysteps.publishing.charts.build_gradient import build_gradient_chart
from fiftysteps.publishing.charts.build_neighbours import build_neighbours
from fiftysteps.publishing.charts.build_rows import build_compare, build_groups, build_wards, put_on_one_scale
from fiftysteps.publishing.charts.build_trend import build_trend
from fiftysteps.publishing.charts.specs import Chart
from fiftysteps.publishing.charts.tables import Row, get_columns, get_table
from fiftysteps.publishing.charts.tasks import ask_for_picture
from fiftysteps.publishing.maps import MapView, get_indicator_map, get_neighbourhood_map
from fiftysteps.publishing.queries.headline import say_gradient
from fiftysteps.publishing.queries.places import Places
from fiftysteps.strategy.models import Theme
from fiftysteps.strategy.queries.thread import Thread


@dataclass(frozen=True)
class ChartView:
    """A chart on a page: its words, its picture in two widths where it is drawn already, and its figures."""

    title: str
    subtitle: str
    source: str
    wide_svg: str
    narrow_svg: str
    columns: Row
    rows: tuple[Row, ...]
    csv_url: str
    note: str = ""


@dataclass(frozen=True)
class OutcomeView:
    """An outcome indicator of a theme, with its chart."""

    indicator: Indicator
    chart: ChartView | None


def build_chart(
    indicator: Indicator, kind: str, places: Places, title: str = "", area: Area | None = None
) -> Chart | None:
    """Return the chart of one of `blocks.ChartKind`, or None where the figures do not make one."""
    rows = get_observations(indicator.slug)
    place = area or places.place
    benchmarks = [other for other in places.benchmarks if other != place]
    if kind == "trend":
        return build_trend(indicator, rows, area=place, benchmarks=benchmarks, title=title)
    if kind == "compare":
        return build_compare(indicator, rows, area=place, benchmarks=benchmarks, title=title)
    if kind == "wards":
        return build_wards(indicator, rows, wards=places.wards, borough=places.place, title=title)
    if kind == "funnel":
        return next(_iterate_funnels(indicator, rows, places, title), None)
    if kind == "gradient":
        charts = (build_gradient_chart(indicator, rows, area=place, kind=part, title=title) for part in GRADIENTS)
        return next((chart for chart in charts if chart), None)
    return build_groups(indicator, rows, area=place, title=title)


def iterate_indicator_charts(indicator: Indicator, places: Places) -> Iterator[Chart]:
    """Yield the charts of an indicator's own page: one for each kind of group that is held, all on one scale."""
    rows = get_observations(indicator.slug)
    for kind in ("trend", "compare"):
        if chart := build_chart(indicator, kind, places):
            yield chart
    yield from _iterate_neighbours(indicator, rows, places)
    if wards := build_chart(indicator, "wards", places):
        yield wards
    yield from _iterate_funnels(indicator, rows, places)
    own = {row.group_type for row in rows if row.area == places.place.code} - {"", COMPARATOR, *GRADIENTS}
    groups = (build_groups(indicator, rows, area=places.place, group_type=group_type) for group_type in sorted(own))
    yield from put_on_one_scale([chart for chart in groups if chart])
    for part in GRADIENTS:
        if gradient := build_gradient_chart(indicator, rows, area=places.place, kind=part):
            yield gradient


def _iterate_neighbours(indicator: Indicator, rows: Sequence[Observation], places: Places) -> Iterator[Chart]:
    """Yield the place beside those most like it: everyone or, where that is not held, the women and the men."""
    place, neighbours = places.place, places.neighbours
    if chart := build_neighbours(indicator, rows, area=place, neighbours=neighbours):
        yield chart
        return
    for sex in sorted({row.group for row in rows if row.area == place.code and row.group_type == "sex"}):
        if chart := build_neighbours(indicator, rows, area=place, neighbours=neighbours, group_type="sex", group=sex):
            yield chart


def _iterate_funnels(
    indicator: Indicator, rows: Sequence[Observation], places: Places, title: str = ""
) -> Iterator[Chart]:
    """Yield the funnel of the wards, and that of the place with those that are most like it."""
    place = places.place
    alike = (place, *(like.neighbour for like in places.neighbours))
    for areas, name in ((places.wards, f"wards of {place.name}"), (alike, f"places like {place.name}, with itself,")):
        if funnel := build_funnel(indicator, rows, areas=areas, name=name, own=place.code, title=title):
            yield funnel


def build_finding_chart(finding: Finding, places: Places) -> Chart | None:
    """Return the chart that shows a finding best; none for a finding about a group or about another place."""
    if finding.group_type or finding.area_id != places.place.pk:
        return None
    return find_chart(finding.indicator, places, finding.title)


def find_chart(indicator: Indicator, places: Places, title: str = "") -> Chart | None:
    """Return the chart of the place over time or, where there is no trend, beside other places."""
    charts = (build_chart(indicator, kind, places, title) for kind in ("trend", "compare"))
    return next((chart for chart in charts if chart), None)


def make_view(chart: Chart | None) -> ChartView | None:
    """Return the chart as a page shows it. A picture that is not drawn yet leaves the figures alone."""
    if chart is None:
        return None
    picture = ask_for_picture(chart)
    sources = {mark.observation.source_title for mark in chart.marks if mark.observation}
    return ChartView(
        title=chart.title,
        subtitle=chart.subtitle,
        source=f"Source: {'; '.join(sorted(sources - {''}))}." if sources - {""} else "",
        wide_svg=picture.wide if picture else "",
        narrow_svg=picture.narrow if picture else "",
        columns=get_columns(chart),
        rows=get_table(chart),
        csv_url=f"/indicators/{chart.indicator}/data.csv",
    )


def get_indicator_charts(indicator: Indicator, places: Places) -> list[ChartView]:
    views = [_annotate(indicator, places, chart) for chart in iterate_indicator_charts(indicator, places)]
    return [view for view in views if view]


def get_indicator_maps(indicator: Indicator, places: Places) -> list[MapView]:
    """Return the maps of an indicator's own page: ward by ward, and neighbourhood by neighbourhood."""
    maps = (get_indicator_map(indicator, places.wards), get_neighbourhood_map(indicator, places.neighbourhoods))
    return [view for view in maps if view]


def _annotate(indicator: Indicator, places: Places, chart: Chart) -> ChartView | None:
    """Return the view of a chart; that of a gradient says what its slope is."""
    view = make_view(chart)
    first = next((mark.observation for mark in chart.marks if mark.observation), None)
    kind = next((part for part in GRADIENTS if first and first.group_type == part), None)
    if view is None or kind is None:
        return view
    note = say_gradient(indicator, get_observations(indicator.slug), places.place.code, kind)
    return replace(view, note=note)


def get_step_charts(thread: Thread, places: Places) -> dict[str, ChartView]:
    """Return the chart of the first finding of need that makes one, by the finding's slug: one is enough to see why."""
    findings = [cited.evidence for cited in thread.need if isinstance(cited.evidence, Finding)]
    for finding in findings:
        if view := make_view(build_finding_chart(finding, places)):
            return {finding.slug: view}
    return {}


def get_outcome_views(theme: Theme, places: Places | None) -> list[OutcomeView]:
    """Return the outcome indicators of a theme, each with the chart that shows it best where there is one."""
    indicators = [outcome.indicator for outcome in theme.outcomes.select_related("indicator")]
    charts = [find_chart(indicator, places) if places else None for indicator in indicators]
    return [OutcomeView(indicator, make_view(chart)) for indicator, chart in zip(indicators, charts, strict=True)]
