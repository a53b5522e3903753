"""The data files: immutable Parquet, named by the digest of their content.

Rows are sorted by all their columns before they are written, so the same rows have the same bytes and the same name,
whatever order they came in.
"""

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
from django.conf import settings

type Column = pa.ChunkedArray[Any]
type TableName = Literal["observations", "populations", "counts", "lookups"]

# Rows that are written together. Large enough to be packed well, small enough not to count in memory.
BATCH = 131_072
FILE_NAME = re.compile(r"(observations|populations|counts|lookups)-[0-9a-f]{64}\.parquet", re.ASCII)


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


def write_table(table: TableName, columns: pa.Table, *, keep: bool = True) -> StoredTable:
    """Write `columns` as a new immutable file, or find that it is there already.

    The file appears under its name only when all of it is on the disk. Nothing is ever overwritten. Without `keep` it
    does not appear at all: what comes back says which file it would be.
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
        if keep:
            temporary.chmod(0o444)
            temporary.replace(folder / stored.file_name)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(folder)
    return stored


def _write_sorted(columns: pa.Table, file: Any) -> None:
    import pyarrow.parquet as pq

    plain = pa.schema([(field.name, getattr(field.type, "value_type", field.type)) for field in columns.schema])
    # Columns that say the same in every row, such as the source, do not take part in the order: they are written out
    # batch by batch, since for a million rows they would be most of what stands in memory.
    same = [name for name in columns.column_names if _is_constant(columns[name])]
    varying = columns.drop_columns(same)
    ordered = varying.sort_by([(name, "ascending") for name in varying.column_names]) if varying.num_columns else None
    # Metadata of the frame that a table came from would make equal rows differ.
    with pq.ParquetWriter(file, plain, compression="zstd", version="2.6") as writer:
        for start in range(0, columns.num_rows, BATCH):
            batch = columns.select(same).slice(start, BATCH)
            arrays = {name: _get_plain(batch[name]) for name in same}
            if ordered is not None:
                part = ordered.slice(start, BATCH)
                arrays |= {name: _get_plain(part[name]) for name in ordered.column_names}
            writer.write_table(pa.table([arrays[name] for name in plain.names], schema=plain))


def _is_constant(column: Column) -> bool:
    import pyarrow.compute as pc

    if not len(column) or column.null_count:
        return column.null_count == len(column)
    if pa.types.is_dictionary(column.type):
        return len(pc.unique(column)) == 1
    return column[0] == column[-1] and bool(pc.all(pc.equal(column, column[0])).as_py())


def _get_plain(column: Column) -> Column:
    """Return a column with its words in place of their places in a dictionary."""
    if not pa.types.is_dictionary(column.type):
        return column
    chunks: list[Any] = column.chunks
    return pa.chunked_array([chunk.dictionary_decode() for chunk in chunks], column.type.value_type)


def _get_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def get_path(table: TableName, name: str) -> Path:
    """Return where the file of this name lies.

    Raises
    ------
    ValueError
        It is not the name of a file of `table`.
    FileNotFoundError
        The file is not in the data directory.
    """
    match = FILE_NAME.fullmatch(name)
    if match is None or match.group(1) != table:
        raise ValueError(f"{name!r} is not the name of a file of {table}")
    path = get_folder() / name
    if not path.is_file():
        raise FileNotFoundError(f"{name} is not in the data directory; restore it from a backup or load the data again")
    return path
