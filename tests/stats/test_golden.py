"""Answers of PHEindicatormethods 2.1.0, which stand beside the project and never in it."""

import csv
from pathlib import Path

import numpy as np
import pytest

from fiftysteps.stats import proportion, rate

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "golden" / "r_outputs"
BOUNDS = ("lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl")
LEVELS = (0.95, 0.998)


def read_golden(name: str) -> list[dict[str, str]]:
    path = GOLDEN / name
    if not path.is_file():
        pytest.skip(f"The reference answers are not here: {name} belongs beside the project, in shared/data/golden.")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def get_column(rows: list[dict[str, str]], name: str) -> list[float]:
    return [float(row[name]) if row[name] else float("nan") for row in rows]


def assert_bounds_agree(rows: list[dict[str, str]], bounds: list[np.ndarray]) -> None:
    for name, ours in zip(BOUNDS, bounds, strict=True):
        assert ours.tolist() == pytest.approx(get_column(rows, name), rel=1e-9, nan_ok=True)


@pytest.mark.parametrize(("name", "multiplier"), [("R__proportion_rows.csv", 1), ("R__proportion_grouped.csv", 100)])
def test_proportions_agree_with_the_reference_answers(name: str, multiplier: float) -> None:
    rows = read_golden(name)
    counts = get_column(rows, "Numerator"), get_column(rows, "Denominator")
    result = proportion(*counts, confidence=LEVELS, multiplier=multiplier)
    assert result.value.tolist() == pytest.approx(get_column(rows, "value"), rel=1e-9, nan_ok=True)
    assert_bounds_agree(
        rows, [b for level in LEVELS for b in (result.intervals[level].lower, result.intervals[level].upper)]
    )


@pytest.mark.parametrize("name", ["R__rate_rows.csv", "R__rate_grouped.csv"])
def test_rates_agree_with_the_reference_answers(name: str) -> None:
    rows = read_golden(name)
    counts = get_column(rows, "Numerator"), get_column(rows, "Denominator")
    result = rate(*counts, confidence=LEVELS)
    assert result.value.tolist() == pytest.approx(get_column(rows, "value"), rel=1e-9, nan_ok=True)
    assert_bounds_agree(
        rows, [b for level in LEVELS for b in (result.intervals[level].lower, result.intervals[level].upper)]
    )
