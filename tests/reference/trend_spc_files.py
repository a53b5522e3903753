"""The reference answers on trends and charts, which stand beside the project and never in it."""

import csv
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def read_shared(path: str) -> list[dict[str, str]]:
    file = SHARED / path
    if not file.is_file():
        pytest.skip(f"The reference answers are not here: {path} belongs beside the project, in shared/data.")
    with file.open(newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def read_trend_spc(name: str) -> list[dict[str, str]]:
    return read_shared(f"golden/trend_spc/{name}")


def get_floats(rows: list[dict[str, str]], name: str) -> list[float]:
    return [float(row[name]) if row[name] else float("nan") for row in rows]
