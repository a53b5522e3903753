"""The references that are held, for finding those that would come a second time."""

from collections.abc import Iterator

from fiftysteps.core.text import quote
from fiftysteps.evidence.citing.dois import strip_doi
from fiftysteps.evidence.citing.matching import Identity, Known, get_identity
from fiftysteps.evidence.citing.names import read_printed
from fiftysteps.evidence.citing.records import RecordFaults, from_csl
from fiftysteps.evidence.citing.text import fold
from fiftysteps.evidence.models import Reference


def get_held_references() -> Known:
    """Return every reference, in draft or archived ones too, by what it says now and by what it was imported as.

    So a title that was put right on the site does not bring the same article in again.
    """
    known = Known()
    for reference in Reference.objects.only("slug", "title", "authors", "year", "doi", "record").order_by("pk"):
        words = f"{quote(reference.title)} ({reference.slug})"
        for identity in _get_identities(reference):
            known.add(identity, words)
    return known


def _get_identities(reference: Reference) -> Iterator[Identity]:
    authors = read_printed(reference.authors)
    work = (fold(reference.title), reference.year, authors[0].key if authors else "")
    yield Identity(strip_doi(reference.doi).casefold(), work)
    if reference.record:
        try:
            yield get_identity(from_csl(reference.record))
        except RecordFaults:
            return
