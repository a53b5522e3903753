"""A codebook goes to other programs and comes back; a file that is none, or hostile, is answered with a sentence."""

import datetime
import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.exchange.reading import DEEPEST, LARGEST, read_codebook
from fiftysteps.engagement.exchange.shapes import ExchangedCode, ExchangedCoding, ExchangedProject, ExchangedSource
from fiftysteps.engagement.exchange.writing import CODEBOOK, PROJECT, make_key, write_qdc, write_qdpx

# As a program of another house writes it: a prefix, other orders, a set, a comment, an element of its own.
FOREIGN = b"""\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>
<q:CodeBook xmlns:q="urn:QDA-XML:codebook:1.0" origin="Another program 23.4">
  <!-- made by hand -->
  <q:Codes>
    <q:Code color="#46AA00" isCodable="false" name="Homes" guid="{1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294}">
      <q:Description>All about homes</q:Description>
      <q:NoteRef targetGUID="1FF58B12-6F6F-4B0C-8BE5-BBDC91F55299"/>
      <q:Code guid="1ff58b12-6f6f-4b0c-8be5-bbdc91f55295" name="Damp &amp; mould"/>
    </q:Code>
  </q:Codes>
  <q:Sets><q:Set name="a group" guid="ECA18D76-2B8B-4F26-BC1D-19ECA19FB3F0"/></q:Sets>
</q:CodeBook>"""
AT = datetime.datetime(2026, 11, 27, 12, 0, tzinfo=datetime.UTC)


def test_what_another_program_wrote_is_read() -> None:
    (homes,) = read_codebook(FOREIGN)
    assert (homes.name, homes.description, homes.is_codable) == ("Homes", "All about homes", False)
    assert homes.key == "1ff58b12-6f6f-4b0c-8be5-bbdc91f55294"
    assert [(each.name, each.is_codable) for each in homes.children] == [("Damp & mould", True)]


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
CODES = st.recursive(
    st.builds(ExchangedCode, st.uuids().map(str), NAMES, NAMES | st.just(""), st.booleans()),
    lambda below: st.builds(
        ExchangedCode, st.uuids().map(str), NAMES, st.just(""), st.booleans(), st.lists(below, max_size=3).map(tuple)
    ),
    max_leaves=6,
)


def list_keys(codes: tuple[ExchangedCode, ...]) -> list[str]:
    return [key for code in codes for key in (code.key, *list_keys(code.children))]


@given(
    st.lists(CODES, min_size=1, max_size=4)
    .map(tuple)
    .filter(lambda codes: len(set(list_keys(codes))) == len(list_keys(codes)))
)
def test_what_is_written_is_read_back_the_same(codes: tuple[ExchangedCode, ...]) -> None:
    assert read_codebook(write_qdc(codes)) == codes
    assert write_qdc(codes) == write_qdc(codes)


def make_project() -> ExchangedProject:
    code = ExchangedCode(make_key("code"), "Places to sit", "Benches.")
    text = "Benches 🙂\r\nplease"
    coding = ExchangedCoding(code.key, 0, 9, make_key("user"), AT)
    return ExchangedProject(
        "Well",
        (code,),
        (ExchangedSource(make_key("one"), "Response 1", text, (coding,)),),
        {make_key("user"): "An officer"},
    )


def test_a_project_holds_texts_and_who_coded_what_where() -> None:
    project = make_project()
    content = write_qdpx(project)
    assert content == write_qdpx(project)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("project.qde"))
        names = {"q": PROJECT}
        source = root.find("q:Sources/q:TextSource", names)
        path = source.get("plainTextPath").removeprefix("internal://")
        text = archive.read(f"Sources/{path}").decode()
    assert text == "Benches 🙂\nplease"
    selection = source.find("q:PlainTextSelection", names)
    assert text[int(selection.get("startPosition")) : int(selection.get("endPosition"))] == "Benches 🙂"
    target = selection.find("q:Coding/q:CodeRef", names).get("targetGUID")
    assert root.find("q:CodeBook/q:Codes/q:Code", names).get("guid") == target
    assert root.find("q:Users/q:User", names).get("guid") == selection.get("creatingUser")
    assert read_codebook(content) == project.codes


def wrap(codes: str) -> bytes:
    return f'<CodeBook xmlns="{CODEBOOK}"><Codes>{codes}</Codes></CodeBook>'.encode()


def zip_up(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()


GUID = "1FF58B12-6F6F-4B0C-8BE5-BBDC91F5529"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "it is no XML"),
        (b"a,b\n1,2", "it is no XML"),
        (b"<html/>", "it has no codes"),
        (wrap(""), "its codebook is empty"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><CodeBook/>', "declares a document type or entities"),
        ('<?xml version="1.0" encoding="utf-16"?><CodeBook/>'.encode("utf-16"), "must be in UTF-8"),
        (b" " * (LARGEST + 1), "at most 10 MB"),
        (zip_up(other__txt=b"x"), "it has no project.qde"),
        (zip_up(project__qde=b" " * (LARGEST + 1)), "at most 10 MB"),
        (zip_up(project__qde=b"<x/>")[:-30], "it must be in UTF-8"),
        (wrap(f'<Code guid="{GUID}1" name=" "/>'), "Code 1: it has no name"),
        (wrap(f'<Code guid="{GUID}1" name="{"x" * 101}"/>'), "this has 101"),
        (wrap('<Code guid="one" name="A"/>'), "must be a UUID; got “one”"),
        (wrap(f'<Code guid="{GUID}1" name="A"/><Code guid="{GUID}1" name="B"/>'), "is that of another code"),
        (wrap("".join(f'<Code guid="00000000-0000-0000-0000-{n:012}" name="x">' for n in range(DEEPEST + 1)) + "</Code>" * (DEEPEST + 1)), "at most 20 levels"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_codebook_is_answered_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(PersonError, match=sentence):
        read_codebook(content)


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(PersonError) as caught:
        read_codebook(wrap('<Code guid="one" name=""/><Code guid="two" name="B"/>'))
    assert len(str(caught.value).splitlines()) == 3


@given(st.binary(max_size=300))
def test_no_file_breaks_it(content: bytes) -> None:
    with pytest.raises(PersonError):
        read_codebook(content)
