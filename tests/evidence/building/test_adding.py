"""Adding up: against a slow twin, exact to the last person, and missing where a part is."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.evidence.building.adding import Within, plan_adding
from fiftysteps.evidence.building.cells import Cells, merge_areas, sum_cells

_TYPES: dict[str, pa.DataType] = {"area": pa.string(), "within": pa.string(), "weight": pa.float64()}
SCHEMA = pa.schema(_TYPES)
PARTS, WHOLES = ["A", "B", "C", "D", "E"], ["X", "Y", "Z"]


def make_within(pairs: list[tuple[str, str, float]]) -> Within:
    rows = [{"area": part, "within": whole, "weight": weight} for part, whole, weight in pairs]
    return Within.from_table(pa.Table.from_pylist(rows, schema=SCHEMA))


def make_cells(numbers: dict[str, float]) -> Cells:
    areas = np.array(sorted(numbers), dtype=str)
    return Cells(areas, np.array([[[numbers[area]] for area in areas.tolist()]], dtype=float))


def add(numbers: dict[str, float], pairs: list[tuple[str, str, float]]) -> dict[str, float]:
    """The sums by whole; not a number where one is missing."""
    cells = make_cells(numbers)
    adding = plan_adding(cells.areas, make_within(pairs))
    if adding is None:
        return {}
    return dict(zip(adding.units.tolist(), adding.add(cells)[0, :, 0].tolist(), strict=True))


def add_slowly(numbers: dict[str, float], pairs: list[tuple[str, str, float]]) -> dict[str, float]:
    sums = {}
    for whole in {whole for _, whole, _ in pairs}:
        parts = [(part, weight) for part, within, weight in pairs if within == whole]
        if any(part in numbers for part, _ in parts):
            sums[whole] = sum(numbers.get(part, float("nan")) * weight for part, weight in parts)
    return sums


counts = st.dictionaries(st.sampled_from(PARTS), st.integers(0, 2**40).map(float), min_size=1)
pairs = st.lists(
    st.tuples(st.sampled_from(PARTS), st.sampled_from(WHOLES), st.sampled_from([1.0, 0.5, 0.25])),
    max_size=12,
    unique_by=lambda pair: pair[:2],
)


@given(counts, pairs)
def test_sums_are_those_of_adding_one_by_one(numbers: dict[str, float], lookup: list[tuple[str, str, float]]) -> None:
    found, wanted = add(numbers, lookup), add_slowly(numbers, lookup)
    assert found.keys() == wanted.keys()
    np.testing.assert_allclose([found[key] for key in wanted], list(wanted.values()), rtol=1e-15)


@given(st.dictionaries(st.sampled_from(PARTS), st.integers(0, 2**45), min_size=1))
def test_people_are_added_up_to_the_last_one(numbers: dict[str, int]) -> None:
    lookup = [(part, "X", 1.0) for part in numbers]
    assert add({part: float(count) for part, count in numbers.items()}, lookup) == {"X": sum(numbers.values())}


def test_sum_is_missing_where_a_part_has_no_count() -> None:
    found = add({"A": 3.0}, [("A", "X", 1.0), ("B", "X", 1.0), ("A", "Y", 1.0)])
    assert np.isnan(found["X"])
    assert found["Y"] == 3


def test_whole_of_which_nothing_was_counted_is_left_out() -> None:
    assert add({"A": 3.0}, [("A", "X", 1.0), ("C", "Z", 1.0)]) == {"X": 3}


def test_parts_are_divided_into_the_groups_they_are_in() -> None:
    within = make_within([(part, "X", 1.0) for part in "ABC"]).divide({"A": "1", "B": "2"})
    cells = make_cells({"A": 1.0, "B": 2.0, "C": 4.0})
    adding = plan_adding(cells.areas, within)
    assert adding is not None
    sums = zip(adding.units.tolist(), adding.groups.tolist(), adding.add(cells)[0, :, 0].tolist(), strict=True)
    assert list(sums) == [("X", "1", 1.0), ("X", "2", 2.0)]


def test_adding_leaves_the_cells_as_they_were() -> None:
    cells = make_cells({"A": 1.0, "B": 2.0})
    before = cells.values.copy()
    adding = plan_adding(cells.areas, make_within([("A", "X", 0.5), ("B", "X", 1.0)]))
    assert adding is not None
    adding.add(cells)
    assert np.array_equal(cells.values, before)


def test_sum_of_years_is_missing_for_an_area_that_one_year_lacks() -> None:
    one, other = make_cells({"A": 1.0, "B": 2.0}), make_cells({"B": 5.0})
    total = sum_cells([one, other])
    assert merge_areas(one, other).tolist() == ["A", "B"]
    assert np.isnan(total.values[0, 0, 0])
    assert total.values[0, 1, 0] == 7
