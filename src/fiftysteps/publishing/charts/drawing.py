"""From a chart to its two pictures: Altair builds them, vl-convert draws them, on this machine alone."""

from dataclasses import dataclass
from typing import Any

from fiftysteps.publishing.charts.layout import NARROW, WIDE
from fiftysteps.publishing.charts.specs import Chart, FunnelChart, GradientChart, TrendChart, get_key
from fiftysteps.publishing.charts.svg import clean_svg
from fiftysteps.publishing.charts.words import describe

# The version of Vega-Lite that Altair 6 writes for, of those that vl-convert holds.
VEGA_LITE = "6.4"


@dataclass(frozen=True)
class Picture:
    """A chart drawn twice, as SVG to put into a page: for columns of 640 pixels and, drawn anew, of 320."""

    key: str
    title: str
    subtitle: str
    wide: str
    narrow: str


def draw_picture(chart: Chart) -> Picture:
    """Draw a chart. It takes a good tenth of a second, so it is never done while a page is waited for."""
    wide, narrow = (_draw(chart, width) for width in (WIDE, NARROW))
    return Picture(get_key(chart), chart.title, chart.subtitle, wide, narrow)


def _draw(chart: Chart, width: int) -> str:
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(build_spec(chart, width), vl_version=VEGA_LITE, allowed_base_urls=[])
    name = f"chart-{get_key(chart)[:12]}-{width}"
    return clean_svg(drawn, name=name, title=chart.title, description=describe(chart))


def build_spec(chart: Chart, width: int) -> dict[str, Any]:
    """Return the Vega-Lite specification of a chart's picture."""
    if isinstance(chart, TrendChart):
        from fiftysteps.publishing.charts.draw_trend import build_trend_spec

        return build_trend_spec(chart, width)
    if isinstance(chart, GradientChart):
        from fiftysteps.publishing.charts.draw_gradient import build_gradient_spec

        return build_gradient_spec(chart, width)
    if isinstance(chart, FunnelChart):
        from fiftysteps.publishing.charts.draw_funnel import build_funnel_spec

        return build_funnel_spec(chart, width)
    from fiftysteps.publishing.charts.draw_rows import build_rows_spec

    return build_rows_spec(chart, width)
