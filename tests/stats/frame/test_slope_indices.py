import math
import time

import numpy as np
import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.slope_indices import slope_index
from fiftysteps.stats.inequality import slope_indices as arrays
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {
    "area": ["b", "b", "a", "b", "a", "a"],
    "decile": [1, 2, 1, 3, 2, 3],
    "people": [10, 20, 30, 40, 50, 60],
    "rate": [9.0, 8.0, 7.0, 6.0, 5.0, None],
    "error": [0.1] * 6,
    "low": [8.0, 7.0, 6.0, 5.0, 4.0, 3.0],
    "high": [10.0, 9.0, 8.0, 7.0, 6.0, 5.0],
}
NAMES = {"quantile": "decile", "population": "people", "value": "rate"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("uncertainty", [{"se": "error"}, {"lower": "low", "upper": "high"}])
def test_each_group_gets_a_row_with_the_arrays_answer(kind: str, uncertainty: dict[str, str]) -> None:
    frame = build_frame(kind, ROWS)
    options = {"kind": "rate", "confidence": (0.95, 0.998), "multiplier": 10}
    result = slope_index(frame, **NAMES, **uncertainty, by="area", **options)
    assert type(result) is type(frame)
    columns = get_columns(result)
    bounds = ["lower_95", "upper_95", "lower_99_8", "upper_99_8"]
    expected = ["area", "sii", *(f"sii_{b}" for b in bounds), "rii", *(f"rii_{b}" for b in bounds), "method", "note"]
    assert list(columns) == expected
    given = {name: [ROWS[column][i] for i in (0, 1, 3)] for name, column in uncertainty.items()}
    alone = arrays.slope_index([9, 8, 6], [10, 20, 40], [1, 2, 3], **given, **options)
    assert columns["sii"][0] == pytest.approx(alone.sii[0], rel=1e-12)
    assert columns["rii_upper_99_8"][0] == pytest.approx(alone.rii_intervals[0.998].upper[0], rel=1e-12)
    assert columns["area"] == ["b", "a"]
    assert columns["note"] == ["", "A value is missing."]
    assert columns["method"] == ["closed form", ""]
    assert pd.isna(columns["sii"][1])


@pytest.mark.parametrize("kind", KINDS)
def test_the_method_of_simulated_bounds_reports_its_seed(kind: str) -> None:
    frame = build_frame(kind, {name: column[:2] for name, column in ROWS.items()})
    result = slope_index(frame, **NAMES, se="error", kind="rate", transform=True, seed=7, repetitions=1_000)
    assert get_columns(result)["method"] == ["simulation on the log scale, 1000 draws, seed 7"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named_with_column_and_row(kind: str) -> None:
    frame = build_frame(
        kind,
        {
            "sii": ["a", "a"],
            "decile": [1, 1],
            "people": [-5, 1],
            "rate": [0.2, 1.5],
            "low": [0.3, 0],
            "high": [1.0, 1.2],
        },
    )
    with pytest.raises(FrameFaults) as caught:
        slope_index(frame, **NAMES, lower="low", upper="high", by="sii", kind="proportion")
    assert caught.value.faults == (
        'column "people", row 0: -5 is negative',
        'column "sii": its name is that of a column of the result; rename it first',
        'column "low", row 0: 0.3 exceeds the value of 0.2',
        'column "high", row 1: 1.2 is below the value of 1.5',
        'column "rate", row 1: 1.5 is above 1, which a proportion cannot be',
        'column "high", row 1: 1.2 is above 1, which a proportion cannot be',
        'column "decile", row 1: 1 stands in its group already',
    )


def test_negative_values_are_taken_unless_they_are_rates_or_proportions() -> None:
    frame = pl.DataFrame({"decile": [-2, -1], "people": [5, 5], "rate": [-3.0, -1.0], "low": [-4, -2], "high": [-1, 0]})
    assert slope_index(frame, **NAMES, lower="low", upper="high")["sii"][0] == pytest.approx(4)
    with pytest.raises(FrameFaults) as caught:
        slope_index(frame, **NAMES, lower="low", upper="high", kind="rate")
    assert 'column "rate", row 0: -3 is negative' in caught.value.faults
    assert 'column "low", row 1: -2 is negative' in caught.value.faults


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "give standard errors, or both"),
        ({"se": "error", "lower": "low"}, "not both"),
        ({"se": "error", "kind": "count"}, "not a valid ValueKind"),
        ({"se": "error", "transform": True}, "does not go with values of kind other"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        slope_index(pl.DataFrame(ROWS), **NAMES, **options, by="area")  # type: ignore[arg-type]


def test_the_callers_frame_is_not_changed() -> None:
    frame = pd.DataFrame(ROWS)
    slope_index(frame, **NAMES, se="error", by="area")
    pd.testing.assert_frame_equal(frame, pd.DataFrame(ROWS))


def test_three_hundred_groups_are_simulated_in_a_second_and_told_in_closed_form_at_once() -> None:
    rng = np.random.default_rng(3)
    shape = 304 * 10
    frame = pl.DataFrame(
        {
            "area": [f"E{i // 10:08}" for i in range(shape)],
            "decile": [i % 10 + 1 for i in range(shape)],
            "people": rng.integers(500, 9_000, shape),
            "rate": rng.uniform(100, 900, shape),
            "error": rng.uniform(0.02, 0.1, shape),
        }
    )
    for transform, allowed in ((True, 1), (False, 0.5)):
        started = time.perf_counter()
        result = slope_index(frame, **NAMES, se="error", by="area", kind="rate", transform=transform)
        assert time.perf_counter() - started < allowed
        assert not any(math.isnan(bound) for bound in result["sii_lower_95"])
