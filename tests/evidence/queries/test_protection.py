"""Nothing leaves the store but through the rule of its indicator."""

import inspect
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from fiftysteps.evidence.lookups import LOOKUP_SCHEMA
from fiftysteps.evidence.models import Area, Dataset, Indicator, Release
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.queries import observations, protection
from fiftysteps.evidence.queries.observations import (
    get_area_observations,
    get_current_files,
    get_every_observation,
    get_finding_rows,
    get_many,
    get_observations,
    get_observations_of,
)
from fiftysteps.evidence.queries.protection import attack_indicators, prepare_decisions
from fiftysteps.evidence.queries.statement import get_statement
from fiftysteps.evidence.store import write_table
from tests.evidence.numbers import (
    LONDON,
    NEWHAM,
    make_area,
    make_finding,
    make_indicator,
    observe,
    release_observations,
)

pytestmark = pytest.mark.django_db

WOMEN = {"group_type": "sex", "group": "Female"}
MEN = {"group_type": "sex", "group": "Male"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(
        observations, "_observations", observations._Kept("observations", observations._make_observations)
    )
    return tmp_path


@pytest.fixture
def newham() -> Area:
    london = make_area(LONDON, "London", type="region")
    london.save()
    area = make_area(parent=london)
    area.save()
    return area


@pytest.fixture
def indicator(newham: Area) -> Indicator:
    made = make_indicator(disclosure_rule="hiv_and_sti", method="rate", unit="per 100,000")
    made.save()
    return made


def count(number: float, **changes: Any) -> Observation:
    return observe(20.0 * number, count=number, denominator=5_000.0, **changes)


def release(women: float = 3.0, men: float = 40.0) -> None:
    release_observations([count(women, **WOMEN), count(men, **MEN), count(women + men)])


def test_every_way_to_read_observations_hides_what_the_rule_hides(indicator: Indicator, newham: Area) -> None:
    release()
    finding = make_finding(indicator=indicator, area=newham, **WOMEN)
    readings = {
        "get_observations": get_observations("overcrowding"),
        "get_many": get_many(["overcrowding"])["overcrowding"],
        "get_every_observation": get_every_observation("overcrowding"),
        "get_observations_of": get_observations_of("overcrowding", [NEWHAM]),
        "get_finding_rows": get_finding_rows([finding])["overcrowding"],
        "get_area_observations": get_area_observations(NEWHAM),
    }
    for name, rows in readings.items():
        assert [row.value for row in rows if row.is_suppressed] == [None, None], name
        assert [row.count for row in rows if not row.group] == [43.0], name
    # Whoever adds a way to read them adds it here.
    returning = re.compile(r"tuple\[Observation, \.\.\.\]")
    public = {
        name
        for name, function in inspect.getmembers(observations, inspect.isfunction)
        if not name.startswith("_")
        and function.__module__ == observations.__name__
        and returning.search(str(inspect.signature(function)).replace("fiftysteps.evidence.observations.", ""))
    }
    assert public == set(readings)


def test_a_finding_on_a_hidden_figure_says_so(indicator: Indicator, newham: Area) -> None:
    release()
    statement = get_statement(make_finding(indicator=indicator, area=newham, **WOMEN))
    assert statement.is_missing
    assert statement.sentence == (
        "Homes with too few bedrooms: the figure for Newham (Female) in 2021 is not shown, "
        "so that nobody can be found in it."
    )


def test_an_indicator_without_a_rule_is_as_its_source_publishes_it(newham: Area) -> None:
    make_indicator().save()
    release()
    assert [row.count for row in get_observations("overcrowding")] == [43.0, 3.0, 40.0]


def test_a_decision_is_kept_in_a_file_that_holds_no_count_and_made_anew_for_other_figures(
    indicator: Indicator, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release()
    prepare_decisions(get_current_files("observations"))
    (kept,) = (folder / "disclosure").iterdir()
    assert set(re.findall(r"\d+", kept.read_text())) == {"09000025", "2021"}
    protection._get_decision.cache_clear()
    monkeypatch.setattr(protection, "decide", lambda *_: pytest.fail("it was decided already"))
    get_observations("overcrowding")
    monkeypatch.undo()
    release(women=30.0)
    assert not any(row.is_suppressed for row in get_observations("overcrowding"))


def test_an_area_that_comes_to_be_in_another_changes_the_decision(indicator: Indicator, newham: Area) -> None:
    other = make_area("E09000002", "Barking and Dagenham")
    other.save()
    release_observations([count(3.0), count(40.0, area="E09000002"), count(43.0, area=LONDON)])
    assert [row.area for row in get_observations("overcrowding") if row.is_suppressed] == [NEWHAM]
    other.parent = newham.parent
    other.save()
    assert [row.area for row in get_observations("overcrowding") if row.is_suppressed] == ["E09000002", NEWHAM]


def test_the_attacker_finds_what_a_wrong_decision_leaves(indicator: Indicator, monkeypatch: pytest.MonkeyPatch) -> None:
    release()
    files = get_current_files("observations")
    (found,) = attack_indicators(files)
    assert found.leaks == ()
    monkeypatch.setattr(protection, "get_decision", lambda *_: protection.Decision(found.decision.small))
    (found,) = attack_indicators(files)
    assert "can be worked out exactly" in found.leaks[0]


def test_a_neighbourhood_is_in_everything_that_a_look_up_says(indicator: Indicator, newham: Area) -> None:
    """Its ward and its integrated care board do not lie in one another: both totals would give it back."""
    link = {
        "within": "E54000029",
        "area_kind": "lsoa",
        "within_kind": "icb",
        "area_year": "2021",
        "within_year": "2024",
    }
    rows = [link | {"area": code, "weight": None} for code in ("E01000001", "E01000002")]
    stored = write_table(
        "lookups",
        pa.Table.from_pylist(rows, schema=LOOKUP_SCHEMA),
    )
    dataset = Dataset.objects.create(slug="links", title="Links", nature="real")
    Release.objects.create(dataset=dataset, table="lookups", sha256=stored.sha256, rows=stored.rows)
    release_observations([count(3.0, area="E01000001"), count(40.0, area="E01000002"), count(43.0, area="E54000029")])
    shown = {row.area: row.is_suppressed for row in get_every_observation("overcrowding")}
    assert shown == {"E01000001": True, "E01000002": True, "E54000029": False}
