"""The reference answers on quantiles and slopes, which stand beside the project and never in it."""

import csv
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "golden"
ABSENT = "The reference answers are not here: {} belongs beside the project, in shared/data/golden."


def read_golden(name: str) -> list[dict[str, str]]:
    path = _find("r_outputs", name)
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_workbook(name: str) -> list[dict[str, Any]]:
    """The rows of the first sheet, by the names in its first row."""
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.load_workbook(_find("phe_indicator_methods", name), read_only=True, data_only=True)
    rows = list(workbook.worksheets[0].iter_rows(values_only=True))
    workbook.close()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def get_column(rows: list[dict[str, Any]], name: str) -> list[float]:
    return [float("nan") if row[name] in {None, ""} else float(row[name]) for row in rows]


def _find(folder: str, name: str) -> Path:
    path = GOLDEN / folder / name
    if not path.is_file():
        pytest.skip(ABSENT.format(name))
    return path
