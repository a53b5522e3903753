"""The same query on the engine in the process and on a Spark cluster of a master and two workers."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.counts import COUNT_SCHEMA
from fiftysteps.evidence.store import list_divisions, sum_counts, write_table
from fiftysteps.evidence.store.engines import get_engine
from fiftysteps.stats import rate

ROWS = 20_000
# A Java machine starts in some seconds; a machine that does other things as well is given a minute.
PATIENCE = 60
MEASURES = {"deaths": "deaths", "people": "people"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.ENGINE = "duckdb"
    return tmp_path


def make_counts(rows: list[tuple[str, str, str, float]]) -> str:
    """A file of counts of the given areas, sexes, measures and numbers; returns its name."""
    filled = [
        {"area": a, "period": "2021", "sex": s, "age": "", "group_type": "", "group": "", "measure": m, "count": c}
        for a, s, m, c in rows
    ]
    return write_table("counts", pa.Table.from_pylist(filled, schema=COUNT_SCHEMA)).file_name


def test_counts_are_summed_by_the_columns_asked_for_and_in_their_order() -> None:
    name = make_counts([("B", "f", "deaths", 1), ("A", "f", "deaths", 2), ("A", "m", "deaths", 3)])
    found = sum_counts([name], by=["area"], measures={"deaths": "deaths"})
    assert found.to_pylist() == [{"area": "A", "deaths": 5}, {"area": "B", "deaths": 1}]


def test_measures_of_several_files_stand_side_by_side() -> None:
    names = [make_counts([("A", "f", "deaths", 2)]), make_counts([("A", "f", "people", 9), ("A", "m", "people", 8)])]
    found = sum_counts(names, by=["area", "sex"], measures=MEASURES)
    assert found.to_pylist() == [
        {"area": "A", "sex": "f", "deaths": 2, "people": 9},
        {"area": "A", "sex": "m", "deaths": None, "people": 8},
    ]


def test_sums_are_of_the_rows_that_equal_what_is_asked_for() -> None:
    name = make_counts([("A", "f", "deaths", 2), ("A", "m", "deaths", 3), ("B", "m", "deaths", 4)])
    found = sum_counts([name], by=["area"], measures={"deaths": "deaths"}, sex="m", area=["A", "C"])
    assert found.to_pylist() == [{"area": "A", "deaths": 3}]


def test_sum_says_of_how_many_rows_it_is() -> None:
    name = make_counts(
        [("A", "f", "deaths", 2), ("A", "m", "deaths", 3), ("A", "m", "people", 9), ("B", "m", "deaths", 4)]
    )
    found = sum_counts([name], by=["area"], measures={"deaths": "deaths"}, with_rows=True)
    assert found.to_pylist() == [{"area": "A", "deaths": 5, "rows": 2}, {"area": "B", "deaths": 4, "rows": 1}]


def test_sums_need_not_be_ordered() -> None:
    name = make_counts([(f"A{number}", "f", "deaths", number) for number in range(50)])
    found = sum_counts([name], by=["area"], measures={"deaths": "deaths"}, ordered=False)
    assert {row["area"]: row["deaths"] for row in found.to_pylist()} == {f"A{number}": number for number in range(50)}


def test_ways_in_which_counts_are_divided_are_listed_once_and_in_order() -> None:
    name = make_counts(
        [("A", "m", "people", 1), ("B", "m", "people", 1), ("A", "f", "people", 1), ("A", "f", "deaths", 1)]
    )
    found = list_divisions([name]).select(["measure", "sex"]).to_pylist()
    assert found == [
        {"measure": "deaths", "sex": "f"},
        {"measure": "people", "sex": "f"},
        {"measure": "people", "sex": "m"},
    ]


def test_without_a_file_there_is_nothing_to_list() -> None:
    with pytest.raises(ValueError, match="there is no file of counts"):
        list_divisions([])


def test_without_a_file_there_is_nothing_to_sum() -> None:
    with pytest.raises(ValueError, match="there is no file of counts"):
        sum_counts([], by=["area"], measures=MEASURES)


def test_column_that_is_not_there_is_named() -> None:
    name = make_counts([("A", "f", "deaths", 2)])
    with pytest.raises(ValueError, match="the data have no column 'colour'"):
        sum_counts([name], by=["colour"], measures=MEASURES)


def test_engine_that_nobody_knows_is_refused(settings: Any) -> None:
    settings.ENGINE = "oracle://host"
    with pytest.raises(PersonError, match="must be duckdb or a Spark address such as spark://host:7077; got 'oracle:"):
        get_engine()


def test_spark_without_pyspark_says_how_to_install_it(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ENGINE = "spark://nowhere:7077"
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(PersonError, match="PySpark is not installed"):
        get_engine()


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """A master and two workers on this machine, started by Spark's own program."""
    if shutil.which("java") is None:
        pytest.skip("There is no Java on this machine, so Spark cannot be tried.")
    import pyspark

    home = Path(pyspark.__file__).parent
    port, page = find_port(), find_port()
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_NO_DAEMONIZE": "1",
        "PYSPARK_PYTHON": sys.executable,
    }
    address = f"spark://127.0.0.1:{port}"
    master = ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port)]
    worker = ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1200m"]
    commands = [
        [*master, "--webui-port", str(page)],
        [*worker, "--webui-port", "0", "--work-dir", str(tmp_path / "one"), address],
        [*worker, "--webui-port", "0", "--work-dir", str(tmp_path / "two"), address],
    ]
    with (tmp_path / "spark.log").open("wb") as log:
        running = []
        try:
            for command in commands:
                spark_class = [home / "bin" / "spark-class", *command]
                running.append(subprocess.Popen(spark_class, env=environment, stdout=log, stderr=log))
                until = time.monotonic() + PATIENCE
                while not is_listening(port) and time.monotonic() < until:
                    time.sleep(0.2)
            yield address
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(20)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Spark's own, of the versions of pandas that it knows
def test_both_engines_give_the_same_rates_to_the_last_digit(
    cluster: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    generator = np.random.default_rng(1)
    areas = np.char.add("E0", generator.integers(1, 400, ROWS).astype(str)).tolist()
    sexes = np.where(generator.random(ROWS) < 0.5, "f", "m").tolist()
    deaths, people = generator.poisson(3, ROWS).tolist(), generator.integers(50, 500, ROWS).tolist()
    names = [
        make_counts([(a, s, "deaths", c) for a, s, c in zip(areas, sexes, deaths, strict=True)]),
        make_counts([(a, s, "people", c) for a, s, c in zip(areas, sexes, people, strict=True)]),
    ]
    here = sum_counts(names, by=["area", "sex"], measures=MEASURES)
    settings.ENGINE = cluster
    engine = get_engine()
    try:
        there = sum_counts(names, by=["area", "sex"], measures=MEASURES)
        divided = list_divisions(names).to_pylist()
        counted = sum_counts(names, by=["area"], measures=MEASURES, with_rows=True).to_pylist()
    finally:
        engine._session.stop()  # type: ignore[attr-defined]

    assert here.num_rows == there.num_rows > 700
    settings.ENGINE = "duckdb"
    assert divided == list_divisions(names).to_pylist()
    assert counted == sum_counts(names, by=["area"], measures=MEASURES, with_rows=True).to_pylist()
    assert here.select(["area", "sex"]).to_pylist() == there.select(["area", "sex"]).to_pylist()
    ours, theirs = (rate(table["deaths"].to_numpy(), table["people"].to_numpy()) for table in (here, there))
    assert ours.value == pytest.approx(theirs.value, rel=1e-12)
    assert ours.intervals[0.95].upper == pytest.approx(theirs.intervals[0.95].upper, rel=1e-12)
