"""Alpha as Krippendorff printed it: Computing Krippendorff's Alpha-Reliability (2011), sections A to D."""

import pytest

from fiftysteps.stats.coding.agreement import krippendorff_alpha

NO = float("nan")
FOUR_CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
    [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
]


def test_two_coders_and_two_codes() -> None:
    codes = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    assert float(krippendorff_alpha(codes).value) == pytest.approx(0.095, abs=0.0005)


def test_two_coders_and_five_labels() -> None:
    codes = [list("aabbdcccedda"), list("babbbccceddd")]
    assert float(krippendorff_alpha(codes).value) == pytest.approx(0.692, abs=0.0005)


@pytest.mark.parametrize(
    ("measurement", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_four_coders_with_codes_missing(measurement: str, alpha: float) -> None:
    result = krippendorff_alpha(FOUR_CODERS, measurement=measurement)
    assert float(result.value) == pytest.approx(alpha, abs=0.0005)
    # Eleven units have 40 codes that can be compared; the twelfth has one alone.
    assert (result.units, result.codes, result.left_out) == (11, 40, 1)
