"""Files that are taken in become releases of datasets, or nothing changes."""

import datetime
import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fiftysteps.accounts.models import AuditEntry
from fiftysteps.config import ingest_command
from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Faults
from fiftysteps.evidence.actions import take_in_files as taking
from fiftysteps.evidence.actions.take_in_files import take_in_files
from fiftysteps.evidence.ingest import UnknownLayout, parse_mapping
from fiftysteps.evidence.models import Dataset, Release
from fiftysteps.evidence.origins import Origin
from fiftysteps.evidence.queries.observations import get_observations
from fiftysteps.evidence.store import read_rows
from tests.builders import make_indicator, make_user

pytestmark = pytest.mark.django_db
ORIGIN = Origin(title="Homes", source="Newham Council, homes register", licence="OGL v3.0", confidence="high")
MAPPING = parse_mapping(
    "homes.yaml",
    """
id: homes
table: observations
columns:
  area: Code
  period: Year
  value: Share
  sex: Sex
  note: Note
constants:
  indicator: Damp homes
symbols:
  "*": suppressed
""",
)
COUNTS = parse_mapping(
    "births.yaml",
    """
id: births
table: counts
columns:
  area: Code
  period: Year
  sex: Sex
  count: Births
constants:
  measure: births
""",
)
ROWS = "Code,Year,Sex,Share,Note\nE09000025,2021,Persons,12.5,\nE09000025,2021,Female,*,too few\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path


