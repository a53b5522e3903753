"""Counts and recipes in a workspace: loaded, computed, and refused with the line where they cannot be."""

from typing import Any

import pytest
from click.testing import CliRunner

from fiftysteps.config import cli
from fiftysteps.config.load import check_workspace, load_workspace
from fiftysteps.core.faults import Faults
from fiftysteps.evidence.actions.build_indicators import Outcome, plan_builds, run_builds
from fiftysteps.evidence.models import Area, Indicator, Release
from fiftysteps.evidence.queries import protection
from fiftysteps.evidence.queries.observations import get_every_observation

INDICATORS, COUNTS = "indicators.yaml", "counts/census-homes.csv"
HEADING = "area,period,sex,age,group_type,group,measure,count\n"
ROWS = """\
E01003480,2021,,,,,homes,400
E01003480,2021,,,,,crowded,100
E01003481,2021,,,,,homes,600
E01003481,2021,,,,,crowded,120
"""
SMALL_AREAS = """\
E01003480,Newham 1,lsoa,E05013904,,,census
E01003481,Newham 2,lsoa,E05013904,,,census
"""
BUILT = """\
  - id: crowded
    name: Crowded households
    plain_name: Crowded homes
    definition: Homes with too few bedrooms.
    unit: "%"
    decimals: 1
    polarity: lower
    kind: determinant
    method: proportion
    benchmark: E92000001
    nature: real
    source: census
    confidence: high
    built_from:
      numerator: {dataset: census-homes, measure: crowded}
      denominator: {dataset: census-homes, measure: homes}
      areas: lsoa
      levels: [lsoa, ward]
"""


@pytest.fixture
def counted(workspace: Any) -> Any:
    """The small workspace with counts of two small areas, and an indicator that is built from them."""
    workspace.write(COUNTS, HEADING + ROWS)
    workspace.write("areas.csv", workspace.read("areas.csv") + SMALL_AREAS)
    entry = "  - id: census-homes\n    title: Homes\n    source: census\n    nature: real\n    confidence: high\n"
    workspace.write("datasets.yaml", workspace.read("datasets.yaml") + entry)
    workspace.write(INDICATORS, workspace.read(INDICATORS) + BUILT)
    return workspace


def get_faults(workspace: Any) -> list[str]:
    with pytest.raises(Faults) as caught:
        check_workspace(workspace.folder)
    return str(caught.value).split("\n")


def get_line(workspace: Any, text: str, name: str = INDICATORS) -> int:
    lines = workspace.read(name).splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


