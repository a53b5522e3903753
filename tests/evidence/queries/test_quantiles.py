"""In which fifth each area lies."""

from fiftysteps.evidence.queries.quantiles import get_quantiles
from tests.evidence.numbers import observe

AREAS = [f"E0900000{number}" for number in range(1, 8)]


def test_areas_are_put_into_fifths_from_the_lowest_value() -> None:
    rows = [observe(float(number), area=area) for number, area in enumerate(AREAS[:5])]
    assert get_quantiles(rows, AREAS[:5], "2021") == dict(zip(AREAS, (1, 2, 3, 4, 5), strict=False))


def test_areas_without_a_value_or_of_another_period_are_left_out() -> None:
    rows = [observe(float(number), area=area) for number, area in enumerate(AREAS[:5])]
    rows += [observe(None, area=AREAS[5]), observe(9.0, area=AREAS[6], period="2011")]
    assert set(get_quantiles(rows, AREAS, "2021")) == set(AREAS[:5])


def test_fewer_areas_than_fifths_have_none() -> None:
    assert get_quantiles([observe(1.0, area=AREAS[0])], AREAS, "2021") == {}
    assert get_quantiles([], AREAS, "2021") == {}
