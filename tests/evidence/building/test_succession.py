"""Of areas that are no more and those that replaced them, only those that were counted are parts."""

import pytest

from fiftysteps.evidence.building.succession import BETWEEN, find_covered, keep_level
from fiftysteps.evidence.ingest.areas import SUCCESSORS as SUCCESSORS_OF_ENGLAND

# A was split into B and C; D and E became F; G only changed its bounds and kept its code.
SUCCESSORS = {"A": ("B", "C"), "D": ("F",), "E": ("F",), "G": ("G", "H")}


@pytest.mark.parametrize(
    ("counted", "covered"),
    [
        (["B", "C", "F", "G", "H"], {"A", "D", "E"}),
        (["A", "D", "E", "G"], {"B", "C", "F", "H"}),
        (["B"], set()),
        (["D"], set()),
        (["A", "B", "C"], {"A"}),
        ([], set()),
    ],
)
def test_area_is_covered_where_all_that_replaced_it_or_that_it_replaced_were_counted(
    counted: list[str], covered: set[str]
) -> None:
    assert find_covered(counted, SUCCESSORS) == covered


def test_nobody_is_counted_twice_where_old_and_new_areas_were_both_counted() -> None:
    counted = {"A", "B", "C"}
    assert counted - find_covered(counted, SUCCESSORS) == {"B", "C"}


def test_new_authority_is_covered_by_its_districts_though_it_replaced_their_county_too() -> None:
    # Cumberland replaced three districts, and Cumbria with Westmorland and Furness.
    known = dict.fromkeys(("E07000026", "E07000028", "E07000029"), ("E06000063",))
    known["E10000006"] = ("E06000063", "E06000064")
    kept = keep_level(known, "borough")
    assert "E10000006" not in kept
    assert find_covered(["E07000026", "E07000028", "E07000029"], kept) == {"E06000063"}


def test_what_was_between_the_first_and_the_last_covers_both() -> None:
    known = {**SUCCESSORS_OF_ENGLAND, **BETWEEN}
    counted = ["E07000187", "E07000188", "E07000189", "E07000246"]
    covered = find_covered(counted, keep_level(known, "borough"))
    assert {"E06000066", "E07000190", "E07000191"} <= covered
