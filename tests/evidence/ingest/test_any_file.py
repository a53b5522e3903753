"""Whatever the bytes are, the answer is an intake or a sentence, and memory stays bounded."""

import gzip
import resource

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fiftysteps.core.errors import PersonError
from fiftysteps.core.tables import Limits
from fiftysteps.evidence.ingest import Intake, UnknownLayout, parse_mapping, read_file
from fiftysteps.evidence.ingest.guessing import FILL_IN
from tests.core.tables.files import write_ods, write_workbook
from tests.evidence.ingest.tables import PLAIN

# A process of its own opens workbooks: starting it takes most of a tenth of a second.
FEW = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
SMALL = Limits(file_bytes=2_000_000, expanded_bytes=4_000_000, rows=5_000, cells=50_000, memory_bytes=600_000_000)
HEAD = b"area,period,value\n"
SIGNS = [
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x1f\x8b",
    b"PAR1",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    HEAD,
]
MAPPING = parse_mapping("m.yaml", PLAIN)


def read_any(path, mapping=None):
    try:
        return read_file(path, mapping, limits=SMALL)
    except PersonError as error:
        assert str(error)
        return error


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A sound file of every make."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("whole")
    rows = [["area", "period", "value"], ["E09000025", "2021", "7"]]
    pq.write_table(pa.table({"area": ["E09000025"], "period": ["2021"], "value": ["7"]}), folder / "a.parquet")
    text = "\n".join(",".join(row) for row in rows).encode()
    return {
        "xlsx": write_workbook(folder, "a.xlsx", A=rows).read_bytes(),
        "ods": write_ods(folder, "a.ods", rows).read_bytes(),
        "parquet": (folder / "a.parquet").read_bytes(),
        "gz": gzip.compress(text),
        "utf16": text.decode().encode("utf-16"),
    }


def test_the_sound_files_are_taken_in(whole, tmp_path):
    for kind, data in whole.items():
        path = tmp_path / f"a.{kind}"
        path.write_bytes(data)
        assert read_any(path, MAPPING).rows.num_rows == 1, kind


@FEW
@given(start=st.sampled_from([b"", *SIGNS]), rest=st.binary(max_size=300))
def test_any_bytes_are_an_intake_or_a_sentence(tmp_path, start, rest):
    path = tmp_path / "a.csv"
    path.write_bytes(start + rest)
    for mapping in (None, MAPPING):
        assert isinstance(read_any(path, mapping), Intake | PersonError)


@FEW
@given(kind=st.sampled_from(["xlsx", "ods", "parquet", "gz", "utf16"]), data=st.data())
def test_any_damage_to_a_sound_file_is_an_intake_or_a_sentence(whole, tmp_path, kind, data):
    content = bytearray(whole[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    path = tmp_path / f"a.{kind}"
    path.write_bytes(bytes(content[:cut] if data.draw(st.booleans()) else content))
    assert isinstance(read_any(path, MAPPING), Intake | PersonError)


CELLS = st.one_of(
    st.sampled_from(["E09000025", "E07000004", "2021", "2016-17", "*", "-", "<5", "7%", "1,5", "Total", "Male", "", "area", "x" * 99]),
    st.text(max_size=6),
    st.floats().map(str),
)  # fmt: skip
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8)


@MANY
@given(rows=TABLES, sign=st.sampled_from([",", ";", "\t"]))
def test_any_table_is_an_intake_or_a_sentence(tmp_path, rows, sign):
    path = tmp_path / "a.csv"
    path.write_text(
        "area,period,value\n".replace(",", sign) + "\n".join(sign.join(row) for row in rows), "utf-8", "replace"
    )
    intake = read_any(path, MAPPING)
    if isinstance(intake, Intake):
        # What is taken in has an area, a period, and a figure or why there is none.
        for row in intake.rows.to_pylist():
            assert row["area"]
            assert row["period"]
            assert (row["value"] is None) == (row["marker"] in {"missing", "suppressed", "low", "not-applicable"})


@MANY
@given(rows=TABLES)
def test_the_mapping_to_begin_with_is_always_one(tmp_path, rows):
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(row) for row in rows), "utf-8", "replace")
    answer = read_any(path)
    if isinstance(answer, UnknownLayout):
        filled = answer.starter.replace(f"value: {FILL_IN}", 'value: "[A]"').replace(FILL_IN, "2021")
        mapping = parse_mapping("m.yaml", filled)
        assert isinstance(read_any(path, mapping), Intake | PersonError)


def test_a_bomb_of_text_is_refused_in_bounded_memory(tmp_path):
    path = tmp_path / "a.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(100):
            file.write(b"E09000025,2021,7\n" * 100_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PersonError, match="unpacked|at most"):
        read_file(path, MAPPING, limits=Limits(expanded_bytes=5_000_000))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    # In kilobytes. All of the file would be 170 megabytes of text, and several times as much as cells.
    assert grown < 600_000
