"""Which charts, maps and tables each page shows. The pages and the drawing before they are asked for agree here."""

from collections.abc import Iterator
from typing import Any

from fiftysteps.evidence.models import Area, Finding, Indicator
from fiftysteps.evidence.queries.observations import get_many, get_observations
from fiftysteps.publishing.charts.build_rows import build_compare, build_groups, build_wards
from fiftysteps.publishing.charts.build_trend import build_trend
from fiftysteps.publishing.charts.specs import Chart
from fiftysteps.publishing.maps import get_residents_map, get_wards
from fiftysteps.publishing.models.brand import Brand
