"""The reference answers on rates, proportions and means, which stand beside the project and never in it."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fiftysteps.stats.results import GroupedEstimate

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "golden"
LEVELS = (0.95, 0.998)
BOUNDS = ("lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl")
FRAME_BOUNDS = ("lower_95", "upper_95", "lower_99_8", "upper_99_8")

type Rows = list[dict[str, Any]]


def read_golden(name: str, folder: str = "r_outputs") -> Rows:
    with _find(folder, name).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def read_sheet(name: str, sheet: str) -> Rows:
    """The filled rows of a workbook's sheet, by the names in its first row."""
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.load_workbook(_find("phe_indicator_methods", name), read_only=True, data_only=True)
    names, *rows = workbook[sheet].iter_rows(values_only=True)
    workbook.close()
    return [dict(zip(names, row, strict=True)) for row in rows if row[0] is not None]


def _find(folder: str, name: str) -> Path:
    path = GOLDEN / folder / name
    if not path.is_file():
        pytest.skip(f"The reference answers are not here: {name} belongs beside the project, in shared/data/golden.")
    return path


def get_numbers(rows: Rows, name: str) -> np.ndarray:
    """A column as floats, not a number where it is blank."""
    return np.array([float("nan") if row[name] in {None, ""} else float(row[name]) for row in rows])


def get_texts(rows: Rows, name: str) -> np.ndarray:
    return np.array([row[name] for row in rows])


def get_arrays(rows: Rows, *names: str) -> list[np.ndarray]:
    return [get_numbers(rows, name) for name in names]


def select(rows: Rows, **values: str) -> Rows:
    return [row for row in rows if all(row[name] == value for name, value in values.items())]


def order(rows: Rows, labels: Iterable[str], name: str = "area") -> Rows:
    """The rows in the order of their labels."""
    return [row for label in labels for row in rows if row[name] == label]


def assert_agrees(result: GroupedEstimate, answers: Rows, *, name: str = "area", rel: float = 1e-9) -> None:
    """Every group of the result has its answer: the value and the bounds of both levels."""
    rows = order(answers, result.groups.tolist(), name)
    assert len(rows) == len(answers) == len(result.groups) > 0
    assert_column(result.value, rows, "value", rel)
    bounds = [each for level in LEVELS for each in (result.intervals[level].lower, result.intervals[level].upper)]
    for column, ours in zip(BOUNDS, bounds, strict=True):
        assert_column(ours, rows, column, rel)


def assert_frame_agrees(columns: dict[str, list[Any]], answers: Rows, *, by: str = "area", rel: float = 1e-9) -> None:
    """The same for the columns of a frame's result."""
    rows = order(answers, columns[by])
    assert len(rows) == len(answers) == len(columns[by]) > 0
    for column, ours in zip(("value", *BOUNDS), ("value", *FRAME_BOUNDS), strict=True):
        assert_column(columns[ours], rows, column, rel)


def assert_column(ours: Sequence[float] | np.ndarray, rows: Rows, name: str, rel: float = 1e-9) -> None:
    found = np.array([np.nan if each is None else each for each in ours], dtype=float)
    assert found.tolist() == pytest.approx(get_numbers(rows, name).tolist(), rel=rel, nan_ok=True)
