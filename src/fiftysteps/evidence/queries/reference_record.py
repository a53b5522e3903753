"""A reference as it is printed: the record that it was imported with and, over it, what was written on the site."""

from typing import Any, Final

from fiftysteps.evidence.citing.names import print_names, read_printed
from fiftysteps.evidence.citing.records import RecordFaults, ReferenceRecord, from_csl
from fiftysteps.evidence.models import Reference, ReferenceKind

# As many characters as the columns hold.
LONGEST_TITLE = LONGEST_AUTHORS = LONGEST_PUBLISHER = 300
# Which fields of a record each column of the model stands for.
_FIELDS: Final = {
    "title": ("title",),
    "authors": ("authors", "editors"),
    "year": ("issued",),
    "publisher": ("container", "publisher"),
    "url": ("url",),
    "doi": ("doi",),
}
# These appear in journals, so what stands in the column of the publisher is the journal's name.
_IN_JOURNALS: Final = frozenset(
    {
        ReferenceKind.SYSTEMATIC_REVIEW,
        ReferenceKind.TRIAL,
        ReferenceKind.OBSERVATIONAL_STUDY,
        ReferenceKind.QUALITATIVE_STUDY,
        ReferenceKind.ECONOMIC_STUDY,
    }
)


def get_reference_record(reference: Reference) -> ReferenceRecord | None:
    """Return `reference` as a record; nothing where it has no title, as a draft may."""
    plain = _get_plain(reference)
    held = _get_held(reference)
    if held is None:
        return _build(plain)
    values = {field: getattr(held, field) for field in held.__dataclass_fields__}
    for column, said in get_columns(held).items():
        if getattr(reference, column) != said:
            values |= {field: plain.get(field, "") for field in _FIELDS[column]}
    return _build(values)


def get_columns(record: ReferenceRecord) -> dict[str, Any]:
    """Return what the columns of a reference say of `record`, cut where they are too short for it."""
    return {
        "title": _cut(record.title, LONGEST_TITLE),
        "authors": print_names(record.people, LONGEST_AUTHORS),
        "year": record.year,
        "publisher": _cut(record.container or record.publisher, LONGEST_PUBLISHER),
        "url": record.url,
        "doi": record.doi,
    }


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1] + "…"


def _get_held(reference: Reference) -> ReferenceRecord | None:
    try:
        return from_csl(reference.record) if reference.record else None
    except RecordFaults:  # written by an earlier version, whose rules were others
        return None


def _get_plain(reference: Reference) -> dict[str, Any]:
    in_journal = reference.reference_kind in _IN_JOURNALS
    return {
        "type": "article-journal" if in_journal else "report",
        "title": reference.title,
        "authors": read_printed(reference.authors),
        "editors": (),
        "issued": (reference.year,) if reference.year else (),
        "container": reference.publisher if in_journal else "",
        "publisher": "" if in_journal else reference.publisher,
        "url": reference.url,
        "doi": reference.doi,
    }


def _build(values: dict[str, Any]) -> ReferenceRecord | None:
    """Return the record of `values`, without those that break a rule: a page must show what there is."""
    try:
        return ReferenceRecord(**values)
    except RecordFaults as error:
        broken = {fault.field for fault in error.faults}
        if broken & {"title", "type"}:
            return None
        return ReferenceRecord(**{field: value for field, value in values.items() if field not in broken})
