"""Fingertips: the public health data of England, published by the Office for Health Improvement and Disparities."""

from typing import Final
from urllib.parse import urlencode

from fiftysteps.evidence.fetch.expected import Table
from fiftysteps.evidence.fetch.gathering import GetJson, gather_one
from fiftysteps.evidence.fetch.source import OPEN_GOVERNMENT, Parameter, Source, Values

BASE: Final = "https://fingertips.phe.org.uk/api/"
# More than a hundred in one question, and the service leaves the rest out without a word.
MOST_INDICATORS: Final = 100

_INDICATOR: Final = Parameter(
    "indicator",
    f"the number of an indicator, or up to {MOST_INDICATORS} of them with commas between",
    rf"[0-9]{{1,6}}(,[0-9]{{1,6}}){{0,{MOST_INDICATORS - 1}}}",
)
_PROFILE: Final = Parameter("profile", "the number of a profile", r"[0-9]{1,5}")


def _build_data(source: Source, values: Values, get_json: GetJson) -> str:
    area_types = {
        "child_area_type_id": values["area-type"],
        # 15 is England.
        "parent_area_type_id": values.get("parent-type", "15"),
    }
    return _build(source.base, values, area_types)


def _build_metadata(source: Source, values: Values, get_json: GetJson) -> str:
    return _build(source.base, values, {})


def _build(base: str, values: Values, more: dict[str, str]) -> str:
    if "indicator" in values:
        return f"{base}by_indicator_id?{urlencode({'indicator_ids': values['indicator'], **more}, safe=',')}"
    return f"{base}by_profile_id?{urlencode({'profile_id': values['profile'], **more})}"


FINGERTIPS: Final = Source(
    name="fingertips",
    title="Fingertips, all data of indicators or of a profile",
    licence=OPEN_GOVERNMENT,
    base=f"{BASE}all_data/csv/",
    parameters=(
        _INDICATOR,
        _PROFILE,
        Parameter(
            "area-type",
            "the number of a type of area, such as 502 for upper-tier authorities",
            r"[0-9]{1,6}",
            needed=True,
        ),
        Parameter(
            "parent-type", "the number of the type of area above it; 15, England, where it is left out", r"[0-9]{1,6}"
        ),
    ),
    one_of=("indicator", "profile"),
    build=_build_data,
    gather=gather_one,
    expected=Table(("Indicator ID", "Area Code", "Time period", "Value")),
    example="fetch fingertips indicator=90366,93468 area-type=502",
    # It makes the file before it sends the first byte, and that takes minutes for a profile.
    patience=300,
)

FINGERTIPS_METADATA: Final = Source(
    name="fingertips-metadata",
    title="Fingertips, definitions of indicators",
    licence=OPEN_GOVERNMENT,
    base=f"{BASE}indicator_metadata/csv/",
    parameters=(_INDICATOR, _PROFILE),
    one_of=("indicator", "profile"),
    build=_build_metadata,
    gather=gather_one,
    expected=Table(("Indicator ID", "Definition")),
    example="fetch fingertips-metadata profile=143",
)
