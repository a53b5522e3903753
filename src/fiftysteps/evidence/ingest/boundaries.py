"""Boundaries of areas out of GeoJSON, as the statistical offices publish it: codes and names among the properties."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.text import shorten
from fiftysteps.evidence.places import get_type

# The boundaries of all the small areas of England, at the detail that a map on a page needs, are half of this.
LARGEST: Final = 200_000_000
# To five places a degree is told apart to about a metre: finer than the lines of any map here.
PLACES: Final = 5
_CODE: Final = re.compile(r"(?P<kind>[a-z]+)\d\d(cd|_code)", re.IGNORECASE)
_NAMES: Final = re.compile(r"(?P<kind>[a-z]+)\d\d(nm|_name)", re.IGNORECASE)
# What an area lies within, beside its own code: the smallest first.
_ABOVE: Final = ("LADCD_ACTIVE", "UTLACD", "RGNCD")
# How the two systems of degrees east and north are named that GeoJSON may be in.
_DEGREES: Final = re.compile(r"(EPSG:{1,2}4326|.*:CRS84|WGS ?84)", re.IGNORECASE)
# The British Isles with the sea round them, in degrees.
_WEST, _SOUTH, _EAST, _NORTH = -9.5, 49.0, 3.0, 61.5


@dataclass(frozen=True)
class BoundaryIntake:
    """What a file of boundaries holds: by code the geometry, the name, and the code of what the area lies within."""

    file: str
    geometries: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    sha256: str = ""


def is_boundary_file(path: Path) -> bool:
    """Whether a file is named as boundaries are."""
    return path.name.casefold().removesuffix(".gz").endswith(".geojson")


def read_boundaries(path: Path) -> BoundaryIntake:
    """Return the boundaries in a file, with everything that is wrong in it.

    Raises
    ------
    Faults
        The file is too large, or not GeoJSON at all.
    """
    data = _load(path)
    _check_system(path.name, data)
    features = data["features"]
    label = _find_label(path.name, features)
    intake, faults = BoundaryIntake(path.name), []
    for number, feature in enumerate(features, start=1):
        faults += [
            Fault(path.name, None, f"feature {number}: {rule}", shorten(got))
            for rule, got in _take(intake, feature, label)
        ]
    return replace(intake, faults=tuple(faults), sha256=get_digest(path))


def get_digest(path: Path) -> str:
    """Return the digest of a file's bytes, by which it is known again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load(path: Path) -> dict[str, Any]:
    unpack: Any = gzip.open if path.name.casefold().endswith(".gz") else open
    try:
        with unpack(path, "rb") as file:
            text = file.read(LARGEST + 1)
    except (OSError, EOFError) as error:
        raise Faults([Fault(path.name, None, "the file cannot be unpacked: it is damaged, or not gzip")]) from error
    if len(text) > LARGEST:
        raise Faults([Fault(path.name, None, f"a file of boundaries may have at most {LARGEST:,} bytes")])
    try:
        data = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Faults([Fault(path.name, None, "this is not JSON: the file is cut off, or something else")]) from error
    if not isinstance(data, dict) or not isinstance(data.get("features"), list) or not data["features"]:
        rule = 'this is not GeoJSON of areas: a "FeatureCollection" with at least one of "features"'
        raise Faults([Fault(path.name, None, rule)])
    return data


def _check_system(file: str, data: Mapping[str, Any]) -> None:
    crs = data.get("crs")
    name = crs.get("properties", {}).get("name", "") if isinstance(crs, dict) else ""
    if name and not _DEGREES.fullmatch(str(name)):
        rule = "the coordinates must be degrees (WGS 84): fetch the boundaries in that system"
        raise Faults([Fault(file, None, rule, shorten(str(name)))])


def _find_label(file: str, features: list[Any]) -> str:
    """Return the property that holds the codes of the areas: its name says so, and its first value is a code."""
    first = features[0].get("properties") if isinstance(features[0], dict) else None
    named = [name for name in first or {} if _CODE.fullmatch(name)]
    # A file of wards names their district as well: the kind that comes first is what the features are.
    found: str | None = next((name for name in named if get_type(str((first or {})[name]))), None)
    if found is None:
        rule = 'no property holds the codes of the areas, such as "LSOA21CD" or "lsoa21_code"'
        raise Faults([Fault(file, None, rule, shorten(", ".join(map(str, first or {}))) or "none")])
    return found


def _take(intake: BoundaryIntake, feature: Any, label: str) -> Iterator[tuple[str, str]]:
    """Take one feature into `intake`, or yield the rules that it breaks."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = str((properties or {}).get(label) or "").strip()
    if not get_type(code):
        yield f'"{label}" is not the code of an area', code or "nothing"
        return
    if code in intake.geometries:
        yield "the area has a boundary in this file already", code
        return
    geometry, rule = _read_geometry(feature.get("geometry"))
    if geometry is None:
        yield rule, code
        return
    intake.geometries[code] = geometry
    kind = _get_kind(label)
    for name, value in (properties or {}).items():
        if (match := _NAMES.fullmatch(name)) and match["kind"].casefold() == kind and str(value or "").strip():
            intake.names[code] = str(value).strip()
    if parent := _find_parent(properties or {}, code, label):
        intake.parents[code] = parent


def _get_kind(label: str) -> str:
    match = _CODE.fullmatch(label)
    return match["kind"].casefold() if match else ""


def _find_parent(properties: Mapping[str, Any], code: str, label: str) -> str:
    beside = [name for name in properties if _CODE.fullmatch(name) and name != label]
    found = (str(properties.get(name) or "") for name in (*beside, *_ABOVE))
    return next((other for other in found if other != code and get_type(other)), "")


def _read_geometry(geometry: Any) -> tuple[dict[str, Any] | None, str]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        return None, f"a boundary is a Polygon or a MultiPolygon, and this is {kind or 'nothing'}"
    polygons = [geometry.get("coordinates")] if kind == "Polygon" else geometry.get("coordinates")
    try:
        read = [[_read_ring(ring) for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, IndexError) as error:
        return None, str(error) if isinstance(error, ValueError) else "its coordinates are not pairs of numbers"
    if not read or not all(read):
        return None, "its boundary has no coordinates"
    return {"type": kind, "coordinates": read[0] if kind == "Polygon" else read}, ""


def _read_ring(ring: Any) -> list[list[float]]:
    points = [[round(float(point[0]), PLACES), round(float(point[1]), PLACES)] for point in ring]
    if len(points) < 4 or points[0] != points[-1]:
        raise ValueError("a line round an area must end where it begins, and have four points at least")
    for east, north in points:
        if not (_WEST <= east <= _EAST and _SOUTH <= north <= _NORTH):
            raise ValueError(f"a point lies outside the British Isles, at {east:g}, {north:g}: are these degrees?")
    return points
