"""BibTeX as reference managers write it, and as people mangle it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.core.faults import Faults
from fiftysteps.evidence.citing import read_bibtex
from fiftysteps.evidence.citing.latex import DEEPEST
from fiftysteps.evidence.citing.names import Name
from fiftysteps.evidence.citing.read_references import read_references
from fiftysteps.evidence.citing.reading import ReadFile
from fiftysteps.evidence.citing.records import ReferenceRecord
from tests.evidence.citing.files import BIBTEX, POLYGLOT


def read(text: str) -> ReadFile:
    return read_references("refs.bib", text.encode())


def read_one(fields: str, *, entry: str = "article") -> ReferenceRecord:
    return read(f"@{entry}{{k, {fields}}}").records[0].record


def get_faults(text: str) -> list[str]:
    with pytest.raises(Faults) as caught:
        read(text)
    return str(caught.value).splitlines()


def test_an_article_is_read_with_accents_braces_particles_and_bodies() -> None:
    first = read(BIBTEX).records[0]

    assert (first.line, first.number) == (5, 1)
    assert first.record == ReferenceRecord(
        type="article-journal",
        title="The NHS and cold homes: 50% of cafés & Øresund – a systematic review",
        authors=(
            Name(family="Berg", given="Jan", particle="van der"),
            Name(family="Müller", given="Jérôme"),
            Name(literal="Warm Homes Équipe"),
            Name(family="Silva", given="Ana", suffix="Jr."),
            Name(literal="others"),
        ),
        issued=(2020, 5),
        container="Journal of Warm Homes",
        volume="12",
        issue="3",
        page="101-110",
        doi="10.1234/jow.2020_12",
        url="https://example.org/a%20b_c",
    )


def test_a_report_a_leaflet_and_a_chapter_are_what_they_are() -> None:
    _, report, leaflet, chapter = (item.record for item in read(BIBTEX).records)

    assert (report.type, report.number, report.issue, report.publisher) == ("report", "7", "", "Town of Example")
    assert report.authors == (Name(literal="Town of Example"),)
    assert (leaflet.type, leaflet.url, leaflet.authors, leaflet.year) == (
        "document",
        "https://example.org/leaflet",
        (),
        None,
    )
    assert (chapter.type, chapter.container, chapter.issued) == ("chapter", "Stairs", (2018, 4, 3))
    assert chapter.editors == (Name(family="Houten", given="Ludwig", particle="van"),)


def test_what_is_not_said_is_noted_with_its_line() -> None:
    notes = [str(note) for note in read(BIBTEX).notes]

    assert notes == [
        "refs.bib, line 27: record 3, no author and no editor is named",
        "refs.bib, line 27: record 3, no year can be read, so none is held",
    ]


def test_every_fault_of_every_entry_is_told_at_once_with_field_rule_and_got() -> None:
    faults = get_faults(
        "@article{a,\n title = {},\n doi = {abc},\n url = {javascript:alert(1)},\n year = {1492}\n}\n"
        "@article{b, title = {A {B}\n@article{c, title = {C}, author = {A}B, C}, year = 2020}"
    )

    assert faults == [
        'refs.bib, line 1: record 1, "doi" must be a DOI such as 10.1136/bmj.g1687; got abc',
        'refs.bib, line 1: record 1, "title" is missing: a reference has a title',
        'refs.bib, line 1: record 1, "url" must be a web address that starts with http:// or https://; got javascript:alert(1)',
        'refs.bib, line 1: record 1, "year" must be of a year between 1800 and 2100; got 1492',
        *faults[4:],
    ]
    assert len(faults) == 6
    assert faults[4].startswith(
        "refs.bib, line 7: record 2, the entry has no end or a sign too many: Unexpected block start"
    )
    assert faults[5].startswith("refs.bib, line 8: record 3, the entry has no end or a sign too many")


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (r"{A \{ {B}}", "A { B"),
        ("{" * 3 + "A" + "}" * 3, "A"),
        ("{Cost of $5}", "Cost of $5"),
        (r"{$\alpha$ and $\beta$}", "α and β"),
        (r"{AT&T_x #1 ^2}", "AT&T_x #1 ^2"),
        (r"{50\% of \textit{it} in ``quotes''}", "50% of it in “quotes”"),
        ("{With~a blank}", "With a blank"),
        ('"Quoted {"}inside{"} it"', 'Quoted "inside" it'),
    ],
)
def test_latex_becomes_the_words_that_it_stands_for(value: str, rule: str) -> None:
    assert read_one(f"title = {value}, year = 2020").title == rule


@pytest.mark.parametrize("key", ["title", "author", "journal"])
def test_braces_within_each_other_without_end_are_a_sentence(key: str) -> None:
    deep = "{" * (DEEPEST + 1) + "A" + "}" * (DEEPEST + 1)
    fields = {"title": "{T}", "year": "{2020}", key: f"{{{deep}}}"}

    faults = get_faults("@article{k, " + ", ".join(f"{name} = {value}" for name, value in fields.items()) + "}")

    assert f'refs.bib, line 1: record 1, "{key}" has more than 40 braces within each other; got {{' in faults[0]


def test_braces_that_do_not_match_are_a_sentence() -> None:
    faults = get_faults('@article{k, title = "A } B", year = 2020}')
    assert '"title" has a closing brace without an opening one; got A } B' in faults[0]
    faults = get_faults('@article{k, title = "A { B", year = 2020}')
    assert '"title" has an opening brace without a closing one; got A { B' in faults[0]


def test_a_field_that_stands_twice_counts_once_and_is_noted() -> None:
    found = read("@article{k, title={One}, title={Two}, year=2020, author={Silva, A}}")

    assert found.records[0].record.title == "One"
    assert [str(note) for note in found.notes] == [
        'refs.bib, line 1: record 1, "title" stands there twice, and the first one was taken'
    ]


def test_two_entries_with_one_key_are_two_references() -> None:
    found = read("@book{k, title={One}, year=2020}\n@book{k, title={Two}, year=2021}")

    assert [item.record.title for item in found.records] == ["One", "Two"]


def test_an_unknown_type_is_held_as_a_document_and_noted() -> None:
    found = read("@poster{k, title={One}, year=2020, author={Silva, A}}")

    assert found.records[0].record.type == "document"
    assert 'the type "poster" is not known, so it is held as "document"' in str(found.notes[0])


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ludwig van Beethoven", (Name(family="Beethoven", given="Ludwig", particle="van"),)),
        ("de la Cruz, Ana", (Name(family="Cruz", given="Ana", particle="de la"),)),
        ("Plato", (Name(literal="Plato"),)),
        ("{Barnes and Noble}", (Name(literal="Barnes and Noble"),)),
        ("{Department for Homes, Places and Steps}", (Name(literal="Department for Homes, Places and Steps"),)),
        (r"{\'A}lvarez, Ana", (Name(family="Álvarez", given="Ana"),)),
        (r"Ana {\'A}lvarez", (Name(family="Álvarez", given="Ana"),)),
        ("A, B, C, D", (Name(family="A", given="C D", suffix="B"),)),
        ("Silva, Ana and", (Name(family="Silva", given="Ana"),)),
        ("", ()),
    ],
)
def test_names_are_taken_apart(author: str, names: tuple[Name, ...]) -> None:
    assert read_one(f"title={{T}}, year=2020, author={{{author}}}").authors == names


def test_a_script_in_a_title_stays_the_words_that_it_is() -> None:
    title = POLYGLOT.replace("{{7*7}}${7*7}", "")
    assert read_one(f"title={{{title}}}, year=2020").title == title


def test_windows_line_ends_and_a_mark_of_the_byte_order_do_not_matter() -> None:
    data = BIBTEX.replace("\n", "\r\n").encode("utf-8-sig")
    assert read_references("refs.bib", data).records == read(BIBTEX).records


def test_what_would_fill_the_memory_is_a_sentence(monkeypatch) -> None:
    monkeypatch.setattr(read_bibtex, "MOST_RECORDS", 1)
    monkeypatch.setattr(read_bibtex, "MOST_FIELDS", 5)
    monkeypatch.setattr(read_bibtex, "LONGEST_WRITTEN", 10)

    assert get_faults("@a{" * 3) == [
        "refs.bib: the file holds more than 1 references, which is the most that is read at once"
    ]
    assert get_faults("@a{b, " + "c=1," * 6 + "}") == [
        "refs.bib: the file has more than 5 signs =, which is the most that is read at once"
    ]
    assert get_faults("@book{k, title = {A title of many words}}")[0] == (
        'refs.bib, line 1: record 1, "title" is longer than 10 characters; got A title of many words'
    )


PIECES = [
    "@article{",
    "@misc(",
    "k",
    ",",
    "title",
    "=",
    "{",
    "}",
    '"',
    "author",
    " and ",
    "A, B",
    "\\",
    "\\'",
    "$",
    "%",
    "\n",
    "@",
    "#",
]


@given(
    st.lists(
        st.sampled_from(
            [*PIECES, "year", "2020", "doi", "10.1/x", "é", "\\begin{x}", "\\item", "\\input{x}", "~", "month"]
        ),
        max_size=60,
    ).map("".join)
)
def test_whatever_stands_in_the_file_it_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        found = read(text)
    except Faults as error:
        assert all(str(fault).startswith("refs.bib") for fault in error.faults)
    else:
        assert found.records


@given(st.text(max_size=200).map(lambda text: text.replace("@", "")))
def test_whatever_stands_in_a_field_it_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        read(
            f"@article{{k, title = {{{text}}}, author = {{{text}}}, year = {{{text}}}, url={{{text}}}, doi={{{text}}}}}"
        )
    except Faults as error:
        assert error.faults
