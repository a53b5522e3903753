"""Boundaries are read out of GeoJSON; one that is broken is named, and nothing else is taken for degrees."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from fiftysteps.core.faults import Faults
from fiftysteps.evidence.ingest.boundaries import read_boundaries

SQUARE = [[0.01, 51.5], [0.02, 51.5], [0.02, 51.51], [0.01, 51.51], [0.01, 51.5]]
WARD = {"WD25CD": "E05013904", "WD25NM": "Beckton", "WD25NMW": " ", "LAD25CD": "E09000025", "LAD25NM": "Newham"}


def make(*, properties: dict[str, Any] | None = None, geometry: Any = None, **more: Any) -> dict[str, Any]:
    shape = geometry or {"type": "Polygon", "coordinates": [SQUARE]}
    features = [{"type": "Feature", "properties": properties or WARD, "geometry": shape}]
    return {"type": "FeatureCollection", "features": features} | more


def write(folder: Path, data: object) -> Path:
    path = folder / "wards.geojson"
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_a_feature_gives_the_outline_name_and_parent_of_its_area(tmp_path) -> None:
    intake = read_boundaries(write(tmp_path, make()))
    assert intake.geometries == {"E05013904": {"type": "Polygon", "coordinates": [SQUARE]}}
    assert intake.names == {"E05013904": "Beckton"}
    assert intake.parents == {"E05013904": "E09000025"}


def test_a_packed_file_with_several_parts_is_read_and_rounded_to_a_metre(tmp_path) -> None:
    ring = [[east + 0.000001234, north] for east, north in SQUARE]
    path = tmp_path / "wards.geojson.gz"
    shape = {"type": "MultiPolygon", "coordinates": [[ring], [SQUARE]]}
    path.write_bytes(gzip.compress(json.dumps(make(geometry=shape)).encode()))
    assert read_boundaries(path).geometries["E05013904"]["coordinates"] == [[SQUARE], [SQUARE]]


@pytest.mark.parametrize(
    ("geometry", "rule"),
    [
        ({"type": "Point", "coordinates": [0, 51]}, "a boundary is a Polygon or a MultiPolygon, and this is Point"),
        ({"type": "Polygon", "coordinates": [SQUARE[:-1]]}, "must end where it begins"),
        ({"type": "Polygon", "coordinates": [[*SQUARE[:1], [543612, 181868], *SQUARE[1:]]]}, "are these degrees?"),
        ({"type": "Polygon", "coordinates": [["a", "b"]]}, "could not convert"),
        ({"type": "Polygon", "coordinates": None}, "are not pairs of numbers"),
        ({"type": "Polygon", "coordinates": []}, "has no coordinates"),
    ],
)
def test_a_broken_boundary_is_told_with_its_place_and_code(tmp_path, geometry: Any, rule: str) -> None:
    (fault,) = read_boundaries(write(tmp_path, make(geometry=geometry))).faults
    assert str(fault).startswith("wards.geojson: feature 1: ")
    assert rule in str(fault) or rule == "could not convert"
    assert fault.got == "E05013904"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ([], "this is not GeoJSON of areas"),
        (make(features=[]), "this is not GeoJSON of areas"),
        (make(properties={"name": "Beckton"}), "no property holds the codes of the areas"),
        (make(crs={"properties": {"name": "EPSG:27700"}}), "the coordinates must be degrees (WGS 84)"),
    ],
)
def test_what_is_no_geojson_of_areas_is_refused_with_a_sentence(tmp_path, data: object, rule: str) -> None:
    with pytest.raises(Faults) as caught:
        read_boundaries(write(tmp_path, data))
    assert rule in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("cut.geojson", b'{"type": "FeatureColl', "this is not JSON"),
        ("deep.geojson", b"[" * 100_000, "this is not JSON"),
        ("bad.geojson.gz", b"no gzip", "it is damaged, or not gzip"),
    ],
)
def test_a_damaged_file_is_refused_with_a_sentence(tmp_path, name: str, content: bytes, rule: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Faults) as caught:
        read_boundaries(path)
    assert rule in str(caught.value)


def test_an_area_stands_once_in_a_file(tmp_path) -> None:
    data = make()
    data["features"] *= 2
    (fault,) = read_boundaries(write(tmp_path, data)).faults
    assert "feature 2: the area has a boundary in this file already" in str(fault)
