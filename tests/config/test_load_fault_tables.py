"""Every way to break the tables of a workspace, and whole files: which line, which sentence."""

import pytest

from fiftysteps.config.load import check_workspace
from fiftysteps.core.faults import Faults

HOMES = "observations/homes.csv"
ROW = "crowding,E09000025,2021,,,21.7,21.0,22.4,217,1000,,\n"


def get_faults(workspace):
    with pytest.raises(Faults) as caught:
        check_workspace(workspace.folder)
    return str(caught.value).split("\n")


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        ("crowdin,E09000025,2021,,,21.7,,,,,,", ['"indicator" must be the id of an indicator of this workspace (did you mean "crowding"?); got crowdin']),
        ("crowding,E09000026,2021,,,21.7,,,,,,", ['"area" must be the id of an area of this workspace (did you mean "E09000025"?); got E09000026']),
        ("crowding,E09000025,21,,,21.7,,,,,,", ['"period" must be a period such as 2021, 2020/21, 2018-20, 2024-Q1, 2024-09 or 2021-03-21; got 21']),
        ("crowding,E09000025,2021,,,<5,,,,,,", ['"value" must be a number such as 1234.5, with a full stop and without other signs, or empty; got <5']),
        ("crowding,E09000025,2021,,,,,,,,,", ['"value" is empty; where it is not known, "marker" says missing; where its source hides it, suppressed']),
        ("crowding,E09000025,2021,,,21.7,,,,,missing,", ['"marker" says missing, and a "value" is there; got 21.7']),
        ("crowding,E09000025,2021,,,,21.0,22.4,,,missing,", ['an interval stands round no "value"']),
        ("crowding,E09000025,2021,,,21.7,,,,,guessed,", ['"marker" must be empty, or one of carried-forward, provisional, modelled, rounded, missing, suppressed (did you mean "suppressed"?); got guessed']),
        ("crowding,E09000025,2021,,,21.7,21.0,,,,,", ['an interval has both ends, "lower_95" and "upper_95"']),
        ("crowding,E09000025,2021,,,21.7,21.8,22.4,,,,", ['"value" must lie between "lower_95" and "upper_95"; got 21.8, 21.7, 22.4']),
        ("crowding,E09000025,2021,,,21.7,22.4,21.0,,,,", ['"value" must lie between "lower_95" and "upper_95"; got 22.4, 21.7, 21']),
        ("crowding,E09000025,2021,,,21.7,,,1217,1000,,", ['"count" is more than "denominator", of which it is a part; got 1217 of 1000']),
        ("crowding,E09000025,2021,,,21.7,,,-3,-2,,", ['"count" is negative; got -3', '"denominator" is negative; got -2']),
        ("crowding,E09000025,2021,sex,,21.7,,,,,,", ['"group_type" and "group" go together; got sex']),
        ("crowding,E09000025,2021,,,21.7,,,,", ["the row must have 12 values, as the first row has; got 10"]),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_named_with_its_line(workspace, row, rules):
    workspace.replace(HOMES, ROW, "\n" + row + "\n")
    assert [fault for fault in get_faults(workspace) if fault.startswith(HOMES)] == [
        f"{HOMES}, line 3: {rule}" for rule in rules
    ]


def test_a_row_may_not_stand_twice_in_a_dataset_in_whatever_spelling(workspace):
    workspace.replace(HOMES, ROW, ROW + ROW)
    rule = "the same indicator, area, period and group stand in line 2 already"
    assert get_faults(workspace) == [f"{HOMES}, line 3: {rule}"]


def test_lines_are_right_after_quoted_line_ends(workspace):
    workspace.replace(HOMES, ROW, ROW.replace(",,\n", ',,"two\nlines"\n') + ROW.replace("crowding", "nothing"))
    faults = get_faults(workspace)
    assert faults[0].startswith(f'{HOMES}, line 4: "indicator" must be the id of an indicator')


def test_a_finding_is_not_blamed_for_a_faulty_row(workspace):
    workspace.replace(HOMES, ROW, ROW.replace("21.7", "*"))
    assert [fault.split(",")[0] for fault in get_faults(workspace)] == [HOMES]


def test_semicolons_between_values_are_understood(workspace):
    workspace.write(HOMES, workspace.read(HOMES).replace(",", ";"))
    check_workspace(workspace.folder)


def test_a_row_with_too_few_values_blames_nobody_else(workspace):
    workspace.replace("areas.csv", "E09000025,Newham,borough,E92000001,,,census", "E09000025,Newham")
    rule = "the row must have 7 values, as the first row has; got 2"
    assert get_faults(workspace) == [f"areas.csv, line 3: {rule}"]


def test_columns_that_are_missing_or_unknown_are_named(workspace):
    workspace.replace(HOMES, "indicator,area,period", "indicator,areas,period")
    assert get_faults(workspace) == [
        f'{HOMES}, line 1: "areas" is not a column of this table (did you mean "area"?)',
        f'{HOMES}, line 1: the column "area" is missing',
    ]


