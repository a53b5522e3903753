"""Raked answers of the R package survey, and a whole borough recovered from uneven participation."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from fiftysteps.stats.turnout.raking import rake

SURVEY = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "survey"
# The cluster sample apiclus1 is every school of these 15 districts of apipop (Lumley, R package survey, data "api").
DISTRICTS = [61, 135, 178, 197, 255, 406, 413, 437, 448, 510, 568, 637, 716, 778, 815]
TYPES, SCHOOL_WIDE = ["E", "H", "M"], ["No", "Yes"]


def read_survey(name: str) -> list[dict[str, str]]:
    path = SURVEY / name
    if not path.is_file():
        pytest.skip(f"The teaching data are not here: {name} belongs beside the project, in shared/data/survey.")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("options", [{}, {"bounds": (0.0, math.inf)}])
def test_schools_have_the_raked_mean_and_total_of_the_r_package(options: dict[str, tuple[float, float]]) -> None:
    population = read_survey("survey_apipop.csv")
    schools = [row for row in population if int(row["dnum"]) in DISTRICTS]
    assert len(schools) == 183
    codes = {
        "type": [TYPES.index(row["stype"]) for row in schools],
        "school-wide target": [SCHOOL_WIDE.index(row["sch.wide"]) for row in schools],
    }
    margins = {"type": [4421, 755, 1018], "school-wide target": [1072, 5122]}
    result = rake(codes, margins, total=6194, **options)
    score = np.array([float(row["api00"]) for row in schools])
    enrolled = np.array([float(row["enroll"]) for row in schools])
    # As printed: rake() of rclus1 in the help of the R package survey.
    assert float(result.weights @ score) / 6194 == pytest.approx(641.23, abs=0.005)
    assert float(result.weights @ enrolled) == pytest.approx(3_647_280, abs=0.5)


@pytest.mark.parametrize("borough", ["E09000025", "E09000002", "E09000033"])
def test_a_borough_of_uneven_participation_is_raked_back_to_its_cells(borough: str) -> None:
    rows = [row for row in read_survey("hrr_londonps.csv") if row["ONSCode"] == borough]
    live = np.array([int(float(row["count"])) for row in rows])
    names = ("gender", "ageGroup", "ethnicity", "education")
    labels = {name: sorted({row[name] for row in rows}) for name in names}
    cells = {name: np.array([labels[name].index(row[name]) for row in rows]) for name in names}
    # Each kind of people takes part more or less, and the kinds' tendencies multiply: then raking undoes them exactly.
    came = live * (1 + cells["gender"]) * (1 + cells["ageGroup"] % 2) * (1 + cells["ethnicity"] % 2)
    codes = {name: np.repeat(code, came) for name, code in cells.items()}
    margins = {name: np.bincount(code, weights=live) for name, code in cells.items()}
    result = rake(codes, margins, total=float(live.sum()), tolerance=1e-12)
    reached = np.bincount(np.repeat(np.arange(len(rows)), came), weights=result.weights)
    assert reached.tolist() == pytest.approx(live.tolist(), rel=1e-6)
    assert result.design_effect == pytest.approx(
        float(came.sum() * (came * (live / came) ** 2).sum() / live.sum() ** 2), rel=1e-9
    )