@pytest.mark.django_db
def test_counts_become_a_release_and_recipes_are_held(counted: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    load_workspace(counted.folder)
    assert Release.objects.get(table="counts").rows == 4
    indicator = Indicator.objects.get(slug="crowded")
    assert (indicator.is_built, str(indicator.benchmark)) == (True, "England")
    assert indicator.recipe["levels"] == ["lsoa", "ward"]
    assert not Indicator.objects.get(slug="crowding").is_built


@pytest.mark.django_db
def test_indicator_is_computed_from_the_counts_of_its_workspace(counted: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    load_workspace(counted.folder)
    assert [built.outcome for built in run_builds(plan_builds())] == [Outcome.BUILT]
    assert {row.area: row.value for row in get_every_observation("crowded")} == {
        "E01003480": 25,
        "E01003481": 20,
        "E05013904": 22,
    }


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_a_changed_count_is_a_new_release(
    counted: Any, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    load_workspace(counted.folder)
    assert load_workspace(counted.folder).is_unchanged
    counted.replace(COUNTS, "crowded,120", "crowded,121")
    load_workspace(counted.folder)
    assert Release.objects.filter(table="counts").count() == 2


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("measure: crowded}", "measure: crowd}", "measure: crowd}", '(did you mean "crowded"?); got crowd'),
        ("levels: [lsoa, ward]", "levels: [lsoa, parish]", "levels:", 'item 2 of "levels" must be one of lsoa'),
        ("areas: lsoa", "aeras: lsoa", "aeras:", '"aeras" is not a key that can stand here (did you mean "areas"?)'),
        ("benchmark: E92000001", "benchmark: E92000009", "benchmark:", '"benchmark" must be the id of an area'),
        ('unit: "%"\n    decimals: 1\n    polarity: lower\n    kind: determinant\n    method: proportion\n    benchmark', 'unit: homes\n    decimals: 1\n    polarity: lower\n    kind: determinant\n    method: proportion\n    benchmark', "unit: homes", '"unit" must say of how many'),
        ("method: proportion\n    benchmark", "method: mean\n    benchmark", "built_from:", "an indicator that is built has as its method one of"),
        ("method: proportion\n    benchmark", "method: directly-standardised-rate\n    benchmark", "- id: crowded", '"standard_population" must be one of esp2013'),
    ],
)  # fmt: skip
def test_recipe_that_cannot_be_is_named_with_its_line(counted: Any, old: str, new: str, at: str, said: str) -> None:
    counted.replace(INDICATORS, old, new)
    place = f"{INDICATORS}, line {get_line(counted, at)}: "
    assert any(fault.startswith(place) and said in fault for fault in get_faults(counted))


def test_every_fault_of_a_recipe_is_said_at_once(counted: Any) -> None:
    counted.replace(INDICATORS, "areas: lsoa", "aeras: lsoa")
    counted.replace(INDICATORS, "levels: [lsoa, ward]", "levels: [parish]")
    assert len(get_faults(counted)) == 3


def test_proportion_needs_no_benchmark(counted: Any) -> None:
    counted.replace(INDICATORS, "    benchmark: E92000001\n", "")
    assert check_workspace(counted.folder).faults == []


def test_ratio_without_a_benchmark_is_refused(counted: Any) -> None:
    counted.replace(INDICATORS, "method: proportion\n    benchmark: E92000001", "method: indirectly-standardised-ratio")
    assert any('"benchmark" is missing' in fault for fault in get_faults(counted))


def test_own_standard_population_needs_a_name(counted: Any) -> None:
    counted.replace(INDICATORS, "method: proportion\n    benchmark: E92000001", "method: directly-standardised-rate")
    counted.write(INDICATORS, counted.read(INDICATORS) + "      standard: {0-64: 80, 65+: 20}\n")
    assert any('must say in words whose ages stand under "standard"' in fault for fault in get_faults(counted))


def test_id_that_leaves_no_room_for_its_dataset_is_refused(counted: Any) -> None:
    counted.replace(INDICATORS, "- id: crowded\n", f"- id: {'c' * 75}\n")
    assert any('"id" must be at most 74 characters long' in fault for fault in get_faults(counted))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("E01009999,2021,,,,,homes,1", '"area" must be the id of an area of this workspace'),
        ("E01003480,2021,,,,,homes,-1", '"count" is negative; got -1'),
        ("E01003480,2020,,,,,homes,", '"count" is empty: a count that is not known has no row'),
        ("E01003480,2020,,,Religion,,homes,1", '"group_type" and "group" go together; got Religion'),
        ("E01003480,2020,,5 to 9,,,homes,1", '"age" must be an age such as 7, 5-9 or 90+, or empty for all ages; got 5 to 9'),
        ("E01003480,2021,,,,,homes,400", "the same area, period, people and measure stand in line 2 already"),
        ("E01003480,21,,,,,homes,400", '"period" must be a period such as'),
    ],
)  # fmt: skip
def test_count_that_cannot_be_is_named_with_its_line(counted: Any, row: str, said: str) -> None:
    counted.write(COUNTS, f"{HEADING}{ROWS}{row}\n")
    found = get_faults(counted)
    assert all(fault.startswith(f"{COUNTS}, line 6: ") for fault in found)
    assert any(said in fault for fault in found)


def test_file_of_counts_needs_a_dataset(counted: Any) -> None:
    counted.write("counts/strays.csv", HEADING)
    assert "counts/strays.csv: the file's name must be the id of a dataset" in get_faults(counted)[0]


def run(*words: str) -> Any:
    return CliRunner().invoke(cli.main, words)


