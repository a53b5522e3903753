import pytest

from fiftysteps.stats.estimates.standards import StandardPopulation, get_standard


@pytest.mark.parametrize(("name", "bands"), [("esp2013", 19), ("esp2013_infants", 20)])
def test_a_standard_population_has_a_hundred_thousand_people_in_bands_that_follow_one_another(
    name: str, bands: int
) -> None:
    standard = get_standard(name)
    assert (sum(standard.people), len(standard.bands)) == (100_000, bands)
    ends = [band.rstrip("+").split("-") for band in standard.bands]
    assert ends[0][0] == "0"
    assert [int(next_band[0]) for next_band in ends[1:]] == [int(band[-1]) + 1 for band in ends[:-1]]
    assert standard.bands[-1] == "90+"


def test_infants_and_small_children_are_together_the_youngest_band() -> None:
    apart, together = get_standard("esp2013_infants"), get_standard("esp2013")
    assert (apart.bands[:2], apart.people[:2]) == (("0", "1-4"), (1_000, 4_000))
    assert apart.people[2:] == together.people[1:]


def test_a_standard_that_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match='there is none called "esp1976"; there are "esp2013", "esp2013_infants"'):
        get_standard("esp1976")


@pytest.mark.parametrize(
    ("people", "said"), [((1, 2, 3), "3 numbers do not fit 2 bands"), ((1, 0), "every band needs people")]
)
def test_a_standard_that_does_not_fit_its_bands_is_refused(people: tuple[int, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        StandardPopulation("mine", ("0-64", "65+"), people, "made up")
