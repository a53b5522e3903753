"""Queries over the data files, written once with Ibis and run by whichever engine is set."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from fiftysteps.evidence.store.engines import Engine, get_engine, get_page_engine
from fiftysteps.evidence.store.files import TableName, get_path


def read_rows(
    table: TableName, file_names: Sequence[str], *, without_areas: Sequence[str] = (), **equals: str | Sequence[str]
) -> list[dict[str, object]]:
    """Return the rows of all the files together whose columns equal what is asked for; a list asks for any of it.

    Rows of areas whose codes start with one of `without_areas`, three signs each, are left out.

    Raises
    ------
    ValueError
        A name is not that of a file of `table`, or a column is not in it.
    FileNotFoundError
        A file is not in the data directory.
    """
    if not file_names:
        return []
    paths = _get_paths(table, file_names)
    rows = _filter(_get_rows(table, paths), equals)
    if without_areas:
        rows = rows.filter(~rows["area"].left(3).isin(list(without_areas)))
    found: list[dict[str, object]] = _run(get_page_engine(), rows, table, paths).to_pylist()
    return found


def count_rows(table: TableName, file_names: Sequence[str], **equals: str | Sequence[str]) -> int:
    """Return how many rows `read_rows` would return. Raises as it does."""
    if not file_names:
        return 0
    paths = _get_paths(table, file_names)
    rows = _filter(_get_rows(table, paths), equals)
    (found,) = _run(get_page_engine(), rows.aggregate(rows=rows.count()), table, paths).to_pylist()
    return int(found["rows"])


def read_columns(
    table: TableName, file_names: Sequence[str], columns: Sequence[str], **equals: str | Sequence[str]
) -> pa.Table:
    """Return some columns of the rows that `read_rows` would return: for many rows, of which none becomes an object.

    Raises
    ------
    ValueError
        There is no file, a name is not that of a file of `table`, or a column is not in it.
    FileNotFoundError
        A file is not in the data directory.
    """
    if not file_names:
        raise ValueError(f"there is no file of {table} to read")
    paths = _get_paths(table, file_names)
    rows = _filter(_get_rows(table, paths), equals)
    _check_columns(rows, columns)
    return _run(get_page_engine(), rows.select(*columns), table, paths)


def summarise_observations(file_names: Sequence[str]) -> list[dict[str, str]]:
    """Return which indicators have values of which dataset, period, kind of group and kind of area.

    The kind of area is in `area_kind`: the first three signs of the code.
    """
    if not file_names:
        return []
    paths = _get_paths("observations", file_names)
    rows = _get_rows("observations", paths)
    rows = rows.filter(rows["value"].notnull()).mutate(area_kind=rows["area"].left(3))
    columns = ["indicator", "dataset", "period", "group_type", "area_kind"]
    query = rows.select(*columns).distinct().order_by(columns)
    found: list[dict[str, str]] = _run(get_page_engine(), query, "observations", paths).to_pylist()
    return found


def list_divisions(file_names: Sequence[str]) -> pa.Table:
    """Return how counts are divided: each combination of measure, period, sex, age and group that occurs, in order.

    Raises
    ------
    ValueError
        There is no file, or a name is not that of a file of counts.
    FileNotFoundError
        A file is not in the data directory.
    """
    if not file_names:
        raise ValueError("there is no file of counts to look through")
    paths = _get_paths("counts", file_names)
    columns = ["measure", "period", "sex", "age", "group_type", "group"]
    found = _get_rows("counts", paths).select(*columns).distinct().order_by(columns)
    return _run(get_engine(), found, "counts", paths)


def sum_counts(
    file_names: Sequence[str],
    *,
    by: Sequence[str],
    measures: Mapping[str, str],
    with_rows: bool = False,
    ordered: bool = True,
    **equals: str | Sequence[str],
) -> pa.Table:
    """Return sums of counts for each combination of the columns in `by`, ordered by them.

    Parameters
    ----------
    file_names : sequence of str
        Files of the table "counts".
    by : sequence of str, keyword-only
        Columns of it, such as area, period, sex and age.
    measures : mapping of str to str, keyword-only
        The name of each column of the result, and the measure that is summed in it. A combination in which a measure
        does not occur has null there, which is not the same as zero.
    with_rows : bool, keyword-only
        Whether a column "rows" says how many rows each sum is of: a sum of fewer than its neighbours lacks something.
    ordered : bool, keyword-only
        Whether the rows come ordered. Of millions of rows the order takes most of the time.
    **equals : str or sequence of str
        Columns and what they must equal; a list asks for any of it.

    Raises
    ------
    ValueError
        There is no file, a name is not that of a file of counts, or a column is not in it.
    FileNotFoundError
        A file is not in the data directory.
    """
    if not file_names:
        raise ValueError("there is no file of counts to sum")
    paths = _get_paths("counts", file_names)
    rows = _filter(_get_rows("counts", paths), {**equals, "measure": sorted(set(measures.values()))})
    _check_columns(rows, by)
    sums = {name: rows["count"].sum(where=rows["measure"] == measure) for name, measure in measures.items()}
    if with_rows:
        sums["rows"] = rows.count()
    found = rows.group_by(list(by)).agg(**sums)
    return _run(get_engine(), found.order_by(list(by)) if ordered else found, "counts", paths)


def _get_paths(table: TableName, file_names: Sequence[str]) -> list[Path]:
    return [get_path(table, name) for name in sorted(file_names)]


def _get_rows(table: TableName, paths: Sequence[Path]) -> Any:
    import ibis
    import pyarrow.parquet as pq

    return ibis.table(ibis.Schema.from_pyarrow(pq.read_schema(paths[0])), name=_get_view(table, paths))


def _filter(rows: Any, equals: Mapping[str, str | Sequence[str]]) -> Any:
    _check_columns(rows, equals)
    for column, wanted in equals.items():
        rows = rows.filter(rows[column].isin([wanted] if isinstance(wanted, str) else list(wanted)))
    return rows


def _check_columns(rows: Any, wanted: Sequence[str] | Mapping[str, object]) -> None:
    for column in wanted:
        if column not in rows.columns:
            raise ValueError(f"the data have no column {column!r}; they have {', '.join(rows.columns)}")


def _run(engine: Engine, query: Any, table: TableName, paths: Sequence[Path]) -> pa.Table:
    import ibis

    return engine.run(str(ibis.to_sql(query, dialect=engine.dialect)), _get_view(table, paths), paths)


def _get_view(table: TableName, paths: Sequence[Path]) -> str:
    # One view for one set of files, under a name made from them: each reading would otherwise leave a view behind.
    named = "\n".join(str(path) for path in paths)
    return f"{table}_{hashlib.sha256(named.encode()).hexdigest()[:16]}"
