"""The figures of a recipe, from counts that are stored to observations that are read."""

from pathlib import Path
from typing import Any

import pytest

from fiftysteps.evidence.actions.build_indicators import Built, Outcome, plan_builds, run_builds
from fiftysteps.evidence.models import Area, AreaSuccession
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.queries.observations import get_every_observation
from fiftysteps.stats import directly_standardised_rate, indirectly_standardised_ratio, life_expectancy, proportion
from tests.evidence.building.counting import (
    BECKTON,
    BOLEYN,
    ELSEWHERE,
    HACKNEY,
    SMALL,
    make_areas,
    make_built,
    make_homes,
    make_recipe,
    release_counts,
    release_index,
    row,
)
from tests.evidence.numbers import ENGLAND, LONDON, NEWHAM

pytestmark = pytest.mark.django_db
AGES = ("0-4", *(f"{age}-{age + 4}" for age in range(5, 90, 5)), "90+")
INDEX = {"dataset": "index", "tenth": "imd_decile", "rank": "imd_rank"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    make_areas()


def build(slug: str = "crowding") -> Built:
    return next(built for built in run_builds(plan_builds([slug])))


def find(slug: str = "crowding", **wanted: str) -> dict[tuple[str, str], Observation]:
    """The observations of an indicator that are what is wanted, by area and group."""
    rows = [
        row for row in get_every_observation(slug) if all(getattr(row, key) == text for key, text in wanted.items())
    ]
    return {(row.area, row.group): row for row in rows}


def test_counts_of_small_areas_are_added_up_to_wards_and_boroughs() -> None:
    release_counts(make_homes())
    make_built()

    assert build().outcome is Outcome.BUILT

    found = find(group_type="")
    assert (found[SMALL[1], ""].count, found[SMALL[1], ""].denominator, found[SMALL[1], ""].value) == (20, 100, 20)
    assert (found[BECKTON, ""].count, found[BECKTON, ""].denominator) == (60, 300)
    assert (found[BOLEYN, ""].count, found[NEWHAM, ""].count, found[NEWHAM, ""].value) == (90, 150, 30)
    wilson = proportion(150, 500, multiplier=100).intervals[0.95]
    assert found[NEWHAM, ""].lower_95 == pytest.approx(float(wilson.lower), rel=1e-12)
    assert found[NEWHAM, ""].upper_95 == pytest.approx(float(wilson.upper), rel=1e-12)


def test_figure_names_what_it_is_computed_from_and_is_no_surer_than_that() -> None:
    release_counts([each for each in make_homes() if each["measure"] == "crowded"], dataset="survey", confidence="low")
    release_counts([each for each in make_homes() if each["measure"] == "homes"])
    make_built(recipe=make_recipe(numerator={"dataset": "survey", "measure": "crowded"}))

    build()

    newham = find()[NEWHAM, ""]
    assert newham.source_title == "Computed from: Source of survey; Source of homes"
    assert (newham.nature, newham.confidence, newham.dataset) == ("real", "low", "built-crowding")


def test_figure_from_an_illustrative_count_is_illustrative() -> None:
    release_counts(make_homes(), nature="illustrative", confidence="")
    make_built()

    build()

    assert {(each.nature, each.confidence) for each in get_every_observation("crowding")} == {("illustrative", "")}


def test_area_of_which_a_part_was_not_counted_has_no_figure() -> None:
    release_counts([each for each in make_homes() if (each["area"], each["measure"]) != (SMALL[0], "crowded")])
    make_built()

    built = build()

    found = find()
    assert found[BECKTON, ""].value is None
    assert (found[BECKTON, ""].marker, found[BECKTON, ""].note) == ("missing", "The numerator is missing.")
    assert found[BOLEYN, ""].value == 45
    assert "3 figures are missing: The numerator is missing." in built.notes


def test_what_is_missing_is_none_where_the_recipe_says_so() -> None:
    release_counts([each for each in make_homes() if (each["area"], each["measure"]) != (SMALL[0], "crowded")])
    make_built(recipe=make_recipe(missing_as_zero=True))

    build()

    assert (find()[BECKTON, ""].count, find()[SMALL[0], ""].value) == (50, 0)


def test_group_that_an_area_lacks_makes_its_sum_missing_not_small() -> None:
    faiths = [
        row(area, "people", 50, group_type="Religion", group=faith) for area in SMALL for faith in ("A", "B", "C")
    ]
    release_counts([each for each in faiths if (each["area"], each["group"]) != (SMALL[0], "B")], dataset="census")
    part = {"dataset": "census", "measure": "people", "where": {"group_type": "Religion", "group": ["A", "B"]}}
    make_built(recipe=make_recipe(numerator=part, denominator={"dataset": "census", "measure": "people"}))

    build()

    assert find()[SMALL[0], ""].value is None
    assert find()[SMALL[1], ""].value == pytest.approx(200 / 3)


def test_figures_are_divided_by_national_tenths_and_fifths_and_by_local_fifths() -> None:
    release_counts(make_homes())
    tenths = dict(zip(SMALL, (1.0, 2.0, 3.0, 3.0, 9.0), strict=True))
    release_index({area: (tenth, 100.0 * number) for number, (area, tenth) in enumerate(tenths.items())})
    every = {"by": ["national-tenths", "national-fifths", "local-fifths"]}
    make_built(recipe=make_recipe(levels=["ward", "borough", "region"], deprivation=INDEX | every))

    build()

    tenth = find(group_type="deprivation-tenth")
    assert {key: each.count for key, each in tenth.items() if key[0] == NEWHAM} == {
        (NEWHAM, "1"): 10,
        (NEWHAM, "2"): 20,
        (NEWHAM, "3"): 70,
        (NEWHAM, "9"): 50,
    }
    fifth = find(group_type="deprivation-fifth")
    assert [fifth[NEWHAM, group].count for group in ("1", "2", "5")] == [30, 70, 50]
    assert fifth[LONDON, "1"].denominator == 200
    local = find(group_type="deprivation-fifth-local")
    assert [local[NEWHAM, str(group)].count for group in range(1, 6)] == [10, 20, 30, 40, 50]
    assert {area for area, _ in local} == {NEWHAM}
    assert {area for area, _ in (*tenth, *fifth)} == {NEWHAM, LONDON}


def test_local_fifths_can_be_told_by_score_of_which_the_highest_is_the_most_deprived() -> None:
    release_counts(make_homes())
    release_index({area: (1.0, float(number)) for number, area in enumerate(SMALL)})
    index = {"dataset": "index", "score": "imd_rank", "by": ["local-fifths"]}
    make_built(recipe=make_recipe(deprivation=index))

    build()

    assert find(group_type="deprivation-fifth-local")[NEWHAM, "1"].count == 50


def test_figures_are_divided_by_sex_for_boroughs_and_larger_areas() -> None:
    people = [
        row(area, measure, count, sex=sex)
        for area in SMALL
        for sex, crowded in (("Female", 10), ("Male", 30))
        for measure, count in (("crowded", crowded), ("homes", 50))
    ]
    release_counts(people)
    make_built(recipe=make_recipe(groups=["sex"]))

    build()

    assert {area for area, _ in find(group_type="sex")} == {NEWHAM}
    assert [find(group_type="sex")[NEWHAM, sex].value for sex in ("Female", "Male")] == [20, 60]
    assert find(group_type="")[NEWHAM, ""].value == 40


def make_deaths(area: str, *, deaths: float, people: float, dying: float = 1.0) -> list[dict[str, Any]]:
    """Deaths and people by age and sex, both rising with age at a pace of their own."""
    return [
        row(area, measure, count, age=age, sex=sex)
        for sex in ("Female", "Male")
        for number, age in enumerate(AGES)
        for measure, count in (
            ("deaths", round(deaths * (1 + dying * number))),
            ("people", round(people * (20 - 0.7 * number))),
        )
    ]


def make_mortality(**changes: Any) -> dict[str, Any]:
    parts = {name: {"dataset": "deaths", "measure": name} for name in ("deaths", "people")}
    return make_recipe(numerator=parts["deaths"], denominator=parts["people"]) | changes


def take(area: str, rows: list[dict[str, Any]], measure: str) -> list[float]:
    """The counts of an area by age, both sexes together."""
    mine = [each for each in rows if (each["area"], each["measure"]) == (area, measure)]
    return [sum(each["count"] for each in mine if each["age"] == age) for age in AGES]


def test_directly_standardised_rate_is_that_of_the_statistics() -> None:
    rows = [each for number, area in enumerate(SMALL) for each in make_deaths(area, deaths=2 + number, people=300)]
    release_counts(rows, dataset="deaths")
    make_built(
        recipe=make_mortality(groups=["sex"]),
        method="directly-standardised-rate",
        unit="per 100,000 people",
        standard_population="esp2013",
    )

    build()

    standard = [5_000, *[5_500] * 3, *[6_000] * 2, 6_500, *[7_000] * 4, 6_500, 6_000, 5_500, 5_000, 4_000, 2_500, 1_500]
    result = directly_standardised_rate(
        take(SMALL[2], rows, "deaths"), take(SMALL[2], rows, "people"), [*standard, 1_000]
    )
    found = find(group_type="")[SMALL[2], ""]
    assert found.value == pytest.approx(result.value[0], rel=1e-12)
    assert found.upper_95 == pytest.approx(result.intervals[0.95].upper[0], rel=1e-12)
    assert found.count == sum(take(SMALL[2], rows, "deaths"))
    assert set(find(group_type="sex")) == {(NEWHAM, "Female"), (NEWHAM, "Male")}


def test_indirectly_standardised_ratio_compares_with_the_rates_of_the_benchmark() -> None:
    rows = [each for number, area in enumerate(SMALL) for each in make_deaths(area, deaths=2 + number, people=300)]
    release_counts(rows, dataset="deaths")
    make_built(
        recipe=make_mortality(levels=["ward", "country"]),
        method="indirectly-standardised-ratio",
        unit="per 100 expected",
        benchmark=Area.objects.get(code=ENGLAND),
    )
    Area.objects.filter(code=ELSEWHERE).delete()

    build()

    wards = {
        area: [sum(each) for each in zip(*(take(a, rows, area) for a in SMALL[:3]), strict=True)]
        for area in ("deaths", "people")
    }
    england = {
        area: [sum(each) for each in zip(*(take(a, rows, area) for a in SMALL), strict=True)]
        for area in ("deaths", "people")
    }
    result = indirectly_standardised_ratio(
        wards["deaths"], wards["people"], england["deaths"], england["people"], multiplier=100
    )
    assert find()[BECKTON, ""].value == pytest.approx(result.value[0], rel=1e-12)
    assert find()[ENGLAND, ""].value == pytest.approx(100, rel=1e-12)


def test_life_expectancy_is_that_of_the_statistics() -> None:
    rows = make_deaths(SMALL[0], deaths=4, people=500, dying=2.0)
    release_counts(rows, dataset="deaths")
    make_built(recipe=make_mortality(levels=["lsoa"]), method="life-expectancy", unit="years")

    build()

    starts = [int(age.split("-")[0].rstrip("+")) for age in AGES]
    result = life_expectancy(take(SMALL[0], rows, "deaths"), take(SMALL[0], rows, "people"), starts, at=0)
    found = find()[SMALL[0], ""]
    assert found.value == pytest.approx(result.value[0, 0], rel=1e-12)
    assert found.lower_95 == pytest.approx(result.intervals[0.95].lower[0, 0], rel=1e-12)


def test_count_has_neither_an_interval_nor_a_denominator() -> None:
    release_counts(make_homes())
    make_built(recipe=make_recipe(denominator=None), method="count", unit="homes")

    build()

    newham = find()[NEWHAM, ""]
    assert (newham.value, newham.count, newham.lower_95, newham.denominator) == (150, 150, None, None)


def test_people_of_each_year_are_added_up_for_years_that_are_pooled() -> None:
    deaths = [row(area, "crowded", 30, period="2019-21") for area in SMALL]
    people = [row(area, "homes", 100 + year, period=str(2019 + year)) for area in SMALL for year in range(3)]
    release_counts([*deaths, *people])
    make_built(recipe=make_recipe(levels=["borough"]), method="rate", unit="per 1,000 homes")

    build()

    assert find()[NEWHAM, ""].denominator == 5 * 303


def test_period_without_a_denominator_is_left_out_and_said() -> None:
    release_counts([*make_homes(), *(row(area, "crowded", 1, period="2011") for area in SMALL)])
    make_built()

    built = build()

    assert {each.period for each in get_every_observation("crowding")} == {"2021"}
    assert "left out, for want of a denominator: 2011" in built.notes


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"numerator": {"dataset": "hoems", "measure": "crowded"}}, '(did you mean "homes"?); got "hoems"'),
        ({"numerator": {"dataset": "homes", "measure": "crowd"}}, 'of "numerator" must be a measure of homes'),
        ({"areas": "ward"}, '"areas" says ward, and the counts of "numerator" are of no such area'),
        ({"deprivation": INDEX | {"by": ["national-tenths"]}}, 'must be one with observations; got "index"'),
        ({"groups": ["sex"]}, '"groups" asks for sex'),
    ],
)
def test_recipe_that_cannot_be_built_is_refused_with_the_reason(changes: dict[str, Any], said: str) -> None:
    release_counts(make_homes())
    make_built(recipe=make_recipe(**changes))

    built = build()

    assert built.outcome is Outcome.REFUSED
    assert any(said in str(fault) for fault in built.faults)
    assert all(str(fault).startswith("indicator crowding: ") for fault in built.faults)
    assert get_every_observation("crowding") == ()


