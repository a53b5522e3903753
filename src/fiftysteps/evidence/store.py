"""The one place that touches data files and the query engine: immutable Parquet, named by the digest of its content.

Rows are sorted by all their columns before they are written, so the same rows have the same bytes and the same name,
whatever order they came in. Queries are built with Ibis, and run by DuckDB until another engine takes its place here.
"""

import hashlib
import os
import re
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
from django.conf import settings

type TableName = Literal["observations", "populations"]

FILE_NAME = re.compile(r"(observations|populations)-[0-9a-f]{64}\.parquet", re.ASCII)
# The engine is one connection for the process; its queries take milliseconds and their answers are kept by the callers.
_LOCK = threading.Lock()


@dataclass(frozen=True)
class StoredTable:
    """A file that was written: the digest of its bytes, its number of rows and its name."""

    sha256: str
    rows: int
    file_name: str


def get_folder() -> Path:
    """Return the folder of the data files, made where it is not there yet."""
    folder = Path(settings.DATA_DIR) / "observations"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_table(table: TableName, columns: pa.Table) -> StoredTable:
    """Write `columns` as a new immutable file, or find that it is there already.

    The file appears under its name only when all of it is on the disk. Nothing is ever overwritten.
    """
    folder = get_folder()
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _write_sorted(columns, file)
            file.flush()
            os.fsync(file.fileno())
        digest = _get_digest(temporary)
        stored = StoredTable(digest, columns.num_rows, f"{table}-{digest}.parquet")
        temporary.chmod(0o444)
        temporary.replace(folder / stored.file_name)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(folder)
    return stored


def _write_sorted(columns: pa.Table, file: Any) -> None:
    import pyarrow.parquet as pq

    ordered = columns.sort_by([(name, "ascending") for name in columns.column_names])
    # Metadata of the frame that a table came from would make equal rows differ.
    pq.write_table(ordered.replace_schema_metadata(None).combine_chunks(), file, compression="zstd", version="2.6")


def _get_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_rows(table: TableName, file_names: Sequence[str], **equals: str | Sequence[str]) -> list[dict[str, object]]:
    """Return the rows of all the files together whose columns equal what is asked for; a list asks for any of it.

    Raises
    ------
    ValueError
        A name is not that of a file of `table`, or a column is not in it.
    FileNotFoundError
        A file is not in the data directory.
    """
    if not file_names:
        return []
    paths = [_get_path(table, name) for name in sorted(file_names)]
    query = _build_query(table, paths, equals)
    with _LOCK:
        engine = _connect()
        engine.read_parquet(paths).create_view(_get_view(table, paths), replace=True)
        found: list[dict[str, object]] = engine.sql(query).to_arrow_table().to_pylist()
    return found


def _build_query(table: TableName, paths: list[str], equals: Mapping[str, str | Sequence[str]]) -> str:
    import ibis
    import pyarrow.parquet as pq

    rows = ibis.table(ibis.Schema.from_pyarrow(pq.read_schema(paths[0])), name=_get_view(table, paths))
    for column, wanted in equals.items():
        if column not in rows.columns:
            raise ValueError(f"{table} has no column {column!r}; it has {', '.join(rows.columns)}")
        rows = rows.filter(rows[column].isin([wanted] if isinstance(wanted, str) else list(wanted)))
    return str(ibis.to_sql(rows, dialect="duckdb"))


def _get_path(table: TableName, name: str) -> str:
    match = FILE_NAME.fullmatch(name)
    if match is None or match.group(1) != table:
        raise ValueError(f"{name!r} is not the name of a file of {table}")
    path = get_folder() / name
    if not path.is_file():
        raise FileNotFoundError(f"{name} is not in the data directory; restore it from a backup or load the data again")
    return str(path)


def _get_view(table: TableName, paths: list[str]) -> str:
    # One view for one set of files, under a name made from them: each reading would otherwise leave a view behind.
    return f"{table}_{hashlib.sha256(chr(10).join(paths).encode()).hexdigest()[:16]}"


@lru_cache(maxsize=1)
def _connect() -> Any:
    # The query is Ibis's, its running is DuckDB's own: Ibis 12 runs it by calls that DuckDB 2 has deprecated.
    import duckdb

    # The engine must fetch nothing: by default it loads extensions from the network when a query names their functions.
    return duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
