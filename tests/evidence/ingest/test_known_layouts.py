import pytest

from fiftysteps.core.tables.sheet import Tables
from fiftysteps.evidence.ingest import read_file
from fiftysteps.evidence.ingest.known import find_layout, get_layouts
from tests.evidence.ingest.tables import get_column, write

FINGERTIPS = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,"
    "Value note,Recent Trend,Compared to {} value or percentiles,Compared to Region value or percentiles,"
    "Time period Sortable,New data,Compared to goal\n"
)


@pytest.mark.parametrize("whom", ["England", "Counties & UAs (from Apr 2023)"])
def test_a_fingertips_file_is_known_whatever_it_compares_with(tmp_path, whom):
    text = FINGERTIPS.format(whom) + (
        '1,"Rate, all\n",,,E92000001,England,Country,Persons,All ages,,,2018 - 20,5.5,5,6,4,7,10,100,,,x,,20180000,,\n'
        '1,"Rate, all\n",,,E09000025,Newham,LA,Female,<75,Decile,Most deprived,2020/21,,,,,,,,Value suppressed,,x,,20200000,,\n'
    )
    intake = read_file(write(tmp_path, text))
    assert (intake.layout, intake.faults) == ("fingertips", ())
    first, second = intake.rows.to_pylist()
    assert (first["indicator"], first["indicator_name"], first["period"]) == ("1", "Rate, all", "2018-20")
    assert (first["value"], first["lower_95"], first["upper_998"], first["count"]) == (5.5, 5, 7, 10)
    assert (second["group_type"], second["group"], second["marker"]) == ("Decile", "Most deprived", "missing")
    assert (second["note"], second["row"]) == ("Value suppressed", 4)


def test_every_layout_says_what_it_is_and_by_what_it_is_known():
    assert len(get_layouts()) >= 15
    for layout in get_layouts():
        assert layout.title
        assert len(layout.has_columns) >= 3
    assert len({layout.id for layout in get_layouts()}) == len(get_layouts())


def test_a_layout_with_more_columns_goes_before_one_with_fewer(tmp_path):
    head = "area_code,area_name,period,value,indicator,measure,unit,{}significance\n"
    row = "E09000025,Newham,2010-12,{},Life,Years,Years,{}Better\n"
    plain = read_file(write(tmp_path, head.format("") + row.format("80.5", "")))
    by_sex = read_file(write(tmp_path, head.format("group,") + row.format("NA", "Female,")))
    assert (plain.layout, by_sex.layout) == ("public-health-outcomes", "public-health-outcomes-by-sex")
    assert (get_column(by_sex, "sex"), get_column(by_sex, "marker")) == (["Female"], ["missing"])
    assert get_column(plain, "note") == ["Better"]


def test_a_file_of_no_sheets_or_several_has_no_known_layout():
    assert find_layout(Tables("a", ()).sheets) is None