def test_faults_of_both_parts_are_said_at_once() -> None:
    release_counts(make_homes())
    make_built(
        recipe=make_recipe(**{name: {"dataset": "homes", "measure": "x"} for name in ("numerator", "denominator")})
    )
    assert len(build().faults) == 2


def test_part_that_is_more_than_its_whole_is_refused() -> None:
    release_counts(make_homes(**{SMALL[3]: 101}))
    make_built()
    assert f"the numerator is more than the denominator, of which it is a part: {SMALL[3]}" in str(build().faults[0])


def test_level_for_which_there_is_no_look_up_is_said() -> None:
    release_counts(make_homes())
    make_built(recipe=make_recipe(levels=["lsoa", "icb"]))
    assert "none for integrated care boards: no look-up says which of the areas counted lie in them" in build().notes


def test_other_boroughs_are_added_up_too() -> None:
    release_counts(make_homes())
    make_built()
    build()
    assert find()[HACKNEY, ""].value == 60


@pytest.mark.parametrize("counted", [(SMALL[0],), (SMALL[3], SMALL[4])])
def test_area_that_was_split_is_no_missing_part_beside_those_that_replaced_it(counted: tuple[str, ...]) -> None:
    old, *new = (Area.objects.get(code=code) for code in (SMALL[0], SMALL[3], SMALL[4]))
    Area.objects.filter(code__in=(SMALL[1], SMALL[2], ELSEWHERE)).delete()
    for each in new:
        AreaSuccession.objects.create(old=old, new=each)
    release_counts([each for each in make_homes() if each["area"] in counted])
    make_built(recipe=make_recipe(levels=["borough"]))

    build()

    assert find()[NEWHAM, ""].denominator == 100 * len(counted)
