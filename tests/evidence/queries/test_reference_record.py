"""What is printed of a reference: its record, and over it what was written on the site."""

import pytest

from fiftysteps.evidence.actions.import_references import import_references
from fiftysteps.evidence.citing.names import Name
from fiftysteps.evidence.citing.read_references import read_references
from fiftysteps.evidence.models import Reference
from fiftysteps.evidence.queries.held_references import get_held_references
from fiftysteps.evidence.queries.how_to_cite import get_ways_to_cite
from fiftysteps.evidence.queries.reference_record import get_reference_record
from tests.builders import make_reference
from tests.evidence.citing.files import BIBTEX

pytestmark = pytest.mark.django_db


def make_imported() -> Reference:
    return import_references(None, read_references("refs.bib", BIBTEX.encode())).made[0]


def test_an_imported_reference_is_printed_from_its_record() -> None:
    record = get_reference_record(make_imported())

    assert record is not None
    assert (record.volume, record.page, record.issued) == ("12", "101-110", (2020, 5))
    assert record.authors[1] == Name(family="Müller", given="Jérôme")


@pytest.mark.parametrize(
    ("column", "value", "field", "expected"),
    [
        ("title", "Another", "title", "Another"),
        ("authors", "Ito K", "authors", (Name(family="Ito", given="K."),)),
        ("year", 2021, "issued", (2021,)),
        ("year", None, "issued", ()),
        ("publisher", "The Journal", "container", "The Journal"),
        ("doi", "", "doi", ""),
        ("url", "https://example.org/b", "url", "https://example.org/b"),
    ],
)
def test_what_was_edited_on_the_site_goes_before_the_record(column, value, field, expected) -> None:
    reference = make_imported()
    setattr(reference, column, value)

    record = get_reference_record(reference)

    assert getattr(record, field) == expected
    assert getattr(record, "volume", "") == "12"


def test_a_reference_without_a_record_is_printed_from_its_columns() -> None:
    article = make_reference(title="Damp", authors="Silva A, Ito K", year=2019, publisher="BMJ", reference_kind="trial")
    guidance = make_reference(title="Damp", authors="NICE", year=2019, publisher="NICE", reference_kind="guidance")

    assert [way.text for way in get_ways_to_cite(article)] == [
        "Silva, A. and Ito, K. (2019) ‘Damp’, BMJ.",
        "Silva A, Ito K. Damp. BMJ. 2019.",
    ]
    assert get_ways_to_cite(guidance)[0].html == "NICE (2019) <i>Damp</i>. NICE."


def test_a_column_that_breaks_a_rule_is_left_out_of_print() -> None:
    record = get_reference_record(make_reference(title="Damp", doi="not one", url="https://a:b@example.org", year=12))

    assert record is not None
    assert (record.doi, record.url, record.year) == ("", "", None)


def test_a_draft_without_a_title_is_not_printed() -> None:
    assert get_reference_record(Reference(title="", year=2020)) is None
    assert get_ways_to_cite(Reference(title="")) == ()


def test_a_record_that_no_rule_of_today_allows_is_passed_over() -> None:
    reference = make_reference(title="Damp", record={"type": "poster", "title": ""})

    record = get_reference_record(reference)

    assert record is not None
    assert record.title == "Damp"
    assert get_held_references()
