"""The engines that run queries: DuckDB in the process, or Apache Spark where records outgrow the machine.

Queries are built once, with Ibis, and written in the dialect of the engine. Ibis's own ways of running them are not
used: with DuckDB 2 they call what it has deprecated, and with Spark they hold its version back.
"""

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Protocol

import pyarrow as pa
from django.conf import settings

from fiftysteps.core.errors import PersonError

SPARK_SCHEMES = ("spark://", "local[")


class Engine(Protocol):
    """Runs a query over Parquet files."""

    dialect: ClassVar[str]

    def run(self, query: str, view: str, paths: Sequence[Path]) -> pa.Table:
        """Return the answer to `query`, in which the rows of all the files together are called `view`."""
        ...


class DuckDB:
    """One connection for the process. Its queries take milliseconds, and the callers keep their answers."""

    dialect: ClassVar[str] = "duckdb"

    def __init__(self) -> None:
        import duckdb

        self._lock = threading.Lock()
        # The engine must fetch nothing: by default it loads extensions from the network when a query names their
        # functions.
        config = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        self._connection = duckdb.connect(config=config)

    def run(self, query: str, view: str, paths: Sequence[Path]) -> pa.Table:
        with self._lock:
            self._connection.read_parquet([str(path) for path in paths]).create_view(view, replace=True)
            found: pa.Table = self._connection.sql(query).to_arrow_table()
        return found


class Spark:
    """A session on a Spark cluster. Every worker must reach the data directory under the same path."""

    dialect: ClassVar[str] = "pyspark"

    def __init__(self, master: str) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            advice = "PySpark is not installed. Install it with: pip install 'fiftysteps[spark]'"
            raise PersonError(f"FIFTYSTEPS_ENGINE is {master}, and {advice}") from error
        import ibis

        # Its dialect cannot be written before Ibis has read the options of its own way to Spark.
        ibis.pyspark  # noqa: B018
        builder = SparkSession.builder.master(master).appName("fiftysteps")
        # Nobody looks at its pages, and its progress bars would stand among the lines of a command.
        quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
        for name, value in quiet.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()

    def run(self, query: str, view: str, paths: Sequence[Path]) -> pa.Table:
        self._session.read.parquet(*[str(path) for path in paths]).createOrReplaceTempView(view)
        found: pa.Table = self._session.sql(query).toArrow()
        return found


def get_page_engine() -> Engine:
    """Return the engine for what pages show: published figures are few, and a reader waits for them."""
    return _start("duckdb")


def get_engine() -> Engine:
    """Return the engine for counts and records, which FIFTYSTEPS_ENGINE names, started on first use.

    Raises
    ------
    PersonError
        The setting names no engine that we know, or one that is not installed.
    """
    return _start(settings.ENGINE)


@lru_cache(maxsize=2)
def _start(address: str) -> Engine:
    if address in {"", "duckdb"}:
        return DuckDB()
    if address.startswith(SPARK_SCHEMES):
        return Spark(address)
    raise PersonError(f"FIFTYSTEPS_ENGINE must be duckdb or a Spark address such as spark://host:7077; got {address!r}")
