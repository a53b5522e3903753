"""No cell of a file that leaves us starts a formula."""

import pytest

from fiftysteps.core.safe_cell import get_safe_cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_could_start_a_formula_gets_an_apostrophe(start: str) -> None:
    assert get_safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(("value", "cell"), [(None, ""), ("", ""), ("a=b", "a=b"), (-1.5, -1.5), (0, 0)])
def test_everything_else_is_left_as_it_is(value: object, cell: object) -> None:
    assert get_safe_cell(value) == cell
