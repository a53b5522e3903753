"""Which references are the same, and which only look so."""

import pytest

from fiftysteps.evidence.citing.kinds import suggest_kind
from fiftysteps.evidence.citing.matching import Known, get_identity, get_sentence, sort_out
from fiftysteps.evidence.citing.names import Name
from fiftysteps.evidence.citing.reading import ReadFile, ReadRecord
from fiftysteps.evidence.citing.records import ReferenceRecord


def make_record(**fields) -> ReferenceRecord:
    values = {
        "type": "article-journal",
        "title": "Cold homes",
        "authors": (Name(family="Müller", given="Ana"),),
        "issued": (2020,),
    }
    return ReferenceRecord(**(values | fields))


def make_file(*records: ReferenceRecord) -> ReadFile:
    return ReadFile("refs.bib", tuple(ReadRecord(n, n, record) for n, record in enumerate(records, 1)), ())


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ({"doi": "10.1234/A"}, {"doi": "10.1234/a", "title": "Other", "issued": ()}, True),
        ({}, {"title": "COLD  HOMES!", "authors": (Name(family="Muller", given="A."),)}, True),
        ({"doi": "10.1234/a"}, {}, True),
        ({"doi": "10.1234/a"}, {"doi": "10.1234/b"}, False),
        ({}, {"issued": (2021,)}, False),
        ({}, {"authors": (Name(family="Silva", given="Ana"),)}, False),
        ({}, {"title": "Warm homes"}, False),
        ({"authors": ()}, {"authors": ()}, True),
        ({"authors": (), "editors": (Name(literal="NICE"),)}, {"authors": (Name(literal="nice"),)}, True),
    ],
)
def test_two_records_are_one_by_doi_or_else_by_title_year_and_first_author(first, second, is_same) -> None:
    found = sort_out(make_file(make_record(**first), make_record(**second)), Known())

    assert len(found.new) == 2 - is_same
    assert [(d.of, d.is_held) for d in found.duplicates] == [("record 1 of the file", False)] * is_same


def test_what_is_held_already_is_told_with_its_place() -> None:
    known = Known()
    known.add(get_identity(make_record()), '"Cold homes" (ref-cold-homes)')

    found = sort_out(make_file(make_record(title="New"), make_record()), known)

    assert [item.number for item in found.new] == [1]
    assert str(get_sentence("refs.bib", found.duplicates[0])) == (
        'refs.bib, line 2: record 2 is held already: "Cold homes" (ref-cold-homes); got Cold homes'
    )


def test_what_stood_further_up_is_told_with_its_number() -> None:
    found = sort_out(make_file(make_record(), make_record()), Known())

    assert str(get_sentence("refs.bib", found.duplicates[0])) == (
        "refs.bib, line 2: record 2 is the same as record 1 of the file; got Cold homes"
    )


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"title": "Cold homes: a systematic review of randomised trials"}, "systematic-review"),
        ({"title": "Grants", "container": "Cochrane Database of Systematic Reviews"}, "systematic-review"),
        ({"title": "A randomized trial"}, "trial"),
        ({"title": "Industrial homes"}, ""),
        ({"title": "A cost-effectiveness analysis"}, "economic-study"),
        ({"title": "A qualitative study"}, "qualitative-study"),
        ({"title": "A Delphi study"}, "consensus"),
        ({"title": "Cohort of children"}, "observational-study"),
        ({"title": "Guidelines on damp"}, "guidance"),
        ({"title": "Evaluation of grants", "type": "report"}, "evaluation"),
        ({"title": "Damp", "type": "report"}, "grey-literature"),
    ],
)
def test_the_kind_is_suggested_where_the_title_says_it(fields, kind) -> None:
    assert suggest_kind(make_record(**fields)) == kind
