import hashlib
import re
import threading
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from fiftysteps.evidence.store import files as store
from fiftysteps.evidence.store import read_rows, write_table
from fiftysteps.evidence.store.engines import get_page_engine

ROWS = [{"area": "B", "value": 2.0}, {"area": "A", "value": None}, {"area": "A", "value": 1.0}]
NOTHING_YET = "observations-" + "0" * 64 + ".parquet"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "observations"


def make_table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=pa.schema([("area", pa.string()), ("value", pa.float64())]))


def test_what_was_written_is_read_again() -> None:
    stored = write_table("observations", make_table(ROWS))
    assert stored.rows == 3
    assert sorted(map(str, read_rows("observations", [stored.file_name]))) == sorted(map(str, ROWS))


def test_file_is_named_by_the_digest_of_its_bytes(folder: Path) -> None:
    stored = write_table("observations", make_table(ROWS))
    assert stored.file_name == f"observations-{stored.sha256}.parquet"
    assert hashlib.sha256((folder / stored.file_name).read_bytes()).hexdigest() == stored.sha256


def test_same_rows_are_the_same_file_in_any_order_and_from_any_frame(folder: Path) -> None:
    first = write_table("observations", make_table(ROWS))
    marked = make_table(ROWS[::-1]).replace_schema_metadata({"made by": "another frame"})
    again = write_table("observations", pa.concat_tables([marked.slice(0, 1), marked.slice(1)]))
    assert again == first
    assert [path.name for path in folder.iterdir()] == [first.file_name]


def test_other_rows_are_another_file_and_the_first_stays(folder: Path) -> None:
    first = write_table("observations", make_table(ROWS))
    second = write_table("observations", make_table(ROWS[:2]))
    assert {path.name for path in folder.iterdir()} == {first.file_name, second.file_name}


def test_file_cannot_be_written_to(folder: Path) -> None:
    stored = write_table("observations", make_table(ROWS))
    assert (folder / stored.file_name).stat().st_mode & 0o777 == 0o444


def test_failure_while_writing_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> str:
        raise OSError("No space left on device")

    monkeypatch.setattr(store, "_get_digest", fail)
    with pytest.raises(OSError, match="No space left"):
        write_table("observations", make_table(ROWS))
    assert list(folder.iterdir()) == []


def test_rows_are_chosen_by_one_value_or_by_any_of_several() -> None:
    name = write_table("observations", make_table([{"area": a, "value": 1.0} for a in "ABC"])).file_name
    assert [row["area"] for row in read_rows("observations", [name], area="B")] == ["B"]
    assert sorted(str(row["area"]) for row in read_rows("observations", [name], area=["A", "C"])) == ["A", "C"]
    assert read_rows("observations", [name], area=[]) == []


def test_quotes_in_a_value_are_a_value_and_no_query() -> None:
    name = write_table("observations", make_table([{"area": "A", "value": 1.0}])).file_name
    assert read_rows("observations", [name], area="' OR 1=1 --") == []


def test_several_files_are_read_as_one() -> None:
    names = [write_table("observations", make_table([{"area": a, "value": 1.0}])).file_name for a in "AB"]
    assert sorted(str(row["area"]) for row in read_rows("observations", names)) == ["A", "B"]


def test_no_files_have_no_rows() -> None:
    assert read_rows("observations", [], area="A") == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "populations-" + "0" * 64 + ".parquet", "observations-0.parquet"])
def test_name_that_is_not_one_of_ours_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a file of observations"):
        read_rows("observations", [name])


def test_lost_file_is_named_with_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match=re.escape(f"{NOTHING_YET} is not in the data directory; restore it")):
        read_rows("observations", [NOTHING_YET])


def test_unknown_column_is_named_with_those_that_are() -> None:
    name = write_table("observations", make_table(ROWS)).file_name
    with pytest.raises(ValueError, match="the data have no column 'colour'; they have area, value"):
        read_rows("observations", [name], colour="red")


def test_threads_can_read_at_the_same_time() -> None:
    name = write_table("observations", make_table([{"area": str(i), "value": 1.0} for i in range(50)])).file_name
    found: list[int] = []

    def read() -> None:
        found.extend(len(read_rows("observations", [name], area=str(i))) for i in range(10))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 80


def test_reading_again_leaves_no_second_view_behind() -> None:
    name = write_table("observations", make_table([{"area": "only here", "value": 1.0}])).file_name
    before = _count_views()
    for _ in range(3):
        read_rows("observations", [name])
    assert _count_views() == before + 1


def _count_views() -> int:
    return int(
        get_page_engine()._connection.sql("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchall()[0][0]
    )
