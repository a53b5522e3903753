"""Take the references of a file in as drafts: all that are new, or none where anything is wrong."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import Nature, User
from fiftysteps.evidence.citing.kinds import suggest_kind
from fiftysteps.evidence.citing.matching import Sorted, sort_out
from fiftysteps.evidence.citing.reading import ReadFile
from fiftysteps.evidence.citing.records import ReferenceRecord, to_csl
from fiftysteps.evidence.models import Evidence, Reference
from fiftysteps.evidence.policies import check_can_import_references
from fiftysteps.evidence.queries.held_references import get_held_references
from fiftysteps.evidence.queries.reference_record import get_columns

# A slug that can be read: the first author, the year and the beginning of the title.
_WORDS_OF_TITLE = 5
_LONGEST_SLUG = 90  # the column holds 100; the rest is for a number
_LONGEST_SOURCE = 500  # as the column


@dataclass(frozen=True)
class ReferenceImport:
    """What became of a file: its records sorted out, and the references that were made of the new ones."""

    found: Sorted
    made: tuple[Reference, ...]


def import_references(user: User | None, read: ReadFile) -> ReferenceImport:
    """Make a draft of every record of `read` that is not held yet. What is held stays as somebody edited it.

    The kind is suggested from the title. The strength is left for a person: without it nothing is published.

    Raises
    ------
    PermissionDenied
        `user` may not import references. Without a user it is the host, by command.
    """
    if user is not None:
        check_can_import_references(user)
    with transaction.atomic():
        found = sort_out(read, get_held_references())
        slugs = set(Evidence.objects.values_list("slug", flat=True))
        made = tuple(_make_draft(user, item.record, slugs) for item in found.new)
        if made:
            record_audit(
                user, "import-references", "evidence.reference:import", {made.slug: made.record for made in made}
            )
    return ReferenceImport(found, made)


def _make_draft(user: User | None, record: ReferenceRecord, slugs: set[str]) -> Reference:
    columns = get_columns(record)
    reference = Reference(
        slug=_make_slug(record, slugs),
        record=to_csl(record),
        reference_kind=suggest_kind(record),
        date=datetime.date(*record.issued) if len(record.issued) == 3 else None,
        nature=Nature.REAL,
        source_title=_get_source(columns)[:_LONGEST_SOURCE],
        source_url=record.url or (f"https://doi.org/{record.doi}" if record.doi else ""),
        live=False,
        **columns,
    )
    reference.save()
    reference.save_revision(user=user, clean=False)
    return reference


def _get_source(columns: dict[str, object]) -> str:
    """Return the reference as its own source: of whom, when, what and where."""
    year = f" ({columns['year']})" if columns["year"] else ""
    who = f"{columns['authors']}{year}. " if columns["authors"] else ""
    return f"{who}{str(columns['title']).rstrip('.')}. {columns['publisher']}".strip()


def _make_slug(record: ReferenceRecord, slugs: set[str]) -> str:
    """Return an id that no evidence has yet, and take it."""
    who = record.people[0].family or record.people[0].literal if record.people else ""
    parts = ["ref", *who.split()[:2], str(record.year or ""), *record.title.split()[:_WORDS_OF_TITLE]]
    base = slugify(" ".join(parts))[:_LONGEST_SLUG].strip("-_").replace("_", "-")
    slug, number = base, 1
    while slug in slugs:
        number += 1
        slug = f"{base}-{number}"
    slugs.add(slug)
    return slug
