"""Every trouble that files of councils bring: a correct reading, or a sentence that says where and what."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fiftysteps.evidence.ingest import KnownAreas, parse_mapping, read_file
from fiftysteps.evidence.ingest.checking import MOST_FAULTS
from fiftysteps.evidence.ingest.roles import COUNTS as COUNT_SCHEMA
from fiftysteps.evidence.ingest.roles import OBSERVATIONS
from tests.core.tables.files import merge, write_workbook
from tests.evidence.ingest.tables import COUNTS, NAMES, PLAIN, get_column, get_error, get_faults, read, read_values

AREAS = KnownAreas(NAMES)


def test_rows_have_the_columns_of_their_table_and_know_where_they_stood(tmp_path):
    intake = read(tmp_path, 'area,period,value\n\nE09000025,2021,"1,5"\n'.replace('"1,5"', "1.5"))
    assert intake.rows.schema == OBSERVATIONS
    assert (intake.layout, intake.table, intake.is_sound, intake.notes) == ("plain", "observations", True, ())
    assert intake.rows.to_pylist() == [
        {
            **dict.fromkeys(OBSERVATIONS.names, ""),
            **dict.fromkeys(("lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator")),
            "indicator": "thing",
            "area": "E09000025",
            "period": "2021",
            "value": 1.5,
            "row": 3,
        }
    ]


def test_counts_have_a_table_of_their_own(tmp_path):
    intake = read(tmp_path, "area,count\nE09000025,7\n", COUNTS)
    assert intake.rows.schema == COUNT_SCHEMA
    assert intake.rows.to_pylist()[0]["count"] == 7
    assert intake.rows.to_pylist()[0]["measure"] == "people"


def test_the_same_table_is_read_from_a_workbook_and_from_parquet(tmp_path):
    mapping = parse_mapping("m.yaml", PLAIN)
    book = write_workbook(tmp_path, "a.xlsx", A=[["area", "period", "value"], ["E09000025", 2021, 1.5]])
    pq.write_table(pa.table({"area": ["E09000025"], "period": [2021], "value": [1.5]}), tmp_path / "a.parquet")
    wanted = read(tmp_path, "area,period,value\nE09000025,2021,1.5\n").rows.drop_columns(["sheet"])
    for path in (book, tmp_path / "a.parquet"):
        assert read_file(path, mapping).rows.drop_columns(["sheet"]) == wanted


def test_signs_for_no_figure_become_markers_and_empty_cells_are_missing(tmp_path):
    intake = read_values(tmp_path, "12", "*", "<5", "[low]", "..", "", "45 [p]")
    assert get_column(intake, "value") == [12, None, None, None, None, None, 45]
    assert get_column(intake, "marker") == ["", "suppressed", "suppressed", "low", "missing", "missing", "provisional"]
    assert get_column(intake, "note")[1:3] == ["the source has *", "the source has <5"]


def test_a_lone_dash_is_a_fault_until_the_mapping_says_what_it_means(tmp_path):
    assert get_faults(read_values(tmp_path, "1", "-", "-")) == [
        'a.csv, line 3, column C "value": a lone "-" means nothing, little or unknown, by source: say which under '
        '"symbols" of the mapping (and so in 1 more row); got -'
    ]
    assert get_column(read_values(tmp_path, "1", "-", mapping=PLAIN + "symbols: {'-': zero}\n"), "value") == [1, 0]


def test_a_symbol_can_mean_that_its_row_is_to_be_left_out(tmp_path):
    intake = read_values(tmp_path, "1", "n/r", mapping=PLAIN + "symbols: {n/r: left-out}\n")
    assert get_column(intake, "value") == [1]


def test_percent_signs_are_read_where_all_figures_have_them(tmp_path):
    assert get_column(read_values(tmp_path, "45.2%", "7%", "0"), "value") == [45.2, 7, 0]


def test_a_column_that_mixes_percent_and_plain_figures_is_refused(tmp_path):
    (fault,) = get_faults(read_values(tmp_path, "45.2%", "0.07"))
    assert "has a percent sign, and other figures of the column have none" in fault


def test_thousands_are_read(tmp_path):
    assert get_column(read_values(tmp_path, "1,234", "1 234", "12"), "value") == [1234, 1234, 12]


def test_decimal_commas_are_read_where_the_mapping_says_so(tmp_path):
    text = "area;period;value\nE09000025;2021;3,5\nE09000030;2021;1.234\n"
    assert "has a comma for decimals" in get_faults(read(tmp_path, text))[0]
    assert get_column(read(tmp_path, text, PLAIN + "decimal_comma: true\n"), "value") == [3.5, 1234]


def test_a_figure_may_be_negative_and_a_count_may_not(tmp_path):
    assert get_column(read_values(tmp_path, "-2.5"), "value") == [-2.5]
    assert get_faults(read(tmp_path, "area,count\nE09000025,-3\n", COUNTS)) == [
        'a.csv, line 2, column B "count": is negative, and a count cannot be; got -3'
    ]


PARTS = PLAIN.replace(
    "value: value}", "value: value, count: count, denominator: people, lower_95: low, upper_95: high}"
)


def test_figures_that_contradict_each_other_are_all_found(tmp_path):
    text = (
        "area,period,value,count,people,low,high\n"
        "E09000001,2021,50,5,10,40,60\n"
        "E09000002,2021,50,12,10,40,60\n"
        "E09000003,2021,30,3,10,40,60\n"
        "E09000004,2021,70,7,10,40,60\n"
        "E09000005,2021,50,5,10,60,40\n"
        "E09000006,2021,50,5,-10,,\n"
    )
    intake = read(tmp_path, text, PARTS)
    assert get_faults(intake) == [
        'a.csv, line 3, column D "count": the count is more than the denominator, of which it is a part; got count 12, denominator 10',
        'a.csv, line 4, column C "value": the value is below its interval; got value 30, lower_95 40',
        'a.csv, line 5, column C "value": the value is above its interval; got value 70, upper_95 60',
        'a.csv, line 6, column C "value": the value is above its interval; got value 50, upper_95 40',
        'a.csv, line 6, column C "value": the value is below its interval; got value 50, lower_95 60',
        'a.csv, line 6, column F "low": the lower bound of the interval is above its upper bound; got lower_95 60, upper_95 40',
        'a.csv, line 7, column D "count": the count is more than the denominator, of which it is a part; got count 5, denominator -10',
        'a.csv, line 7, column E "people": is negative, and a count cannot be; got -10',
    ]
    assert get_column(intake, "area") == ["E09000001"]


def test_a_rate_may_count_more_than_its_denominator_where_the_mapping_says_so(tmp_path):
    text = "area,period,value,count,people,low,high\nE09000002,2021,1200,12,10,,\n"
    assert read(tmp_path, text, PARTS + "part_of_whole: false\n").is_sound


def test_rows_of_the_same_thing_are_refused_when_they_differ_and_left_out_when_they_agree(tmp_path):
    text = "area,period,value\nE09000025,2021,1\nE09000025,2021,1\nE09000025,2021,2\n"
    intake = read(tmp_path, text)
    assert get_faults(intake) == [
        'a.csv, line 4, column C "value": another figure for the same area, period stands in row 2; got 2.0, and there 1.0'
    ]
    assert intake.notes == ("rows left out because each says what a row before it says: 1",)
    assert get_column(intake, "value") == [1]


def test_areas_that_are_no_more_are_said_with_their_successors(tmp_path):
    text = "area,period,value\nE07000004,2019,1\nE10000006,2019,2\nE09000025,2019,3\n"
    intake = read(tmp_path, text)
    assert intake.is_sound
    assert intake.notes == (
        "areas that are no more: E07000004 (rows: 1; now E06000060), E10000006 (rows: 1; now E06000063 and E06000064)",
    )


NAMED = PLAIN.replace("area: area,", "area: area, area_name: name,")


def test_a_code_beside_the_name_of_another_area_is_refused(tmp_path):
    text = "area,name,period,value\nE09000025,Tower Hamlets,2020,1\nE09000025,Tower Hamlets,2021,1\nE09000030,LB Tower Hamlets,2020,1\n"
    assert get_faults(read(tmp_path, text, NAMED, areas=AREAS)) == [
        'a.csv, line 2, column B "name": the code E09000025 is that of "Newham", and the name says another area '
        "(and so in 1 more row); got Tower Hamlets"
    ]
    assert read(tmp_path, text, NAMED).notes == ()


def test_a_code_with_two_names_is_said(tmp_path):
    text = "area,name,period,value\nE09000025,Newham,2020,1\nE09000025,Newnham,2021,1\n"
    assert read(tmp_path, text, NAMED).notes == ('codes that have more than one name: E09000025 ("Newham", "Newnham")',)


def test_names_without_codes_are_given_theirs_where_the_areas_are_known(tmp_path):
    mapping = PLAIN.replace("area: area,", "area_name: name,")
    text = "name,period,value\nNewham,2021,1\nLondon Borough of Tower Hamlets,2021,2\n"
    assert get_column(read(tmp_path, text, mapping, areas=AREAS), "area") == ["E09000025", "E09000030"]
    (fault, _) = get_faults(read(tmp_path, text, mapping))
    assert 'line 2, column A "name": is no code of an area' in fault


def test_words_of_the_mapping_give_codes_and_spellings(tmp_path):
    words = PLAIN + "words: {area: {Our borough: E09000025}}\n"
    assert get_column(read(tmp_path, "area,period,value\nOur borough,2021,1\n", words), "area") == ["E09000025"]


def test_an_empty_area_is_a_fault_unless_the_mapping_says_what_it_means(tmp_path):
    text = "area,period,value\n,2021,1\n"
    assert get_faults(read(tmp_path, text)) == ['a.csv, line 2, column A "area": is empty']
    filled = read(tmp_path, text, PLAIN + "when_empty: {area: E92000001}\n")
    assert get_column(filled, "area") == ["E92000001"]


def test_an_empty_area_beside_broken_codes_is_a_fault_too(tmp_path):
    faults = get_faults(read(tmp_path, "area,period,value\n,2021,1\nE0900025,2021,1\n"))
    assert faults[0] == 'a.csv, line 2, column A "area": is empty'
    assert "is not a code of the Government Statistical Service" in faults[1]


def test_years_of_every_kind_are_read(tmp_path):
    def get_period(text, more=""):
        return get_column(read(tmp_path, f"area,period,value\nE09000025,{text},1\n", PLAIN + more), "period")

    assert get_period("2021") == ["2021"]
    assert get_period("2020/21") == ["2020/21"]
    assert get_period("2016-17", "years: financial\n") == ["2016/17"]
    assert get_period("2018 - 20") == ["2018-20"]
    assert get_period("2013-01-01", "period_is: month\n") == ["2013-01"]


def test_academic_years_are_told_from_financial_ones_by_a_note(tmp_path):
    intake = read(tmp_path, "area,period,value\nE09000025,2020/21,1\n", PLAIN + "years: academic\n")
    assert (get_column(intake, "period"), get_column(intake, "note")) == (
        ["2020/21"],
        ["academic year, September to August"],
    )


def test_a_period_that_can_be_two_is_a_fault(tmp_path):
    (fault,) = get_faults(read(tmp_path, "area,period,value\nE09000025,2016-17,1\n"))
    assert fault.startswith('a.csv, line 2, column B "period": may be a financial year or two years together')


def test_a_constant_that_cannot_be_read_is_a_fault_of_the_mapping(tmp_path):
    error = get_error(read, tmp_path, "area,count\nE09000025,1\n", COUNTS.replace("2021", "FILL-IN"))
    assert error.startswith("a.csv: the period that the mapping gives is no period that is understood")


def test_excel_dates_are_periods(tmp_path):
    import datetime

    rows = [["area", "period", "value"], ["E09000025", datetime.date(2021, 4, 1), 1]]
    mapping = parse_mapping("m.yaml", PLAIN + "period_is: month\n")
    intake = read_file(write_workbook(tmp_path, "a.xlsx", A=rows), mapping)
    assert get_column(intake, "period") == ["2021-04"]


def test_formulas_in_text_are_data(tmp_path):
    mapping = PLAIN.replace("value: value}", "value: value, note: note}")
    intake = read(tmp_path, "area,period,value,note\nE09000025,2021,1,=1+1\n", mapping)
    assert get_column(intake, "note") == ["=1+1"]


KPI_ROWS = [
    ["Public health KPIs"],
    [None],
    ["Code", "Area", "2022/23", None, None, "2023/24", None, None],
    [None, None, "Count", "Out of", "%", "Count", "Out of", "%"],
    ["E09000025", "Newham", 12, 100, 12.0, 15, 100, 15.0],
    [None, None, None],
    ["E09000030", "Tower Hamlets", "*", 90, "*", 9, 90, 10.0],
    [None, "Total", 12, 190, 6.3, 24, 190, 12.6],
    ["Source: the council"],
    ["* fewer than five"],
]
KPI = """
id: kpis
table: observations
header: [3, 4]
columns: {area: "[A]", area_name: "[B]"}
constants: {indicator: vaccinated, unit: "%"}
unpivot:
  columns: "[C] to [H]"
  into: [period, values]
  roles: {Count: count, Out of: denominator, "%": value}
