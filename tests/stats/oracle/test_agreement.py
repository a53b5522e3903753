"""The package krippendorff, which is under the GPL and only called here, on random codes."""

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fiftysteps.stats.coding.agreement import krippendorff_alpha

MATRIX = st.tuples(st.integers(2, 6), st.integers(2, 14)).flatmap(
    lambda shape: st.lists(
        st.lists(st.one_of(st.just(np.nan), st.integers(0, 6).map(float)), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@pytest.mark.parametrize("measurement", ["nominal", "ordinal", "interval", "ratio"])
@settings(max_examples=50, deadline=None)
@given(MATRIX)
def test_alpha_is_that_of_the_package(measurement: str, matrix: list[list[float]]) -> None:
    ours = krippendorff_alpha(matrix, measurement=measurement, repetitions=2)
    assume(not ours.reason)
    theirs = krippendorff.alpha(np.array(matrix), level_of_measurement=measurement)
    assert float(ours.value) == pytest.approx(theirs, rel=1e-9, abs=1e-9)
