"""CSL-JSON as programs and registries write it, and as people mangle it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.core.faults import Faults
from fiftysteps.evidence.citing.names import Name
from fiftysteps.evidence.citing.read_references import read_references
from fiftysteps.evidence.citing.reading import ReadFile
from fiftysteps.evidence.citing.records import ReferenceRecord, from_csl, to_csl
from tests.evidence.citing.files import BIBTEX, CSL, POLYGLOT, RIS


def read(data: object) -> ReadFile:
    return read_references("refs.json", (data if isinstance(data, str) else json.dumps(data)).encode())


def get_faults(data: object) -> list[str]:
    with pytest.raises(Faults) as caught:
        read(data)
    return str(caught.value).splitlines()


def test_an_article_and_a_report_are_read_whole() -> None:
    article, report = (item.record for item in read(CSL).records)

    assert article == ReferenceRecord(
        type="article-journal",
        title="The NHS & cold homes",
        authors=(
            Name(family="Berg", given="Jan", particle="van der"),
            Name(literal="Warm Homes Team"),
            Name(literal="Town of Example"),
            Name(family="Silva", given="Ana", suffix="Jr"),
        ),
        issued=(2020, 5, 3),
        container="Journal of Warm Homes",
        volume="12",
        issue="3",
        page="101-110",
        doi="10.1234/jow.2020_12",
    )
    assert (report.type, report.issued, report.publisher) == ("report", (2019, 7), "Town of Example")


def test_one_item_alone_and_items_under_their_name_are_read_too() -> None:
    item = {"type": "journal-article", "title": ["One"], "issued": {"date-parts": [["2020"]]}}

    assert read(item).records[0].record == read({"items": [item]}).records[0].record
    assert read(item).records[0].record.type == "article-journal"


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"date-parts": [[None]]}, ()),
        ({"date-parts": [[]]}, ()),
        ({"date-parts": []}, ()),
        ({"date-parts": "2020"}, ()),
        ({"literal": "spring of 2020"}, (2020,)),
        ({"date-parts": [[2020, 5, 3, 9]]}, (2020, 5, 3)),
        ("2020-05", (2020, 5)),
        (2020, (2020,)),
        (None, ()),
    ],
)
def test_dates_are_read_as_far_as_they_go(issued: object, expected: tuple[int, ...]) -> None:
    assert read({"type": "book", "title": "T", "issued": issued}).records[0].record.issued == expected


def test_an_unknown_type_is_held_as_a_document_and_noted() -> None:
    found = read({"type": "peer-review", "title": "T", "issued": 2020, "author": [{"literal": "A"}]})

    assert found.records[0].record.type == "document"
    assert [str(note) for note in found.notes] == [
        'refs.json: record 1, the type "peer-review" is not known, so it is held as "document"'
    ]


def test_every_fault_of_every_item_is_told_at_once() -> None:
    faults = get_faults(
        [
            {"type": "book", "author": "Ana", "DOI": "x"},
            7,
            {"type": "book", "title": "T", "URL": "https://a:b@example.org"},
        ]
    )

    assert faults == [
        'refs.json: record 1, "DOI" must be a DOI such as 10.1136/bmj.g1687; got x',
        'refs.json: record 1, "author" must be a list of names, each with "family" or "literal"; got Ana',
        'refs.json: record 1, "title" is missing: a reference has a title',
        "refs.json: record 2, must be an object with the fields of one reference; got 7",
        'refs.json: record 3, "URL" must be a web address without a user\'s name or a password; got https://a:b@example.org',
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"title": }]', "refs.json, line 1: this is no JSON: Expecting value, column 12"),
        ("[" * 100_000, "refs.json: a number is too long, or too many brackets stand within each other"),
        ("[" + "9" * 5_000 + "]", "refs.json: a number is too long, or too many brackets stand within each other"),
        ('{"items": 3}', "refs.json: must be a list of references in CSL-JSON; got 3"),
        ("[]", "refs.json: there is no reference in the file"),
    ],
)
def test_what_is_no_list_of_references_is_a_sentence(text: str, sentence: str) -> None:
    assert get_faults(text) == [sentence]


def test_text_that_no_page_can_show_becomes_a_blank() -> None:
    record = read('{"type": "book", "title": "A\\u0000B\\ud800 C\\u2028D", "issued": 2020}').records[0].record
    assert record.title == "A B C D"


def test_a_script_in_a_title_stays_the_words_that_it_is() -> None:
    assert read({"type": "book", "title": POLYGLOT}).records[0].record.title == POLYGLOT


@pytest.mark.parametrize(("file", "text"), [("refs.bib", BIBTEX), ("refs.ris", RIS), ("refs.json", CSL)])
def test_a_record_comes_back_from_csl_as_it_went_in(file: str, text: str) -> None:
    for item in read_references(file, text.encode()).records:
        assert from_csl(json.loads(json.dumps(to_csl(item.record)))) == item.record


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
KEYS = ["type", "title", "author", "editor", "issued", "DOI", "URL", "page", "volume", "container-title"]


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6), min_size=1, max_size=3))
def test_whatever_stands_in_the_file_it_is_read_or_refused_in_a_sentence(data: list[object]) -> None:
    try:
        found = read(data)
    except Faults as error:
        assert all(str(fault).startswith("refs.json") for fault in error.faults)
    else:
        assert len(found.records) == len(data)
