"""References in print: by citeproc, in two styles, with everything escaped."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.evidence.citing.formatting import STYLES, format_reference
from fiftysteps.evidence.citing.names import Name, read_printed
from fiftysteps.evidence.citing.read_references import read_references
from fiftysteps.evidence.citing.records import TEXTS, TYPES, RecordFaults, ReferenceRecord
from tests.evidence.citing.files import BIBTEX, CSL, POLYGLOT, RIS


def make_record(**fields) -> ReferenceRecord:
    return ReferenceRecord(**({"type": "article-journal", "title": "Cold homes"} | fields))


ARTICLE = make_record(
    authors=(Name(family="Berg", given="Jan", particle="van der"), Name(literal="Warm Homes Team")),
    issued=(2020, 5, 3),
    container="Journal of Warm Homes",
    volume="12",
    issue="3",
    page="101-110",
    doi="10.1234/jow.2020_12",
)


def test_an_article_is_printed_in_the_style_of_harvard() -> None:
    assert format_reference(ARTICLE).html == (
        "van der Berg, J. and Warm Homes Team (2020) ‘Cold homes’, <i>Journal of Warm Homes</i>, 12(3), pp. 101–110. "
        "Available at: https://doi.org/10.1234/jow.2020_12."
    )


def test_an_article_is_printed_in_the_style_of_vancouver_without_a_number() -> None:
    assert format_reference(ARTICLE, style="vancouver").text == (
        "van der Berg J, Warm Homes Team. Cold homes. Journal of Warm Homes. 2020;12(3):101–10. doi:10.1234/jow.2020_12"
    )


def test_a_title_that_begins_with_a_number_keeps_it() -> None:
    assert format_reference(make_record(title="1. First steps"), style="vancouver").text.startswith("1. First steps")


def test_who_published_what_nobody_wrote_is_its_author() -> None:
    report = make_record(type="report", publisher="Town of Example", issued=(2019,))
    assert format_reference(report).html == "Town of Example (2019) <i>Cold homes</i>. Town of Example."


def test_a_reference_of_nobody_at_all_begins_with_its_title_and_says_it_once() -> None:
    assert format_reference(make_record(type="document")).text == "Cold homes (no date)."


def test_a_style_that_there_is_not_is_a_sentence() -> None:
    with pytest.raises(ValueError, match="there is no style 'apa'; there are: harvard, vancouver"):
        format_reference(ARTICLE, style="apa")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("field", [*TEXTS, "authors"])
def test_script_in_any_field_is_printed_as_words(field: str, style: str) -> None:
    value = {"doi": "10.1234/<script>alert(1)</script>", "url": "https://example.org/<script>alert(1)</script>"}.get(
        field, POLYGLOT
    )
    record = make_record(**{field: (Name(literal=POLYGLOT),) if field == "authors" else value})

    printed = format_reference(record, style=style)

    assert re.sub(r"</?i>", "", printed.html).count("<") == 0
    assert html.unescape(re.sub(r"</?i>", "", printed.html)) == printed.text


@pytest.mark.parametrize("text", [BIBTEX, RIS, CSL])
def test_whatever_the_files_hold_is_printed_in_every_style(text: str) -> None:
    for item in read_references("refs", text.encode()).records:
        for style in STYLES:
            printed = format_reference(item.record, style=style).text
            assert item.record.title.split()[0] in printed
            assert printed.count(item.record.title) <= 1


def test_other_authors_are_et_al_where_the_style_says_so() -> None:
    record = make_record(authors=read_printed("Silva A and others"), issued=(2020,), container="BMJ")

    assert format_reference(record).text == "Silva, A. and others (2020) ‘Cold homes’, BMJ."
    assert format_reference(record, style="vancouver").text == "Silva A, et al. Cold homes. BMJ. 2020."


def test_an_article_without_volume_and_page_is_not_called_a_preprint_and_a_preprint_is() -> None:
    fields = {"container": "BMJ", "issued": (2020,), "authors": read_printed("Silva A"), "doi": "10.1234/a"}

    assert "Preprint" not in format_reference(make_record(**fields)).text
    assert "Preprint" in format_reference(make_record(type="article", **fields)).text


def test_marks_of_our_own_in_a_text_open_no_italics() -> None:
    assert "<i>" not in format_reference(make_record(title="A \ue000B\ue001", issued=(2020,)), style="vancouver").html


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=15).map(
    lambda t: " ".join(t.split()) or "x"
)
NAMES = st.one_of(
    st.builds(Name, literal=WORDS),
    st.builds(Name, family=WORDS, given=st.one_of(st.just(""), WORDS), particle=st.one_of(st.just(""), WORDS)),
)
TEXT_FIELDS = [field for field in TEXTS if field not in {"title", "doi", "url"}]


# A new reference takes a hundredth of a second to print.
@settings(max_examples=60)
@given(
    kind=st.sampled_from(sorted(TYPES)),
    title=WORDS,
    authors=st.lists(NAMES, max_size=8).map(tuple),
    issued=st.sampled_from([(), (2020,), (2020, 5), (2020, 5, 3)]),
    rest=st.dictionaries(
        st.sampled_from(TEXT_FIELDS), st.one_of(WORDS, st.sampled_from(["1-2", "-", "12–x", "1, 3-4", "2nd"]))
    ),
    style=st.sampled_from(sorted(STYLES)),
)
def test_whatever_a_record_holds_it_is_printed(kind, title, authors, issued, rest, style) -> None:
    record = ReferenceRecord(type=kind, title=title, authors=authors, issued=issued, **rest)

    printed = format_reference(record, style=style)

    assert "<" not in re.sub(r"</?i>", "", printed.html)


def test_a_record_checks_itself_and_tells_every_fault() -> None:
    with pytest.raises(RecordFaults) as caught:
        ReferenceRecord(
            type="poster", title="", doi="x", issued=(1066,), volume="9" * 3_000, authors=(Name(literal="A"),) * 1_001
        )

    assert [fault.field for fault in caught.value.faults] == ["type", "title", "issued", "doi", "volume", "authors"]
    assert "title is missing" in str(caught.value)