def test_a_dataset_needs_its_file_and_a_file_its_dataset(workspace):
    workspace.write("observations/hmes.csv", workspace.read(HOMES))
    workspace.remove(HOMES)
    assert get_faults(workspace) == [
        "datasets.yaml, line 2: the dataset has no file: its rows stand in observations/homes.csv or counts/homes.csv",
        'observations/hmes.csv: the file\'s name must be the id of a dataset (did you mean "homes"?); got hmes',
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("E05013904,Beckton", "05013904,Beckton", 'line 4: "code" must be a code of the Government Statistical Service: a letter and eight digits; got 05013904'),
        ("ward,E09000025,4,5", "parish,E09000025,4,5", 'line 4: "type" must be one of country, region, nhs-region, icb, sub-icb, combined, county, borough, ward, msoa, lsoa; got parish'),
        ("ward,E09000025,4,5", "ward,E09000029,4,5", 'line 4: "parent" must be the id of an area of this workspace (did you mean "E09000025"?); got E09000029'),
        ("ward,E09000025,4,5", "ward,E09000025,4,", 'line 4: a tile has both "hex_q", its column, and "hex_r", its row'),
        ("ward,E09000025,4,5", "ward,E09000025,4,x", 'line 4: "hex_r" must be a whole number, or empty; got x'),
        ("ward,E09000025,4,5", "ward,E09000025,4,1000", 'line 4: "hex_r" must be between -999 and 999; got 1000'),
        ("ward,E09000025,4,5", "ward,E09000025,3,3", "line 5: the tile is that of Beckton, line 4, already; got 3, 3"),
        ("country,,,", "country,E09000025,,", "line 2: the area lies, through \"parent\", within itself; got E09000025"),
        ("E05013905,Boleyn", "E05013904,Boleyn", 'line 5: the area "E05013904" is there already: areas.csv, line 4'),
        ("4,5,census", "4,5,cencus", 'line 4: "source" must be the id of a source of this workspace (did you mean "census"?); got cencus'),
    ],
)  # fmt: skip
def test_areas_that_cannot_be_are_named_with_their_line(workspace, old, new, fault):
    workspace.replace("areas.csv", old, new)
    assert f"areas.csv, {fault}" in get_faults(workspace)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("sex,Female,1,8000", "sex,Female,1,-8000", 'line 2: "count" is negative; got -8000'),
        ("sex,Female,1,8000", "sex,Female,1,8000.5", 'line 2: "count" must be a whole number, or empty; got 8000.5'),
        ("sex,Female,1,8000", "sex,Female,1,", 'line 2: "count" is empty; got nothing'),
        ("sex,Female,1,8000", "Sex!,Female,1,8000", 'line 2: "dimension" must be small letters, in parts with "-" between them, such as age or ethnicity-5; got Sex!'),
        ("sex,Male", "sex,Female", "line 3: the same area, dimension, group and period are there already: populations/wards.csv, line 2"),
        ("8000,2021,census,high", "8000,2021,census,", 'line 2: "source" and "confidence" go together: a real count has both, an illustrative one neither'),
    ],
)  # fmt: skip
def test_population_counts_that_cannot_be_are_named_with_their_line(workspace, old, new, fault):
    workspace.replace("populations/wards.csv", old, new)
    assert f"populations/wards.csv, {fault}" in get_faults(workspace)


def test_a_file_in_another_encoding_is_named_with_byte_and_line_and_blames_nobody_else(workspace):
    text = workspace.read("organisations.yaml").replace("Housing service", "Café")
    workspace.write("organisations.yaml", text.encode("cp1252"))
    rule = "the file is not written in UTF-8: save it again with the encoding UTF-8"
    assert get_faults(workspace) == [f"organisations.yaml, line 11: {rule}; got the byte 0xE9"]


def test_a_file_that_is_no_yaml_blames_nobody_else(workspace):
    workspace.replace("organisations.yaml", "organisations:\n", "organisations:\n\t\n- x: [\n")
    (fault,) = get_faults(workspace)
    assert fault.startswith("organisations.yaml, line")


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("people.yaml", "", 'people.yaml, line 1: the file must hold the list "people:"; got an empty file'),
        ("people.yaml", "- id: amina\n", 'people.yaml, line 1: the file must hold the list "people:"'),
        ("workspace.yaml", "just words\n", "workspace.yaml, line 1: the file must hold keys, each with its value"),
    ],
)
def test_a_file_that_holds_something_else_is_named(workspace, file, text, fault):
    workspace.write(file, text)
    assert get_faults(workspace) == [fault]


