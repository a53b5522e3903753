import math

import narwhals as nw
import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.quantiles import quantile
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {"region": ["e", "w", "e", "w", "e"], "score": [3.0, -1.0, 1.0, 4.0, None]}


@pytest.mark.parametrize("kind", KINDS)
def test_rows_and_columns_stay_and_the_quantile_is_added(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = quantile(frame, value="score", by="region", quantiles=2)
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == ["region", "score", "quantile"]
    assert columns["quantile"][:4] == [2, 1, 1, 2]
    assert pd.isna(columns["quantile"][4])


@pytest.mark.parametrize("kind", KINDS)
def test_inverted_the_highest_values_make_quantile_one(kind: str) -> None:
    columns = get_columns(quantile(build_frame(kind, {"a": [1, 2, 3, 4]}), value="a", quantiles=2, invert=True))
    assert columns["quantile"] == [2, 2, 1, 1]


@pytest.mark.parametrize("kind", KINDS)
def test_quantiles_of_known_values_are_whole_numbers(kind: str) -> None:
    result = nw.from_native(quantile(build_frame(kind, {"a": [1, 2]}), value="a", quantiles=2), eager_only=True)
    assert result["quantile"].dtype.is_integer()


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_a_missing_quantile_is_null_among_whole_numbers(kind: str) -> None:
    result = nw.from_native(quantile(build_frame(kind, ROWS), value="score", by="region", quantiles=2), eager_only=True)
    assert (result["quantile"].dtype, result["quantile"].null_count()) == (nw.Int64, 1)


def test_deciles_are_the_quantiles_unless_another_number_is_named() -> None:
    frame = pl.DataFrame({"a": range(10)})
    assert quantile(frame, value="a")["quantile"].to_list() == list(range(1, 11))


def test_an_index_of_the_callers_stays_with_its_row() -> None:
    frame = pd.DataFrame({"a": [3.0, 1.0, 2.0, 4.0]}, index=[9, 9, 1, 0])
    result = quantile(frame, value="a", quantiles=4)
    assert result.index.tolist() == [9, 9, 1, 0]
    assert result["quantile"].tolist() == [3, 1, 2, 4]


@pytest.mark.parametrize("kind", KINDS)
def test_a_group_of_fewer_values_than_quantiles_has_none(kind: str) -> None:
    columns = get_columns(quantile(build_frame(kind, {"a": [1, 2, 3]}), value="a", quantiles=4))
    assert all(pd.isna(number) for number in columns["quantile"])


def test_the_callers_frame_is_not_changed() -> None:
    frame = pd.DataFrame(ROWS)
    quantile(frame, value="score", quantiles=2)
    assert list(frame.columns) == ["region", "score"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named_at_once(kind: str) -> None:
    frame = build_frame(kind, {"quantile": ["a", None], "score": [math.inf, 1.0]})
    with pytest.raises(FrameFaults) as caught:
        quantile(frame, value="score", by=["quantile", "place"])
    assert caught.value.faults == (
        'column "score", row 0: inf is infinite',
        'column "place": the frame has no such column; it has "quantile", "score"',
        'column "quantile", row 1: the label is missing',
        'column "quantile": its name is that of a column of the result; rename it first',
    )


def test_fewer_than_two_quantiles_are_refused() -> None:
    with pytest.raises(ValueError, match="quantiles: 1 is fewer than two"):
        quantile(pl.DataFrame({"a": [1, 2]}), value="a", quantiles=1)
