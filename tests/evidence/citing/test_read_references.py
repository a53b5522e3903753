"""Which format a file is in, which letters it is written in, and what is no file of references."""

import ast
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.core.faults import Faults
from fiftysteps.evidence import citing
from fiftysteps.evidence.citing import text
from fiftysteps.evidence.citing.read_references import read_references
from tests.evidence.citing.files import BIBTEX, CSL, RIS


def get_fault(file: str, data: bytes) -> str:
    with pytest.raises(Faults) as caught:
        read_references(file, data)
    return str(caught.value)


@pytest.mark.parametrize(("written", "count"), [(BIBTEX, 4), (RIS, 2), (CSL, 2)])
def test_a_format_is_known_by_its_content_where_the_name_does_not_say_it(written: str, count: int) -> None:
    assert len(read_references("refs.txt", written.encode()).records) == count


def test_a_file_of_windows_is_read_and_somebody_is_told_to_look() -> None:
    found = read_references(
        "refs.ris", "TY  - JOUR\nAU  - Müller, Ana\nTI  - Café – a “study”\nPY  - 2020\nER  - \n".encode("cp1252")
    )

    assert found.records[0].record.title == "Café – a “study”"
    assert [str(note) for note in found.notes] == [
        "refs.ris: the file is not UTF-8 (line 2), so it was read as Windows-1252: look at accented letters"
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "this is no file of references that is known"),
        (b"PK\x03\x04\x00\x00", "this is no text: export the references as BibTeX, RIS or CSL-JSON"),
        (
            b"%PDF-1.7\nwords",
            "this is no file of references that is known: export them as BibTeX (.bib), RIS (.ris) or CSL-JSON (.json); got %PDF-1.7",
        ),
        (b"TY  - \xe9\nTI  - \x81", "refs.txt, line 2: the file is written neither in UTF-8 nor in Windows-1252"),
        (b"\xff\xfe\x00\xd8", "refs.txt, line 1: the file is written neither in UTF-8 nor in Windows-1252"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(data: bytes, sentence: str) -> None:
    assert sentence in get_fault("refs.txt", data)


def test_an_empty_file_of_a_known_format_is_a_sentence() -> None:
    for file in ("refs.bib", "refs.ris"):
        assert get_fault(file, b"\n") == f"{file}: there is no reference in the file"


def test_a_file_that_is_too_large_is_a_sentence(monkeypatch) -> None:
    monkeypatch.setattr(text, "LARGEST_FILE", 10)

    assert get_fault("refs.bib", b"x" * 11) == (
        "refs.bib: the file is larger than 10 bytes, which is the most that is read: cut it into parts; got 11 bytes"
    )


@given(st.sampled_from(["refs.bib", "refs.ris", "refs.json", "refs.txt", "refs"]), st.binary(max_size=300))
def test_whatever_the_bytes_are_they_are_read_or_refused_in_a_sentence(file: str, data: bytes) -> None:
    try:
        read_references(file, data)
    except Faults as error:
        assert error.faults


def test_reading_references_knows_no_model() -> None:
    folder = Path(citing.__file__).parent
    imported = {
        name
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
    }
    assert "fiftysteps.core.faults" in imported
    assert [name for name in imported if "models" in name or "queries" in name or name.startswith("django.db")] == []
    assert sys.modules["fiftysteps.evidence.citing"] is citing