@pytest.mark.django_db
def test_command_says_what_was_built_and_then_that_nothing_changed(counted: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    load_workspace(counted.folder)

    first, again = run("indicators", "build"), run("indicators", "build", "--changed")

    assert first.exit_code == again.exit_code == 0
    assert "crowded: built, 3 figures in " in first.output
    assert again.output == "crowded: unchanged\n"
    assert "crowded: built" in run("indicators", "build", "crowded", "--all").output


@pytest.mark.django_db
def test_command_says_which_finding_moved(counted: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    finding = "  - id: need-wards\n    title: Crowding in Beckton\n    indicator: crowded\n    area: E05013904\n"
    said = f"findings:\n{finding}    period: 2021\n    nature: real\n    source: census\n    confidence: high\n"
    counted.write("evidence/wards.yaml", said)
    load_workspace(counted.folder)
    assert "moved" not in run("indicators", "build").output
    counted.replace(COUNTS, "crowded,120", "crowded,320")
    load_workspace(counted.folder)

    result = run("indicators", "build")

    assert "Evidence that moved: 1 finding" in result.output
    assert "need-wards: " in result.output
    assert "moved" not in run("indicators", "build").output


@pytest.mark.django_db
def test_command_ends_with_one_and_the_reason_where_an_indicator_is_refused(
    counted: Any, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    load_workspace(counted.folder)
    Release.objects.filter(table="counts").update(table="observations")

    result = run("indicators", "build")

    assert result.exit_code == 1
    assert "crowded: refused" in result.output
    assert (
        'indicator crowded: "dataset" of "numerator" must be a dataset with counts; got "census-homes"' in result.output
    )


@pytest.mark.django_db
def test_command_refuses_two_opposite_options_and_a_name_that_is_not_there() -> None:
    assert "--changed and --all say opposite things" in run("indicators", "build", "--changed", "--all").output
    result = run("indicators", "build", "nothing")
    assert (result.exit_code, "is no indicator that is built from counts" in result.output) == (1, True)


@pytest.mark.django_db
def test_command_says_so_where_no_indicator_is_built() -> None:
    result = run("indicators", "build")
    assert result.exit_code == 0
    assert result.output == 'No indicator is built from counts: give one the key "built_from" in its file.\n'


@pytest.mark.django_db
def test_dictionary_is_printed_as_a_page_and_as_a_table(counted: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    load_workspace(counted.folder)
    assert "## Crowded homes (`crowded`)" in run("indicators", "dictionary").output
    assert run("indicators", "dictionary", "--format", "csv").output.startswith("id,name,plain name,definition,")


@pytest.mark.django_db
def test_the_attacker_says_what_is_hidden_and_refuses_what_is_not_there(
    counted: Any, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    assert "No indicator has a rule for small numbers" in run("indicators", "attack").output
    load_workspace(counted.folder)
    Indicator.objects.filter(slug="crowded").update(disclosure_rule="default")
    result = run("indicators", "attack", "crowded")
    assert (result.exit_code, "by the rule default; the attacker finds nothing" in result.output) == (0, True)
    assert "has the name nothing" in run("indicators", "attack", "nothing").output


@pytest.mark.django_db
def test_what_the_attacker_finds_is_told_and_fails(
    counted: Any, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    load_workspace(counted.folder)
    Indicator.objects.filter(slug="crowded").update(disclosure_rule="default")
    monkeypatch.setattr(protection, "find_what_leaks", lambda *_: ("Beckton 2021 is 3",))
    result = run("indicators", "attack")
    assert (result.exit_code, "what is shown tells too much\n  Beckton 2021 is 3" in result.output) == (1, True)


@pytest.mark.django_db
def test_the_profile_of_a_place_is_printed_and_written(counted: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    load_workspace(counted.folder)
    area = Area.objects.filter(code__startswith="E09").first()
    assert area is not None
    assert area.name in run("profile", area.code).output
    file = tmp_path / "profile.csv"
    assert f"The rows are in {file}" in run("profile", area.code, "--csv", str(file)).output
    assert file.read_text(encoding="utf-8-sig").startswith("nature,topic,indicator")
    assert "cannot be written" in run("profile", area.code, "--csv", str(tmp_path / "no" / "file.csv")).output
    assert "No area with the code 'E99' is held" in run("profile", "E99").output


@pytest.mark.django_db
def test_a_file_is_taken_in_and_a_profile_said_with_one_command(counted: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    load_workspace(counted.folder)
    area = Area.objects.filter(code__startswith="E09").first()
    assert area is not None
    table, mapping = tmp_path / "damp.csv", tmp_path / "damp.yaml"
    table.write_text(f"GSS,Year,Share\n{area.code},2021,12.5\n")
    mapping.write_text(
        "id: damp\ntable: observations\nheader: [1]\ncolumns: {area: GSS, period: Year, value: Share}\n"
        "constants: {indicator: damp}\n"
    )
    said = ("--source", "A survey", "--licence", "OGL", "--confidence", "high", "--mapping", str(mapping))
    result = run("ingest", str(table), *said, "--build", "--profile", area.code)
    assert result.exit_code == 0, result.output
    first = result.output.splitlines()[0]
    assert first.startswith("damp.csv: 1 observation")
    assert f"of {area.name} beside England" in result.output
    again = run("ingest", str(table), *said, "--build", "--profile", area.code)
    assert again.output.endswith(f"Nothing is new, so the profile of {area.code} is what it was.\n")
