"""Age bands as sources write them, and the finest bands that several of them have in common."""

import pytest

from fiftysteps.evidence.building.ages import END, Band, find_common, read_band, read_bands
from fiftysteps.stats import get_standard

FIVE_YEARS = ("0-4", *(f"{age}-{age + 4}" for age in range(5, 90, 5)), "90+")
SINGLE_YEARS = (*map(str, range(90)), "90+")


@pytest.mark.parametrize(
    ("label", "first", "last"), [("0", 0, 0), ("5-9", 5, 9), ("90+", 90, END), ("0-4", 0, 4), ("85-89", 85, 89)]
)
def test_band_is_read_from_its_label(label: str, first: int, last: int) -> None:
    assert read_band(label) == Band(first, last, label)


@pytest.mark.parametrize("label", ["", "all", "5 to 9", "-5", "9-5", "5-", "+90", "１"])
def test_what_is_no_age_is_refused_with_what_was_got(label: str) -> None:
    with pytest.raises(ValueError, match=r"is no age such as|ends before it begins"):
        read_band(label)


def test_bands_come_from_the_youngest_whatever_order_they_stood_in() -> None:
    assert [band.label for band in read_bands(["90+", "0-4", "5-89"])] == ["0-4", "5-89", "90+"]


def test_bands_that_overlap_would_count_people_twice() -> None:
    with pytest.raises(ValueError, match=r"65-69 and 65\+ overlap"):
        read_bands(["65+", "65-69", "0-64"])


def test_bands_with_a_hole_between_them_leave_people_out() -> None:
    with pytest.raises(ValueError, match="there is a hole between 0-4 and 10-14"):
        read_bands(["0-4", "10-14"])


def test_single_years_are_gathered_into_the_bands_of_the_standard() -> None:
    common = find_common([read_bands(SINGLE_YEARS), read_bands(FIVE_YEARS), read_bands(get_standard("esp2013").bands)])
    assert common.labels == FIVE_YEARS
    assert common.find(read_band("7")) == 1
    assert common.find(read_band("90+")) == 18


def test_bands_of_a_standard_are_gathered_where_the_counts_end_earlier() -> None:
    standard = get_standard("esp2013")
    counts = (*FIVE_YEARS[:17], "85+")
    common = find_common([read_bands(counts), read_bands(standard.bands)])
    assert common.labels == counts
    people = dict(zip(standard.bands, map(float, standard.people), strict=True))
    # 85 to 89 and 90 and over of the European Standard Population 2013: 1,500 and 1,000 people.
    assert common.sum(people)[-1] == 2_500
    assert sum(common.sum(people)) == 100_000


def test_ages_that_only_one_of_them_has_play_no_part() -> None:
    common = find_common([read_bands(FIVE_YEARS[:15]), read_bands(FIVE_YEARS)])
    assert common.labels == FIVE_YEARS[:15]
    assert sum(common.sum(dict.fromkeys(FIVE_YEARS, 1.0))) == 15


def test_bands_that_cross_have_nothing_in_common() -> None:
    with pytest.raises(ValueError, match="0-14, 15"):
        find_common([read_bands(["0-14", "15+"]), read_bands(["0-9", "10-19", "20+"]), read_bands(["5-9", "10+"])])