def write(folder: Path, text: str = ROWS, name: str = "homes.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_file_becomes_a_release_that_says_what_it_was_made_of(folder) -> None:
    user = make_user()

    (taken,) = take_in_files([write(folder)], origin=ORIGIN, mapping=MAPPING, by=user)

    release = Release.objects.get()
    assert (taken.dataset, taken.is_new, taken.is_same) == ("homes", True, False)
    assert (release.rows, release.table, release.taken_in_by) == (2, "observations", user)
    assert (release.file, release.layout, release.licence) == ("homes.csv", "homes", "OGL v3.0")
    assert (release.period, release.geography) == ("2021", "E09")
    assert release.dataset.source_title == "Newham Council, homes register"
    assert AuditEntry.objects.filter(action="take-in-release", user=user).count() == 1


def test_values_are_read_back_as_observations_of_the_indicator(folder) -> None:
    make_indicator(slug="damp-homes")
    (taken,) = take_in_files([write(folder)], origin=ORIGIN, mapping=MAPPING)

    everyone, women = get_observations("damp-homes")

    assert taken.undefined == ()
    assert (everyone.value, everyone.group_type, everyone.group, everyone.marker) == (12.5, "", "", "")
    assert (women.value, women.group_type, women.group, women.marker) == (None, "sex", "Female", "suppressed")
    assert women.note.endswith("the source has *")
    assert (everyone.source_title, everyone.nature) == ("Newham Council, homes register", "real")


def test_indicators_that_nobody_defined_are_named(folder) -> None:
    (taken,) = take_in_files([write(folder)], origin=ORIGIN, mapping=MAPPING)
    assert taken.undefined == ("damp-homes",)


def test_counts_are_stored_for_computing_and_those_that_are_not_known_have_no_row(folder) -> None:
    path = write(folder, "Code,Year,Sex,Births\nE09000025,2021,Female,40\nE09000025,2021,Male,-\n")
    mapping = COUNTS.model_copy(update={"symbols": {"-": "missing"}})

    take_in_files([path], origin=ORIGIN, mapping=mapping)

    (row,) = read_rows("counts", [Release.objects.get().file_name])
    assert (row["measure"], row["sex"], row["count"]) == ("births", "Female", 40.0)


def test_same_rows_again_change_nothing(folder) -> None:
    take_in_files([write(folder)], origin=ORIGIN, mapping=MAPPING)

    (taken,) = take_in_files([write(folder)], mapping=MAPPING)

    assert taken.is_same
    assert Release.objects.count() == 1


@pytest.fixture
def reading(monkeypatch) -> list[str]:
    """The names of the files that are read from now on."""
    read, real = [], taking.read_file

    def note(path: Path, *arguments, **options):
        read.append(path.name)
        return real(path, *arguments, **options)

    monkeypatch.setattr(taking, "read_file", note)
    return read


def test_a_file_that_has_not_changed_is_not_read_again_unless_asked(folder, reading) -> None:
    first = take_in_files([write(folder)], origin=ORIGIN, mapping=MAPPING)
    second = take_in_files([write(folder)], origin=ORIGIN, mapping=MAPPING)
    assert reading == ["homes.csv"]
    assert second[0].is_same
    assert (second[0].rows, second[0].periods, second[0].areas) == (
        first[0].rows,
        first[0].periods,
        first[0].areas,
    )
    take_in_files([write(folder)], origin=ORIGIN, mapping=MAPPING, again=True)
    assert reading == ["homes.csv"] * 2


def test_a_file_is_read_again_with_another_mapping_or_source(folder, reading) -> None:
    take_in_files([write(folder)], origin=ORIGIN, mapping=MAPPING)
    take_in_files([write(folder)], mapping=MAPPING.model_copy(update={"constants": {"indicator": "Cold homes"}}))
    Dataset.objects.update(source_title="Another register")
    take_in_files([write(folder)], mapping=MAPPING.model_copy(update={"constants": {"indicator": "Cold homes"}}))
    assert len(reading) == 3
    assert get_observations("cold-homes")[0].source_title == "Another register"


def test_an_older_file_that_comes_back_is_read_since_it_is_not_current(folder, reading) -> None:
    take_in_files([write(folder)], origin=ORIGIN, mapping=MAPPING)
    take_in_files([write(folder, ROWS.replace("12.5", "13.5"))], mapping=MAPPING)
    take_in_files([write(folder)], mapping=MAPPING)
    assert len(reading) == 3
    assert get_observations("damp-homes")[0].value == 12.5


def test_new_rows_replace_the_release_and_the_old_one_is_kept(folder) -> None:
    take_in_files([write(folder)], origin=ORIGIN, mapping=MAPPING)

    take_in_files([write(folder, ROWS.replace("12.5", "13.5"))], mapping=MAPPING)

    new, old = Release.objects.order_by("-taken_in", "-pk")
    assert old.replaced_by == new
    assert new.replaced_by is None
    assert read_rows("observations", [old.file_name])


def test_rows_that_were_there_before_become_current_again(folder) -> None:
    for value in ("12.5", "13.5", "12.5"):
        take_in_files([write(folder, ROWS.replace("12.5", value))], origin=ORIGIN, mapping=MAPPING)

    current = Release.objects.get(replaced_by__isnull=True)
    assert Release.objects.count() == 2
    assert 12.5 in [row["value"] for row in read_rows("observations", [current.file_name])]


def test_dry_run_says_what_would_come_of_it_and_changes_nothing(folder) -> None:
    (taken,) = take_in_files([write(folder)], origin=ORIGIN, mapping=MAPPING, dry_run=True)

    assert taken.is_new
    assert not Dataset.objects.exists()
    assert not Release.objects.exists()
    assert not AuditEntry.objects.exists()
    assert list((folder / "data").rglob("*.parquet")) == []
    assert list((folder / "data").rglob(".writing*")) == []


def test_a_fault_in_one_file_keeps_all_of_them_out_and_every_fault_is_told(folder) -> None:
    good = write(folder, name="good.csv")
    bad = write(folder, "Code,Year,Sex,Share,Note\nE09000025,soon,Persons,twelve,\n", "bad.csv")

    with pytest.raises(Faults) as caught:
        take_in_files([good, bad], origin=ORIGIN, mapping=MAPPING)

    assert {fault.file for fault in caught.value.faults} == {"bad.csv"}
    assert len(caught.value.faults) == 2
    assert not Dataset.objects.exists()


def test_new_dataset_without_a_source_is_refused_with_what_to_say(folder) -> None:
    with pytest.raises(PersonError, match="say where the file comes from: --source, --licence, --confidence"):
        take_in_files([write(folder)], mapping=MAPPING)
    assert not Release.objects.exists()


def test_a_file_in_two_forms_is_one_dataset_whose_second_release_replaces_the_first(folder) -> None:
    plain = write(folder)
    packed = folder / "homes.csv.gz"
    packed.write_bytes(gzip.compress(ROWS.replace("12.5", "13.5").encode()))
    take_in_files([plain, packed], origin=ORIGIN, mapping=MAPPING)
    assert Dataset.objects.count() == 1
    assert Release.objects.count() == 2
    assert get_observations("damp-homes")[0].value == 13.5


def test_several_files_are_not_one_dataset(folder) -> None:
    paths = [write(folder, name="a.csv"), write(folder, name="b.csv")]
    with pytest.raises(PersonError, match="Several files cannot be one dataset"):
        take_in_files(paths, dataset="homes", origin=ORIGIN, mapping=MAPPING)


def test_layout_that_is_not_known_is_answered_with_a_mapping_to_begin_with(folder) -> None:
    with pytest.raises(UnknownLayout) as caught:
        take_in_files([write(folder)], origin=ORIGIN)
    assert "columns:" in caught.value.starter


def test_fetched_file_knows_where_it_comes_from_and_is_one_dataset_on_every_day(folder) -> None:
    path = write(folder, name="homes-2026-11-25.csv")
    record = {"title": "Homes register", "licence": "OGL", "address": "https://data.example/homes"}
    path.with_name(f"{path.name}.json").write_text(json.dumps(record | {"retrieved": "2026-11-25T10:00:00+00:00"}))

    (taken,) = take_in_files([path], mapping=MAPPING)

    release = Release.objects.get()
    assert taken.dataset == "homes"
    assert (release.url, release.retrieved) == ("https://data.example/homes", datetime.date(2026, 11, 25))
    assert release.dataset.source_title == "Homes register"


@pytest.mark.parametrize("text", ["{", "[]", '{"title": "x"}', '{"retrieved": "soon"}'])
def test_sidecar_that_cannot_be_read_is_named(folder, text) -> None:
    path = write(folder)
    path.with_name("homes.csv.json").write_text(text)
    with pytest.raises(Faults, match="homes.csv.json: this sidecar cannot be read: fetch the file again"):
        take_in_files([path], mapping=MAPPING)


def test_command_tells_what_was_taken_in_left_out_and_is_not_defined(folder, settings) -> None:
    mapping = folder / "homes.yaml"
    mapping.write_text(
        "id: homes\ntable: observations\ncolumns:\n  area: Code\n  period: Year\n  value: Share\n"
        "constants:\n  indicator: Damp homes\n"
    )
    path = write(folder, "Code,Year,Share\nE09000025,2021,12.5\n")
    words = [str(path), "--mapping", str(mapping), "--source", "Register", "--licence", "OGL", "--confidence", "high"]

    tried = CliRunner().invoke(ingest_command.ingest, [*words, "--dry-run"], catch_exceptions=False)
    done = CliRunner().invoke(ingest_command.ingest, words, catch_exceptions=False)
    again = CliRunner().invoke(ingest_command.ingest, words, catch_exceptions=False)

    assert "1 observation (2021; areas E09), would be the first release of homes" in tried.output
    assert "taken in as the first release of homes" in done.output
    assert "No page shows these until somebody defines an indicator of this name: damp-homes" in done.output
    assert "the rows are those of homes already" in again.output
    assert Release.objects.count() == 1


def test_published_files_are_taken_in_together(folder, shared_data) -> None:
    """Fourteen outcomes, the deprivation index, a census table: one call, every row."""
    outcomes = sorted((shared_data / "indicators" / "phof").glob("*.csv"))
    paths = [*outcomes, shared_data / "deprivation" / "imd2025_england_ltla24.csv"]
    paths.append(shared_data / "population" / "disability21_lsoa21_ew.csv.gz")

    done = take_in_files(paths, origin=ORIGIN)

    assert len(outcomes) == 14
    assert Release.objects.filter(table="observations").count() == 15
    assert Release.objects.filter(table="counts").count() == 1
    assert sum(taken.rows for taken in done) > 100_000
