"""The Open Geography portal of the Office for National Statistics: boundaries and look-ups between areas, as GeoJSON.

Its service gives some thousand areas at a time and says when there are more.
"""

import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fiftysteps.evidence.fetch.expected import Document
from fiftysteps.evidence.fetch.faults import RefusedError
from fiftysteps.evidence.fetch.gathering import Gatherer, GetJson, Page
from fiftysteps.evidence.fetch.source import OPEN_GOVERNMENT, Parameter, Source, Values

# Detailed boundaries of a thousand areas stay below what may be read into memory at once.
PAGE: Final = 1000


def _build(source: Source, values: Values, get_json: GetJson) -> str:
    query = {
        "where": values.get("where", "1=1"),
        "outFields": values.get("fields", "*"),
        # Degrees, as GeoJSON has them.
        "outSR": "4326",
        "returnGeometry": {"no": "false"}.get(values.get("shapes", "yes"), "true"),
        "f": "geojson",
        "resultRecordCount": str(PAGE),
    }
    return f"{source.base}{values['service']}/FeatureServer/{values.get('layer', '0')}/query?{urlencode(query)}"


def gather_features(gatherer: Gatherer, address: str, target: Path) -> Page:
    """Fetch page after page and put their features into one collection."""
    rows, is_more, kind = 0, True, ""
    with target.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        while is_more:
            found, kind = _get_page(gatherer, f"{address}&resultOffset={rows}")
            features = found["features"]
            _check_features(features, rows)
            file.write(",\n" if rows else "")
            file.write(",\n".join(_write(feature) for feature in features))
            rows += len(features)
            is_more = _has_more(found)
        file.write("\n]}\n")
    return Page(address, kind, rows=rows)


def _get_page(gatherer: Gatherer, address: str) -> tuple[dict[str, Any], str]:
    with gatherer.open_page() as path:
        page = gatherer.get(address, path, most=gatherer.limits.page)
        return FEATURES.read(path, page.kind), page.kind


def _check_features(features: Any, rows: int) -> None:
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise RefusedError("The answer has features that are no list of areas.")
    if not features:
        raise RefusedError(
            f"The service gave {rows:,} areas and then no more, though it says that there are."
            if rows
            else "The service has no area for what was asked."
        )


def _has_more(found: dict[str, Any]) -> bool:
    # Services of different versions say it at different places.
    inner = found.get("properties")
    return bool(found.get("exceededTransferLimit") or (isinstance(inner, dict) and inner.get("exceededTransferLimit")))


def _write(feature: dict[str, Any]) -> str:
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


FEATURES: Final = Document(("type", "features"), "GeoJSON")

GEOGRAPHY: Final = Source(
    name="geography",
    title="Open Geography portal, boundaries or a look-up between areas",
    licence=OPEN_GOVERNMENT,
    base="https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services/",
    parameters=(
        Parameter(
            "service", "the name of a service, such as LSOA21_WD24_LAD24_EW_LU", r"[A-Za-z0-9_]{3,200}", needed=True
        ),
        Parameter("layer", "the number of a layer; 0 where it is left out", r"[0-9]{1,3}"),
        Parameter("where", "a condition, such as LAD24CD='E09000025'", r"[\x20-\x7e]{1,2000}"),
        Parameter(
            "fields", "the names of columns with commas between; all where it is left out", r"[A-Za-z0-9_,*]{1,500}"
        ),
        Parameter("shapes", "yes or no: whether the boundaries come too, not only the columns", r"yes|no"),
    ),
    build=_build,
    gather=gather_features,
    expected=FEATURES,
    example="fetch geography service=LSOA21_WD24_LAD24_EW_LU where=\"LAD24CD='E09000025'\"",
    extension="geojson",
    accept="application/geo+json, application/json",
)
