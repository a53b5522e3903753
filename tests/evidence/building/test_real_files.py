"""The published files of the census and of the index, taken in and built as a user would."""

import csv
from pathlib import Path
from typing import Any

import pytest

from fiftysteps.evidence.actions.build_indicators import Outcome, plan_builds, run_builds
from fiftysteps.evidence.actions.take_in_files import Origin, take_in_files
from fiftysteps.evidence.models import Area
from fiftysteps.evidence.queries.gradient import get_gradient
from fiftysteps.evidence.queries.observations import get_every_observation
from tests.evidence.building.counting import make_built
from tests.evidence.numbers import NEWHAM

CENSUS, INDEX = "disability21_lsoa21_ew", "imd2025_england_lsoa21"


def make_newham(shared_data: Path) -> list[dict[str, str]]:
    """Newham, its wards and its small areas, from the table of its small areas, which is returned."""
    with (shared_data / "newham" / "lsoas.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    newham = Area.objects.create(code=NEWHAM, name="Newham", type="borough")
    names = {row["ward24_code"]: row["ward24_name"] for row in rows}
    wards = {
        code: Area.objects.create(code=code, name=name, type="ward", parent=newham) for code, name in names.items()
    }
    Area.objects.bulk_create(
        Area(code=row["lsoa21_code"], name=row["lsoa21_name"], type="lsoa", parent=wards[row["ward24_code"]])
        for row in rows
    )
    return rows


@pytest.mark.django_db
def test_newham_is_built_from_the_published_files(shared_data: Path, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    small_areas = make_newham(shared_data)
    files = [shared_data / "population" / f"{CENSUS}.csv.gz", shared_data / "deprivation" / f"{INDEX}.csv.gz"]
    for file in files:
        take_in_files([file], origin=Origin(source=file.stem, licence="OGL v3.0", confidence="high"))
    where = {"group_type": "Disability", "group": "Disabled under the Equality Act"}
    indicator = make_built(
        slug="disabled",
        recipe={
            "numerator": {"dataset": CENSUS, "measure": "residents", "where": where},
            "denominator": {"dataset": CENSUS, "measure": "residents"},
            "areas": "lsoa",
            "levels": ["lsoa", "ward", "borough"],
            "deprivation": {
                "dataset": INDEX,
                "by": ["national-tenths", "national-fifths", "local-fifths"],
                "tenth": "imd_decile",
                "rank": "imd_rank",
            },
        },
    )

    (built,) = run_builds(plan_builds())

    assert built.outcome is Outcome.BUILT
    rows = get_every_observation("disabled")
    newham = next(row for row in rows if row.area == NEWHAM and not row.group)
    assert newham.count == sum(float(row["disabled"]) for row in small_areas) == 42_039
    first = next(row for row in rows if (row.area, row.group_type, row.group) == (NEWHAM, "deprivation-fifth", "1"))
    deprived = [row["lsoa21_code"] for row in small_areas if float(row["imd2025_decile"]) <= 2]
    counts = {row.area: row.count or 0 for row in rows if row.area.startswith("E01")}
    assert (len(small_areas), len(deprived)) == (185, 84)
    assert first.count == sum(counts[area] for area in deprived)
    for kind in ("deprivation-tenth", "deprivation-fifth", "deprivation-fifth-local"):
        gradient = get_gradient(indicator, NEWHAM, "2021-03-21", kind)
        assert gradient is not None
        assert sum(row.denominator or 0 for row in gradient.rows) == newham.denominator
