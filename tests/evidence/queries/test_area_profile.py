"""How a place compares with its country, measure by measure, and what its gaps and its people are."""

import csv
from pathlib import Path
from typing import Any

import pytest

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.models import Area, Indicator
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.profile_output import CSV_COLUMNS, get_csv, get_lines, say_profile
from fiftysteps.evidence.queries.area_profile import LEAST_FOR_SPREAD, get_area_profile, has_profile
from fiftysteps.evidence.queries.deprivation_gaps import Core20, get_core20, get_deprivation_gaps
from fiftysteps.evidence.queries.pyramid import get_pyramid
from tests.evidence.numbers import (
    ENGLAND,
    LONDON,
    NEWHAM,
    count_people,
    make_area,
    make_indicator,
    observe,
    release_observations,
    release_populations,
)

pytestmark = pytest.mark.django_db
LSOAS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "newham" / "lsoas.csv"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def newham() -> Area:
    england = make_area(ENGLAND, "England", type="country")
    england.save()
    london = make_area(LONDON, "London", type="region", parent=england)
    london.save()
    area = make_area(parent=london)
    area.save()
    return area


def judged(value: float, **changes: Any) -> Observation:
    return observe(value, **({"lower_95": value - 1, "upper_95": value + 1} | changes))


def define(slug: str, **changes: Any) -> Indicator:
    indicator = make_indicator(slug=slug, plain_name=f"Measure {slug}", **changes)
    indicator.save()
    return indicator


def test_a_place_is_compared_in_the_newest_period_that_its_country_has_too(newham: Area) -> None:
    define("profile-a")
    release_observations(
        [
            judged(20.0, indicator="profile-a"),
            observe(10.0, indicator="profile-a", area=ENGLAND),
            judged(15.0, indicator="profile-a", area=LONDON),
            judged(99.0, indicator="profile-a", period="2022"),
        ]
    )
    profile = get_area_profile(newham)
    (row,) = profile.rows
    assert (row.when, row.own.value, row.own.outcome) == (parse_period("2021"), 20.0, "worse")
    assert (row.country.value, row.above.value, row.above.outcome) == (10.0, 15.0, "worse")
    assert (profile.country.name, profile.above.name) == ("England", "London")
    assert say_profile(profile) == "Of 1 measure of Newham beside England: 1 worse."
    assert list(get_lines(profile))[1] == "worse       Measure profile-a: 20.0%, England 10.0% (2021)"


def test_what_has_no_likely_range_is_not_judged_unless_its_source_judges(newham: Area) -> None:
    define("profile-b", polarity="higher")
    define("profile-c")
    release_observations(
        [
            observe(20.0, indicator="profile-b", note="Source's own judgement: better than England."),
            observe(10.0, indicator="profile-b", area=ENGLAND),
            observe(20.0, indicator="profile-c", note="Source's own judgement: better than London."),
            observe(10.0, indicator="profile-c", area=ENGLAND),
        ]
    )
    first, second = get_area_profile(newham).rows
    assert (first.own.outcome, first.own.is_by_source) == ("better", True)
    assert (second.own.outcome, second.own.is_by_source) == ("", False)
    assert get_area_profile(newham).count() == {"better": 1, "": 1}


def test_counts_archived_measures_and_those_without_the_country_are_left_out(newham: Area) -> None:
    define("profile-d", method="count")
    define("profile-e", archived=True)
    define("profile-f")
    rows = [judged(20.0, indicator=f"profile-{letter}") for letter in "def"]
    rows += [observe(10.0, indicator=f"profile-{letter}", area=ENGLAND) for letter in "de"]
    release_observations(rows)
    assert get_area_profile(newham).rows == ()
    assert say_profile(get_area_profile(newham)) == (
        "No measure is held for Newham and for England in the same period."
    )


@pytest.mark.parametrize(("places", "is_there"), [(LEAST_FOR_SPREAD - 1, False), (LEAST_FOR_SPREAD, True)])
def test_a_range_needs_ten_places_of_the_same_kind(newham: Area, places: int, *, is_there: bool) -> None:
    slug = f"profile-spread-{places}"
    define(slug)
    rows = [observe(10.0, indicator=slug, area=ENGLAND), judged(1.0, indicator=slug)]
    rows += [judged(float(at), indicator=slug, area=f"E090000{at:02}") for at in range(2, places + 1)]
    rows.append(judged(500.0, indicator=slug, area="E05000001"))
    release_observations(rows, dataset=slug)
    (row,) = get_area_profile(newham).rows
    assert row.held == places
    assert (row.spread is not None) == is_there
    if row.spread:
        assert (row.spread.least, row.spread.most, row.spread.areas) == (1.0, float(places), places)