def test_what_has_no_observation_cannot_be_drawn(workspace):
    text = workspace.read("indicators.yaml")
    workspace.write(
        "indicators/more.yaml", text.replace("id: crowding", "id: noise").replace("id: visits", "id: calls")
    )
    workspace.replace("topics/01-homes.yaml", "map: {indicator: crowding", "map: {indicator: noise")
    rule = "no observation of the indicator is there to draw"
    assert get_faults(workspace) == [f"topics/01-homes.yaml, line 10: {rule}; got noise"]


def test_topics_have_their_own_numbers(workspace):
    text = workspace.read("topics/01-homes.yaml")
    workspace.write("topics/01-other.yaml", text.replace("id: homes", "id: other"))
    rule = '"number" is that of topics/01-homes.yaml already'
    assert get_faults(workspace) == [f"topics/01-other.yaml, line 2: {rule}; got 1"]


def test_an_object_with_a_fault_is_still_known_by_its_id(workspace):
    workspace.replace("organisations.yaml", "type: board", "type: committee")
    (fault,) = get_faults(workspace)
    assert fault.startswith('organisations.yaml, line 4: "type"')


def test_files_that_no_part_of_a_workspace_reads_are_faults(workspace):
    workspace.write("evidense/more.yaml", "findings: []\n")
    workspace.write("strategies/second/steps/2.yml", "number: 2\n")
    (unknown, ending) = get_faults(workspace)
    assert unknown.startswith("evidense/more.yaml: a workspace has no such file; its files are areas.csv, ")
    assert (
        ending
        == "strategies/second/steps/2.yml: the name of the file must end in .yaml or .csv, in small letters; got .yml"
    )


def test_names_of_files_and_ids_agree(workspace):
    workspace.write(
        "frameworks/other.yaml", workspace.read("frameworks/marmot.yaml").replace("id: marmot", "id: another")
    )
    workspace.write(
        "strategies/third/strategy.yaml",
        workspace.read("strategies/first/strategy.yaml").replace("id: first", "id: thrid"),
    )
    step = workspace.read("strategies/second/steps/01.yaml")
    workspace.write("strategies/second/steps/02.yaml", step)
    workspace.write("strategies/fourth/steps/01.yaml", step.replace("wards", "wards"))
    assert get_faults(workspace) == [
        'frameworks/other.yaml, line 1: "id" must be the name of the file; got another',
        "strategies/fourth/steps/01.yaml, line 1: there is no strategies/fourth/strategy.yaml for this step",
        'strategies/second/steps/02.yaml, line 1: "number" must be that of the file\'s name, which for this number is 01.yaml; got 1',
        'strategies/second/steps/02.yaml, line 1: the step "second/1" is there already: strategies/second/steps/01.yaml, line 1',
        'strategies/third/strategy.yaml, line 1: "id" must be the name of the folder; got thrid',
    ]  # fmt: skip


def test_steps_that_come_from_each_other_are_a_fault(workspace):
    workspace.write(
        "strategies/first/steps/03.yaml",
        workspace.read("strategies/first/steps/03.yaml") + "previous:\n  - {strategy: second, number: 1, how: split}\n",
    )
    assert get_faults(workspace) == [
        'strategies/first/steps/03.yaml, line 7: "previous" leads back to this step; got second/1',
        'strategies/second/steps/01.yaml, line 34: "previous" leads back to this step; got first/3',
    ]


def test_strategies_that_follow_each_other_in_a_circle_are_a_fault(workspace):
    workspace.replace("strategies/first/strategy.yaml", "owner: board\n", "owner: board\nprevious: second\n")
    assert get_faults(workspace) == [
        'strategies/first/strategy.yaml, line 9: "previous" leads back to this strategy; got second',
        'strategies/second/strategy.yaml, line 11: "previous" leads back to this strategy; got first',
    ]


def test_one_address_is_of_one_person(workspace):
    text = workspace.read("people.yaml")
    workspace.write("people/more.yaml", text.replace("id: amina", "id: other").replace("amina@", "AMINA@"))
    assert get_faults(workspace) == [
        'people/more.yaml, line 8: "email" must be of one person only: it stands in people.yaml, line 2 too; got AMINA@council.example'
    ]  # fmt: skip


def test_all_faults_of_all_files_are_named_at_once_in_order(workspace):
    workspace.replace("strategies/second/strategy.yaml", "status: live", "status: alive")
    workspace.replace("areas.csv", "4,5,census", "4,5,cencus")
    workspace.replace("sources.yaml", "    licence: Open Government Licence v3.0\n", "    license: OGL\n")
    workspace.replace("evidence/housing.yaml", "mentioned: 40", "mentioned: -40")
    workspace.replace("evidence/housing.yaml", "verdict: stop", "verdict: halt")
    assert [fault.split(":")[0] for fault in get_faults(workspace)] == [
        "areas.csv, line 4",
        "evidence/housing.yaml, line 41",
        "evidence/housing.yaml, line 58",
        "sources.yaml, line 6",
        "strategies/second/strategy.yaml, line 9",
    ]
