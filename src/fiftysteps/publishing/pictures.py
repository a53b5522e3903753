"""Charts, maps and tables as the pages show them."""

from typing import Any


def get_chart_view(indicator: Any, kind: str, title: str, area: Any) -> Any:
    return None


def get_map_view(indicator: Any, title: str) -> Any:
    return None


def get_population_table(area: Any, dimension: str) -> Any:
    return None


def get_place_map(areas: Any, here: Any = None) -> Any:
    return None


def get_outcome_views(theme: Any) -> Any:
    return []


def get_step_charts(thread: Any) -> Any:
    return {}


def get_finding_chart(finding: Any) -> Any:
    return None


def get_indicator_charts(indicator: Any) -> Any:
    return []
