"""RIS as publishers write it, and as people mangle it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.core.faults import Faults
from fiftysteps.evidence.citing import read_ris, reading
from fiftysteps.evidence.citing.names import Name
from fiftysteps.evidence.citing.read_references import read_references
from fiftysteps.evidence.citing.reading import ReadFile
from fiftysteps.evidence.citing.records import ReferenceRecord
from tests.evidence.citing.files import POLYGLOT, RIS, make_ris


def read(text: str) -> ReadFile:
    return read_references("refs.ris", text.encode())


def get_faults(text: str) -> list[str]:
    with pytest.raises(Faults) as caught:
        read(text)
    return str(caught.value).splitlines()


def test_an_article_and_a_chapter_are_read_whole() -> None:
    article, chapter = read(RIS).records

    assert (article.line, chapter.line) == (1, 20)
    assert article.record == ReferenceRecord(
        type="article-journal",
        title="The NHS and cold homes a systematic review",
        authors=(
            Name(family="Berg", given="Jan", particle="van der"),
            Name(literal="Warm Homes Team"),
            Name(family="Silva", given="Ana", suffix="Jr"),
        ),
        issued=(2020, 5, 3),
        container="Journal of Warm Homes",
        volume="12",
        issue="3",
        page="101-110",
        doi="10.1234/jow.2020_12",
        url="https://example.org/a",
    )
    assert (chapter.record.type, chapter.record.isbn, chapter.record.year) == ("chapter", "978-0-00-000000-0", 2018)
    assert [str(name) for name in chapter.record.editors] == ["Berg J", "Houten LV"]


def test_a_record_without_an_end_is_read_and_noted() -> None:
    found = read("TY  - RPRT\nTI  - One\nAU  - A, B\nPY  - 2020\nTY  - RPRT\nTI  - Two\nAU  - A, B\nPY  - 2021\n")

    assert [item.record.title for item in found.records] == ["One", "Two"]
    assert [str(note) for note in found.notes] == [
        'refs.ris, line 1: record 1, the record does not end with "ER", and was taken to end before the next',
        'refs.ris, line 5: record 2, the record does not end with "ER", and was taken to end before the next',
    ]


def test_every_fault_of_every_record_is_told_at_once() -> None:
    faults = get_faults(
        "AU  - Lost\n\nTY  - JOUR\nPY  - 1066\nDO  - x\nER  - \nKW  - y\nTY  - JOUR\nTI  - T\nUR  - ftp://a\nER  - \n"
    )

    assert faults == [
        'refs.ris, line 1: record 1, "AU" stands outside a record: each begins with "TY" and ends with "ER"; got AU  - Lost',
        'refs.ris, line 3: record 1, "DO" must be a DOI such as 10.1136/bmj.g1687; got x',
        'refs.ris, line 3: record 1, "PY" must be of a year between 1800 and 2100; got 1066',
        'refs.ris, line 3: record 1, "TI" is missing: a reference has a title',
        'refs.ris, line 7: record 2, "KW" stands outside a record: each begins with "TY" and ends with "ER"; got KW  - y',
        'refs.ris, line 8: record 2, "UR" must be a web address that starts with http:// or https://; got ftp://a',
    ]


def test_one_blank_where_there_should_be_two_is_understood() -> None:
    found = read("TY - JOUR\nTI - One\nAU - Silva, Ana\nPY - 2020\nER -\n")

    assert (found.records[0].record.title, found.records[0].record.year) == ("One", 2020)


def test_a_line_of_an_abstract_that_looks_like_a_tag_is_none() -> None:
    found = read(
        "TY  - JOUR\nTI  - One\nAU  - Silva, Ana\nPY  - 2020\nAB  - In the\nUK - and elsewhere\nER - is busy\nDO  - 10.1234/x\nER  - \n"
    )

    assert [item.record.doi for item in found.records] == ["10.1234/x"]


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        ("PY  - 2020///", (2020,)),
        ("Y1  - 2019/12/01/", (2019, 12, 1)),
        ("PY  - 2020\nDA  - 2020/05/03/Spring", (2020, 5, 3)),
        ("PY  - 2020\nDA  - 2021/01/01", (2020,)),
        ("DA  - May 2018", (2018,)),
        ("PY  - in press", ()),
        ("PY  - 2020/13/45", (2020,)),
        ("PY  - 2021/02/30", (2021, 2)),
    ],
)
def test_dates_are_read_as_far_as_they_go(lines: str, issued: tuple[int, ...]) -> None:
    assert read(f"TY  - JOUR\nTI  - T\n{lines}\nER  - \n").records[0].record.issued == issued


def test_an_unknown_type_is_held_as_a_document_and_noted() -> None:
    found = read("TY  - XXXX\nTI  - T\nAU  - A, B\nPY  - 2020\nER  - ")

    assert found.records[0].record.type == "document"
    assert 'the type "XXXX" is not known, so it is held as "document"' in str(found.notes[0])


def test_a_script_in_a_title_stays_the_words_that_it_is() -> None:
    assert read(f"TY  - JOUR\nTI  - {POLYGLOT}\nER  - ").records[0].record.title == POLYGLOT


def test_windows_line_ends_a_mark_of_the_byte_order_and_utf_16_do_not_matter() -> None:
    expected = read(RIS).records
    text = RIS.replace("\n", "\r\n")
    for data in (text.encode("utf-8-sig"), text.encode("utf-16"), RIS.replace("\n", "\r").encode()):
        assert read_references("refs.ris", data).records == expected


def test_ten_thousand_records_are_read() -> None:
    assert len(read(make_ris(count=10_000)).records) == 10_000


def test_more_records_than_are_read_at_once_are_a_sentence(monkeypatch) -> None:
    monkeypatch.setattr(reading, "MOST_RECORDS", 3)

    assert get_faults(make_ris(count=4)) == [
        "refs.ris: the file holds more than 3 references, which is the most that is read at once"
    ]


def test_a_record_of_more_lines_than_any_has_is_a_sentence(monkeypatch) -> None:
    monkeypatch.setattr(read_ris, "MOST_LINES", 5)

    faults = get_faults("TY  - JOUR\n" + "AU  - A, B\n" * 5 + "TI  - T\nER  - \n")

    assert faults == ["refs.ris: the record on line 1 has more than 5 lines"]


def test_after_a_thousand_faults_the_rest_is_not_read(monkeypatch) -> None:
    monkeypatch.setattr(reading, "MOST_FAULTS", 3)

    faults = get_faults("KW  - x\n" * 10)

    assert faults[0] == "refs.ris: there are more than 3 faults, so the rest of the file was not read"
    assert len(faults) == 4


TAGS = [
    "TY  - JOUR",
    "TY",
    "ER  - ",
    "TI  - T",
    "AU  - A, B",
    "AU  - ,",
    "UK  - x",
    "ED  - ,,",
    "UR  - ;",
    "PY  - 20",
    "  - ",
    "x",
    "",
    "DO  - ",
    "ZZ  - z",
    "TY - ",
]


@given(st.lists(st.one_of(st.sampled_from(TAGS), st.text(max_size=20)), max_size=30).map("\n".join))
def test_whatever_stands_in_the_file_it_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        found = read(text)
    except Faults as error:
        assert all(str(fault).startswith("refs.ris") for fault in error.faults)
    else:
        assert found.records
