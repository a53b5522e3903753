"""Rows that were read from a file, as the rows that are stored."""

from typing import Any

import polars as pl
import pyarrow as pa
from django.utils.text import slugify

from fiftysteps.accounts.models import Nature
from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.counts import COUNT_SCHEMA
from fiftysteps.evidence.ingest import Intake
from fiftysteps.evidence.ingest.roles import ABSENT
from fiftysteps.evidence.models import Dataset
from fiftysteps.evidence.observations import MISSING, OBSERVATION_SCHEMA, WITHOUT_VALUE

# What divides people, in the order in which it is said, and the words that stand for everybody.
_DIVISIONS = ("sex", "age")
_EVERYBODY = ("", "persons", "all", "all ages", "all persons", "both", "total")


def build_rows(intake: Intake, dataset: Dataset) -> pa.Table:
    """Return the rows of `intake` in the columns of the table that they belong to."""
    if intake.table == "lookups":
        return intake.rows
    frame = pl.DataFrame(intake.rows)
    made = _build_counts(frame) if intake.table == "counts" else _build_observations(frame)
    schema = COUNT_SCHEMA if intake.table == "counts" else OBSERVATION_SCHEMA
    constants = {} if intake.table == "counts" else _get_constants(dataset)
    rows = made.select(name for name in schema.names if name not in constants)
    plain = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    arrays: dict[str, Any] = {name: plain[name].cast(schema.field(name).type) for name in plain.column_names}
    # As dictionaries of one word: written out in a million rows they would be most of what stands in memory.
    arrays |= {name: _repeat(text, rows.height) for name, text in constants.items()}
    return pa.table({name: arrays[name] for name in schema.names})


def name_indicator(text: str) -> str:
    """Return the slug under which an indicator of a file is stored: its own number or name."""
    return slugify(text)[:80]


def describe_periods(rows: pa.Table) -> str:
    """Return the first and the last period of the rows: "2015", or "2015 to 2021"."""
    if "period" not in rows.column_names:
        return ""
    periods = sorted({parse_period(text) for text in rows["period"].unique().to_pylist()})
    return " to ".join(dict.fromkeys((str(periods[0]), str(periods[-1])))) if periods else ""


def describe_areas(rows: pa.Table) -> str:
    """Return the kinds of codes among the rows' areas, the first three signs of each, which the code system fixes."""
    codes = {
        code for name in ("area", "within") if name in rows.column_names for code in rows[name].unique().to_pylist()
    }
    kinds = sorted({str(code)[:3] for code in codes})
    said = ", ".join(kinds)
    return said if len(said) <= 200 else f"{said[:197]}..."


def _build_counts(frame: pl.DataFrame) -> pl.DataFrame:
    # A count that is not there is no count of zero: it has no row.
    return frame.filter(pl.col("count").is_not_null()).with_columns(_blank(name) for name in _DIVISIONS)


def _build_observations(frame: pl.DataFrame) -> pl.DataFrame:
    names = frame["indicator"].unique().to_list()
    slugs = {name: name_indicator(name) for name in names}
    absent = pl.col("marker").is_in(ABSENT) & pl.col("value").is_null()
    is_told = pl.col("marker").is_in(WITHOUT_VALUE)
    said = pl.concat_str([pl.when(is_told).then(pl.lit("")).otherwise(pl.col("marker")), pl.col("note")], separator=" ")
    return frame.with_columns(_blank(name) for name in _DIVISIONS).with_columns(
        pl.col("indicator").replace_strict(slugs, return_dtype=pl.String),
        *_join_groups(),
        marker=pl.when(absent & ~is_told).then(pl.lit(MISSING)).otherwise(pl.col("marker")),
        note=pl.when(absent).then(said.str.strip_chars()).otherwise(pl.col("note")),
    )


def _get_constants(dataset: Dataset) -> dict[str, str]:
    """Return what every observation of a dataset says alike."""
    return {
        "nature": Nature.REAL.value,
        "source_title": dataset.source_title,
        "source_url": dataset.source_url,
        "confidence": dataset.confidence,
        "dataset": dataset.slug,
    }


def _repeat(text: str, times: int) -> Any:
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), times), pa.array([text], pa.string()))


def _blank(name: str) -> pl.Expr:
    """A column in which the word for everybody is empty, as where nothing divides people."""
    return (
        pl.when(pl.col(name).str.to_lowercase().is_in(_EVERYBODY)).then(pl.lit("")).otherwise(pl.col(name)).alias(name)
    )


def _join_groups() -> tuple[pl.Expr, pl.Expr]:
    """The kind of group and the group, with sex and age in them where the figure is for one of those alone."""
    parts = [(pl.lit(name), pl.col(name)) for name in _DIVISIONS]
    parts.append((pl.col("group_type"), pl.col("group")))

    def join(which: int, separator: str) -> pl.Expr:
        shown = [pl.when(part[1] != "").then(part[which]).otherwise(None) for part in parts]
        return pl.concat_str(shown, separator=separator, ignore_nulls=True)

    return join(0, " and ").alias("group_type"), join(1, ", ").alias("group")
