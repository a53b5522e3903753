from datetime import date

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.frame import FrameFaults, coding, rate
from tests.stats.frame.frames import KINDS, build_frame, get_columns

LABELS = {
    "texts": ["b", "a", "b", "c", "a"],
    "whole numbers": [2, 1, 2, 30, 1],
    "numbers": [2.5, 1.0, 2.5, 3.0, 1.0],
    "truths": [True, False, True, True, False],
    "days": [date(2020, 1, 2), date(2020, 1, 1), date(2020, 1, 2), date(2020, 1, 3), date(2020, 1, 1)],
}


def count_rows(frame: object, by: list[str]) -> dict[str, list[object]]:
    return get_columns(rate(frame, count="count", population="people", by=by, multiplier=1))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_labels_of_every_kind_make_groups_in_the_order_of_their_first_row(kind: str, labels: list[object]) -> None:
    columns = count_rows(build_frame(kind, {"label": labels, "count": [1, 10, 2, 3, 20], "people": [1] * 5}), ["label"])
    seen = list(dict.fromkeys(labels))
    assert columns["label"] == seen
    sums = [sum(n for label, n in zip(labels, [1, 10, 2, 3, 20], strict=True) if label == each) for each in seen]
    assert columns["value"] == [total / labels.count(each) for total, each in zip(sums, seen, strict=True)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("worth", [0, 10_000])
def test_rows_that_stand_together_or_apart_make_the_groups_of_plain_python(
    kind: str, shuffled: bool, worth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coding, "ROWS_WORTH_A_SEARCH", worth)
    wards = [f"E{number // 4:05d}" for number in range(6_000)]
    sexes = ["f", "f", "m", "m"] * 1_500
    rows = list(zip(wards, sexes, strict=True))
    if shuffled:
        rows = [rows[number * 1_001 % 6_000] for number in range(6_000)]
    frame = build_frame(kind, {"ward": [w for w, _ in rows], "sex": [s for _, s in rows], "count": range(6_000), "people": [1] * 6_000})  # fmt: skip
    sums: dict[tuple[str, str], int] = {}
    for number, key in enumerate(rows):
        sums[key] = sums.get(key, 0) + number
    columns = count_rows(frame, ["ward", "sex"])
    assert list(zip(columns["ward"], columns["sex"], strict=True)) == list(sums)
    assert columns["value"] == [total / 2 for total in sums.values()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_label_is_a_fault_and_not_a_group(kind: str) -> None:
    frame = build_frame(kind, {"ward": ["a", None, "a"], "count": [1, 2, 3], "people": [1, 1, 1]})
    with pytest.raises(FrameFaults, match='column "ward", row 1: the label is missing'):
        count_rows(frame, ["ward"])


DICTIONARIES = {
    "pandas": pd.DataFrame({"label": pd.Categorical(["b", "a", "b"], ["a", "b", "c"])}),
    "Polars": pl.DataFrame({"label": pl.Series(["b", "a", "b"], dtype=pl.Categorical)}),
    "Polars, closed": pl.DataFrame({"label": pl.Series(["b", "a", "b"], dtype=pl.Enum(["a", "b"]))}),
    "PyArrow, in two pieces": pa.table(
        {"label": pa.chunked_array([pa.array(["b"]).dictionary_encode(), pa.array(["a", "b"]).dictionary_encode()])}
    ),
    "PyArrow, texts in two pieces": pa.table({"label": pa.chunked_array([["b"], ["a", "b"]])}),
}


@pytest.mark.parametrize("frame", DICTIONARIES.values(), ids=DICTIONARIES)
def test_labels_that_stand_in_a_dictionary_make_the_same_groups(frame: object) -> None:
    if isinstance(frame, pa.Table):
        whole = frame.append_column("count", pa.array([1, 10, 2])).append_column("people", pa.array([1, 1, 1]))
    elif isinstance(frame, pl.DataFrame):
        whole = frame.with_columns(count=pl.Series([1, 10, 2]), people=pl.lit(1))
    else:
        whole = frame.assign(count=[1, 10, 2], people=1)
    columns = count_rows(whole, ["label"])
    assert (columns["label"], columns["value"]) == (["b", "a"], [1.5, 10])


@settings(max_examples=40)
@given(st.lists(st.tuples(st.text("ab", max_size=2), st.integers(-(2**62), 2**62)), min_size=1, max_size=20))
def test_texts_and_large_numbers_together_make_the_groups_of_plain_python(rows: list[tuple[str, int]]) -> None:
    frame = pl.DataFrame(rows, schema={"text": pl.String, "number": pl.Int64}, orient="row").with_columns(
        count=pl.lit(1), people=pl.lit(1)
    )
    columns = count_rows(frame, ["text", "number"])
    assert list(zip(columns["text"], columns["number"], strict=True)) == list(dict.fromkeys(rows))