"""


def test_a_workbook_as_councils_keep_it_is_read(tmp_path):
    path = merge(write_workbook(tmp_path, "kpis.xlsx", KPIs=KPI_ROWS), "C3:E3", "F3:H3", "A3:A4", "A9:H9")
    intake = read_file(path, parse_mapping("m.yaml", KPI), areas=AREAS)
    assert get_faults(intake) == []
    rows = intake.rows.select(["area", "period", "value", "count", "denominator", "marker", "sheet", "row"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("E09000025", "2022/23", 12, 12, 100, "", "KPIs", 5),
        ("E09000030", "2022/23", None, None, 90, "suppressed", "KPIs", 7),
        ("E09000025", "2023/24", 15, 15, 100, "", "KPIs", 5),
        ("E09000030", "2023/24", 10, 9, 90, "", "KPIs", 7),
    ]
    assert intake.notes == (
        'in sheet "KPIs" rows 9, 10 are left out: each holds one text alone, as titles and notes do',
        'in sheet "KPIs" row 8 is left out: each is a total: "Total"',
    )


def test_two_rows_of_heading_are_read_from_text_that_cannot_merge(tmp_path):
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in KPI_ROWS)
    intake = read(tmp_path, text, KPI)
    assert get_column(intake, "value") == [12, None, 15, 10]


def test_columns_can_be_named_by_both_rows_of_their_heading(tmp_path):
    mapping = (
        KPI[: KPI.index("unpivot")]
        .replace('"[B]"}', '"[B]", value: "2023/24 | %"}')
        .replace("unit:", "period: 2023/24, unit:")
    )
    path = merge(write_workbook(tmp_path, "kpis.xlsx", KPIs=KPI_ROWS), "C3:E3", "F3:H3")
    assert get_column(read_file(path, parse_mapping("m.yaml", mapping)), "value") == [15, 10]


def test_a_fault_in_a_workbook_names_sheet_row_column_rule_and_what_was_got(tmp_path):
    rows = [*KPI_ROWS[:6], ["E09000030", "Tower Hamlets", 95, 90, "much", 9, 90, 10.0]]
    intake = read_file(write_workbook(tmp_path, "kpis.xlsx", KPIs=rows), parse_mapping("m.yaml", KPI))
    assert get_faults(intake) == [
        'kpis.xlsx, sheet "KPIs", row 7, column C "2022/23 | Count": the count is more than the denominator, of which it is a part; got count 95, denominator 90',
        'kpis.xlsx, sheet "KPIs", row 7, column E "2022/23 | %": is no number, and no sign that is known: say what it means under "symbols" of the mapping; got much',
    ]


def test_cells_merged_over_rows_count_for_each_of_them(tmp_path):
    rows = [["area", "period", "value"], ["E09000025", 2020, 1], [None, 2021, 2], ["E09000030", 2021, 3]]
    path = merge(write_workbook(tmp_path, "a.xlsx", A=rows), "A2:A3")
    intake = read_file(path, parse_mapping("m.yaml", PLAIN))
    assert get_column(intake, "area") == ["E09000025", "E09000025", "E09000030"]
    assert intake.notes == ("merged cells are read as if what they hold stood in each of their rows",)


def test_cells_that_are_said_once_are_filled_down_where_the_mapping_says_so(tmp_path):
    text = "area,period,value\nE09000025,2020,1\n,2021,2\n"
    assert get_column(read(tmp_path, text, PLAIN + "fill_down: [area]\n"), "area") == ["E09000025"] * 2


def test_ages_side_by_side_become_rows(tmp_path):
    mapping = COUNTS.replace("count: count}", "}") + "unpivot: {columns: [0 to 90+], into: age}\n"
    intake = read(tmp_path, "area,all,0,00-04,90+\nE09000025,9,1,2,\n", mapping)
    assert list(zip(get_column(intake, "age"), get_column(intake, "count"), strict=True)) == [
        ("0", 1),
        ("0-4", 2),
        ("90+", None),
    ]


def test_the_parts_of_a_table_are_kept_or_left_out_and_said(tmp_path):
    text = "area,period,value,kind\nE09000025,2021,1,raw\nE09000025,2021,2,smooth\nE09000030,2021,3,raw\nE09000001,2021,3,old\n"
    kept = read(tmp_path, text, PLAIN + "keep: {kind: [raw, old]}\nleave_out: {kind: old}\n")
    assert get_column(kept, "value") == [1, 3]
    assert kept.notes == ('line 3 is left out: "kind" is not "raw" or "old"', 'line 5 is left out: "kind" is "old"')


def test_many_rows_left_out_are_counted(tmp_path):
    text = "area,period,value\nE09000025,2021,1\n" + "".join(f"note {n},,\n" for n in range(9))
    assert read(tmp_path, text).notes == ("9 rows are left out: each holds one text alone, as titles and notes do",)


def test_a_table_stops_where_the_mapping_says(tmp_path):
    text = "area,period,value\nE09000025,2021,1\nSummary,2021,7\nE09000030,2021,2\n"
    intake = read(tmp_path, text, PLAIN + "stop: [summary]\n")
    assert (get_column(intake, "value"), intake.notes) == (
        [1],
        ('lines 3, 4 are left out: the table ends at "summary"',),
    )


def test_the_last_row_can_be_named(tmp_path):
    assert get_column(read_values(tmp_path, "1", "2", mapping=PLAIN + "last: 2\n"), "value") == [1]


def test_records_are_counted(tmp_path):
    mapping = (
        "id: r\ntable: counts\ncount_rows: true\ncolumns: {group: [sex, answer]}\n"
        "constants: {area: E09000025, period: 2021, measure: answers}\n"
    )
    intake = read(tmp_path, "id,sex,answer\n1,F,yes\n2,F,yes\n3,M,\n4,,\n", mapping)
    rows = intake.rows.select(["group_type", "group", "count"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [("sex / answer", "F / yes", 2), ("sex", "M", 1), ("", "", 1)]
    assert intake.notes[-1] == "4 records were counted by group_type, group"


def test_records_are_counted_all_together_where_nothing_parts_them(tmp_path):
    mapping = "id: r\ntable: counts\ncount_rows: true\nconstants: {area: E09000025, period: 2021, measure: answers}\n"
    intake = read(tmp_path, "id,sex\n1,F\n2,M\n", mapping)
    assert get_column(intake, "count") == [2]


def test_sheets_are_chosen_by_pattern_and_their_name_can_say_something(tmp_path):
    rows = [["area", "period", "value"], ["E09000025", 2021, 1]]
    path = write_workbook(tmp_path, "a.xlsx", Notes=[["read me"]], Men=rows, Women=rows)
    mapping = parse_mapping("m.yaml", PLAIN + "sheets: ['*men']\nsheet_is: sex\n")
    assert get_column(read_file(path, mapping), "sex") == ["Male", "Female"]
    other = parse_mapping("m.yaml", PLAIN + "sheets: [People]\n")
    assert (
        get_error(read_file, path, other)
        == 'a.xlsx: there is no sheet "People"; the sheets are "Notes", "Men", "Women"'
    )


def test_what_the_source_says_of_a_value_becomes_a_marker_or_a_note(tmp_path):
    mapping = (
        PLAIN.replace("value: value}", "value: value, mark: status, note: note}")
        + "words: {mark: {Normal: '', Est.: modelled}}\n"
    )
    text = "area,period,value,status,note\nE09000001,2021,1,Normal,\nE09000002,2021,2,Est.,\nE09000003,2021,3,Odd,why\n"
    intake = read(tmp_path, text, mapping)
    assert get_column(intake, "marker") == ["", "modelled", ""]
    assert get_column(intake, "note") == ["", "", "why; Odd"]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (PLAIN.replace("value: value}", "value: valeu}"), 'a.csv, line 1: there is no column "valeu" (did you mean "value"?)'),
        (PLAIN.replace("value: value}", 'value: "[Z]"}'), "a.csv, line 1: there is no column [Z]: the table has 4"),
        (PLAIN.replace("value: value}", "value: twice}"), 'a.csv, line 1: there is no column "twice"'),
        (PLAIN + "header: [1, 2]\nunpivot: {columns: value, into: sex}\n", 'a.csv, line 2: "into" of the mapping has 1 parts and the heading 2 rows'),
        (PLAIN + "header: [9]\n", 'a.csv, line 9: there is no column "area"'),
        (PLAIN.replace("value: value", "") + "unpivot: {columns: value, into: values, roles: {x: value}}\n", '"roles" of the mapping does not say what figures are under "value"'),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_its_file_is_answered(tmp_path, mapping, sentence):
    assert sentence in get_error(read, tmp_path, "area,period,value,other\nE09000025,2021,1,\n", mapping)


def test_columns_of_one_name_are_told_apart_by_their_letter(tmp_path):
    text = "area,period,value,value\nE09000025,2021,1,2\n"
    assert get_error(read, tmp_path, text) == (
        'a.csv, line 1: several columns are called "value": name one by its letter, such as [C]; got C, D'
    )
    assert get_column(read(tmp_path, text, PLAIN.replace("value: value}", 'value: "[D]"}')), "value") == [2]


def test_columns_that_hold_nothing_cannot_be_unpivoted(tmp_path):
    path = write_workbook(tmp_path, "a.xlsx", A=[["Area", None, "x"], ["E09000025", None, 1]])
    mapping = parse_mapping(
        "m.yaml",
        COUNTS.replace("count: count}", "}").replace("area: area", "area: Area")
        + "unpivot: {columns: '[B]', into: age}\n",
    )
    assert get_error(read_file, path, mapping) == 'a.xlsx, sheet "A", row 1: no column to unpivot holds anything'


def test_a_file_of_blanks_and_a_heading_without_rows_are_said(tmp_path):
    assert get_error(read, tmp_path, " , \n,\n") == "a.csv: the file holds no values"
    assert get_faults(read(tmp_path, "area,period,value\n")) == ["a.csv: the table has no rows"]
    book = write_workbook(tmp_path, "a.xlsx", Full=[["a"]], Empty=[])
    mapping = parse_mapping("m.yaml", PLAIN + "sheets: [Empty]\n")
    assert get_error(read_file, book, mapping) == 'a.xlsx, sheet "Empty": the sheet is empty'


def test_more_faults_than_anybody_reads_are_counted(tmp_path):
    text = "area,period,value\n" + "".join(f"E09000025,{year},x{year}\n" for year in range(MOST_FAULTS + 5))
    faults = get_faults(read(tmp_path, text))
    assert len(faults) == MOST_FAULTS + 1
    assert "more faults like these" in faults[0]


def test_a_figure_that_is_the_same_in_every_row_can_be_a_constant(tmp_path):
    mapping = "id: p\ntable: counts\ncolumns: {area: area}\nconstants: {period: 2021, measure: libraries, count: 1}\n"
    assert get_column(read(tmp_path, "area,name\nE09000025,x\nE09000030,y\n", mapping), "count") == [1, 1]


def test_a_count_that_is_suppressed_beside_a_value_is_noted(tmp_path):
    text = "area,period,value,count,people,low,high\nE09000001,2021,50,*,10,40,60\nE09000002,2021,50,5,10,40,60\n"
    intake = read(tmp_path, text, PARTS)
    assert get_column(intake, "count") == [None, 5]
    assert get_column(intake, "note") == ["count: the source has *", ""]
