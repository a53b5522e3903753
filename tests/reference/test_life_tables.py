"""Answers of PHEindicatormethods 2.1.0 for life tables, which stand beside the project and never in it."""

import csv
from pathlib import Path

import numpy as np
import pytest

from fiftysteps.stats import proportion
from fiftysteps.stats.frame.life_tables import life_expectancy as life_expectancy_of_frame
from fiftysteps.stats.life.healthy_life import healthy_life_expectancy
from fiftysteps.stats.life.life_tables import life_expectancy
from tests.stats.frame.frames import KINDS, build_frame, get_columns

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "golden"
BOUNDS = {
    "lower95_0cl": (0.95, "lower"),
    "upper95_0cl": (0.95, "upper"),
    "lower99_8cl": (0.998, "lower"),
    "upper99_8cl": (0.998, "upper"),
}


def read_golden(name: str) -> list[dict[str, str]]:
    path = GOLDEN / name
    if not path.is_file():
        pytest.skip(f"The reference answers are not here: {name} belongs beside the project, in shared/data/golden.")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def get_column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


def test_life_expectancy_at_every_age_is_that_of_the_reference() -> None:
    given, expected = read_golden("r_outputs/in__le_example.csv"), read_golden("r_outputs/R__le_example.csv")
    arrays = [get_column(given, name) for name in ("deaths", "pops", "startage")]
    result = life_expectancy(*arrays, confidence=(0.95, 0.998))
    assert result.ages.tolist() == get_column(expected, "startage").tolist()
    assert result.value[0].tolist() == pytest.approx(get_column(expected, "value").tolist(), rel=1e-12)
    for name, (level, side) in BOUNDS.items():
        bound = getattr(result.intervals[level], side)[0]
        assert bound.tolist() == pytest.approx(get_column(expected, name).tolist(), rel=1e-12)
    assert result.numerator[0].tolist() == get_column(expected, "dths_used").tolist()
    assert result.denominator[0].tolist() == get_column(expected, "pops_used").tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_life_expectancy_of_a_frame_is_that_of_the_reference(kind: str) -> None:
    given, expected = read_golden("r_outputs/in__le_example.csv"), read_golden("r_outputs/R__le_example.csv")
    frame = build_frame(kind, {name: get_column(given, name).tolist() for name in ("deaths", "pops", "startage")})
    result = get_columns(life_expectancy_of_frame(frame, deaths="deaths", population="pops", age="startage"))
    assert result["value"] == pytest.approx(get_column(expected, "value").tolist(), rel=1e-12)
    assert result["lower_95"] == pytest.approx(get_column(expected, "lower95_0cl").tolist(), rel=1e-12)
    assert result["upper_95"] == pytest.approx(get_column(expected, "upper95_0cl").tolist(), rel=1e-12)


PREVALENCES = ["r_outputs/pkgdata__prevalence_data.csv", "phe_indicator_methods/NCMP_testdata.csv"]


@pytest.mark.parametrize("name", PREVALENCES)
def test_a_reference_prevalence_and_its_error_go_through_a_life_table_unchanged(name: str) -> None:
    # The files hold no life table. In one open band with a death for each person just one more year is expected, so the
    # healthy years are the share, and their error is the error of the share, given as the docstring says.
    rows = read_golden(name)
    share, error = get_column(rows, "Rate") / 100, get_column(rows, "SE") / 100
    asked, people = share * (1 - share) / error**2, np.full(len(rows), 1e4)
    result = healthy_life_expectancy(people, people, 0 * people, share * asked, asked, np.arange(len(rows)))
    half = (result.intervals[0.95].upper[:, 0] - result.intervals[0.95].lower[:, 0]) / 2
    assert result.value[:, 0].tolist() == pytest.approx(share.tolist(), rel=1e-9)
    assert (half / 1.959963984540054).tolist() == pytest.approx(error.tolist(), rel=1e-9)


@pytest.mark.parametrize("name", PREVALENCES)
def test_the_reference_errors_of_prevalences_are_those_of_wilsons_interval(name: str) -> None:
    # That is why they differ by up to 0.02% from the plain error of a share, which Sullivan's method takes.
    rows = read_golden(name)
    interval = proportion(get_column(rows, "Count"), get_column(rows, "Measured"), multiplier=100).intervals[0.95]
    assert interval.lower.tolist() == pytest.approx(get_column(rows, "LCL").tolist(), rel=1e-9)
    assert interval.upper.tolist() == pytest.approx(get_column(rows, "UCL").tolist(), rel=1e-9)
    error = (interval.upper - interval.lower) / (2 * 1.959963984540054)
    assert error.tolist() == pytest.approx(get_column(rows, "SE").tolist(), rel=1e-9)


def test_the_two_copies_of_the_published_life_expectancies_are_the_same_and_hold_no_life_table() -> None:
    # They give life expectancy and its error by decile, for slopes; without deaths by age there is nothing to make again.
    one = read_golden("r_outputs/pkgdata__LE_data.csv")
    other = read_golden("phe_indicator_methods/LE_testdata.csv")
    assert {"Age", "startage", "AgeBand"}.isdisjoint(one[0])
    assert len(one) == len(other)
    for name in ("Pop", "Deaths", "LifeExp", "SE"):
        pairs = [(row[name], twin[name]) for row, twin in zip(one, other, strict=True) if row[name] and twin[name]]
        assert [float(a) for a, _ in pairs] == pytest.approx([float(b) for _, b in pairs], rel=1e-9)
