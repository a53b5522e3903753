"""Contrast by WCAG 2.2."""

import pytest

from fiftysteps.core.colour import get_contrast


@pytest.mark.parametrize(
    ("first", "second", "contrast"),
    # WCAG 2.2: black on white is 21 to 1, a colour on itself 1 to 1; #767676 is the lightest grey with 4.5 on white.
    [
        ("#000000", "#ffffff", 21.0),
        ("#0b5b56", "#0b5b56", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_contrast_is_that_of_the_guidelines_both_ways(first: str, second: str, contrast: float) -> None:
    assert get_contrast(first, second) == pytest.approx(contrast, abs=0.005)
    assert get_contrast(second, first) == get_contrast(first, second)