def test_a_hidden_figure_is_in_no_profile(newham: Area) -> None:
    define("profile-g", disclosure_rule="hiv_and_sti", method="rate")
    release_observations(
        [
            judged(20.0, indicator="profile-g", count=3.0, denominator=500.0),
            observe(10.0, indicator="profile-g", area=ENGLAND, count=9_000.0, denominator=50_000_000.0),
        ]
    )
    assert get_area_profile(newham).rows == ()


def test_the_file_has_a_row_for_each_measure_and_no_formula(newham: Area) -> None:
    indicator = define("profile-h")
    indicator.name = "=1+1"
    indicator.save()
    release_observations([judged(20.0, indicator="profile-h"), observe(10.0, indicator="profile-h", area=ENGLAND)])
    head, row = get_csv(get_area_profile(newham)).splitlines()
    assert head.split(",") == list(CSV_COLUMNS)
    assert "'=1+1" in row
    assert "20.0,19.0,21.0,worse,95% interval,England,10.0" in row


def test_a_country_and_a_small_neighbourhood_have_no_profile(newham: Area) -> None:
    england = Area.objects.get(code=ENGLAND)
    assert say_profile(get_area_profile(england)) == "England lies in no place that it could be compared with."
    assert has_profile(newham)
    assert not has_profile(make_area("E01003485", "Newham 001A", type="lsoa"))


@pytest.mark.parametrize("kind", ["deprivation-fifth", "deprivation-fifth-local"])
def test_a_gap_is_between_the_fifths_that_were_asked_for(newham: Area, kind: Any) -> None:
    define("profile-i")
    shift = 0.0 if kind == "deprivation-fifth" else 5.0
    both = (("deprivation-fifth", 0.0), ("deprivation-fifth-local", 5.0))
    release_observations(
        [
            judged(30.0 + more - 4 * at, indicator="profile-i", denominator=1_000.0, group_type=name, group=str(at))
            for name, more in both
            for at in range(1, 6)
        ]
    )
    (gap,) = get_deprivation_gaps(newham, kind)
    assert (gap.first.value, gap.last.value) == (26.0 + shift, 10.0 + shift)
    assert gap.gap.value == pytest.approx(16.0)
    assert gap.relative.value == pytest.approx((26.0 + shift) / (10.0 + shift))
    assert gap.is_whole


def test_a_pyramid_has_shares_of_all_and_the_country_where_the_ages_are_the_same(newham: Area) -> None:
    rows = [
        count_people(number, dimension="age-sex", group=f"{sex} {ages}", sort=at, area=area)
        for area, scale in ((NEWHAM, 1), (ENGLAND, 100))
        for at, (sex, ages, number) in enumerate(
            (("Female", "0-19", 10 * scale), ("Male", "0-19", 20 * scale), ("Female", "20+", 30), ("Male", "20+", 40))
        )
    ]
    release_populations(rows)
    pyramid = get_pyramid(newham, Area.objects.get(code=ENGLAND))
    assert pyramid is not None
    assert [(band.ages, band.women, band.men) for band in pyramid.bands] == [("0-19", 10, 20), ("20+", 30, 40)]
    assert pyramid.bands[0].women_share == pytest.approx(10.0)
    assert [band.women for band in pyramid.country] == [1000, 30]
    assert pyramid.nature == "real"
    assert get_pyramid(Area.objects.get(code=LONDON), None) is None


def make_tenths(parent: Area, tenths: dict[str, float]) -> None:
    Area.objects.bulk_create(make_area(code, f"Part {code}", type="lsoa", parent=parent) for code in tenths)
    release_observations([observe(tenth, indicator="tenth", area=code) for code, tenth in tenths.items()])


def test_core20_counts_the_neighbourhoods_in_the_two_most_deprived_tenths_of_the_country(newham: Area) -> None:
    divided = define("crowding", recipe={"deprivation": {"tenth": "tenth"}})
    make_tenths(newham, {"E01000001": 1, "E01000002": 2, "E01000003": 3, "E01000004": 10})
    assert get_core20(newham, [divided]) == Core20(2, 4)
    assert get_core20(newham, [define("plain")]) is None
    other = define("another", recipe={"deprivation": {"tenth": "older-tenth"}})
    assert get_core20(newham, [divided, other]) is None
    assert get_core20(newham, [other]) is None


@pytest.mark.skipif(not LSOAS.is_file(), reason="The public figures belong beside the project, in shared/data.")
def test_core20_of_newham_is_84_of_its_185_neighbourhoods(newham: Area) -> None:
    with LSOAS.open(encoding="utf-8") as file:
        make_tenths(newham, {row["lsoa21_code"]: float(row["imd2025_decile"]) for row in csv.DictReader(file)})
    divided = define("crowding", recipe={"deprivation": {"tenth": "tenth"}})
    assert get_core20(newham, [divided]) == Core20(84, 185)
