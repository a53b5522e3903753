"""Imported references are drafts, come once, and leave what is held as it was edited."""

import pytest
from django.core.exceptions import PermissionDenied

from fiftysteps.accounts.models import AuditEntry, Nature, Role
from fiftysteps.config.roles import set_up_roles
from fiftysteps.evidence.actions import import_references as module
from fiftysteps.evidence.actions.import_references import import_references
from fiftysteps.evidence.citing.read_references import read_references
from fiftysteps.evidence.citing.reading import ReadFile
from fiftysteps.evidence.models import Reference
from tests.builders import make_finding, make_reference, make_user
from tests.evidence.citing.files import BIBTEX, RIS, make_ris

pytestmark = pytest.mark.django_db


def read(text: str = BIBTEX) -> ReadFile:
    return read_references("refs", text.encode())


@pytest.fixture
def analyst():
    user = make_user(role=Role.ANALYST)
    set_up_roles()
    return user


def test_new_references_come_in_as_drafts_with_their_record(analyst) -> None:
    done = import_references(analyst, read())

    first = Reference.objects.get(slug="ref-berg-2020-the-nhs-and-cold-homes")
    assert len(done.made) == Reference.objects.count() == 4
    assert not Reference.objects.filter(live=True).exists()
    assert (first.authors, first.year, first.publisher) == (
        "van der Berg J, Müller J, Warm Homes Équipe, Silva A Jr. and others",
        2020,
        "Journal of Warm Homes",
    )
    assert (first.doi, first.reference_kind, first.strength, first.nature) == (
        "10.1234/jow.2020_12",
        "systematic-review",
        "",
        Nature.REAL,
    )
    assert first.source_title.startswith("van der Berg J, Müller J")
    assert first.source_url == "https://example.org/a%20b_c"
    assert first.record["container-title"] == "Journal of Warm Homes"
    assert first.latest_revision.user == analyst


def test_a_day_of_publication_becomes_the_date() -> None:
    import_references(None, read(RIS))
    assert sorted(map(str, Reference.objects.values_list("date", flat=True))) == ["2020-05-03", "None"]


def test_an_import_has_its_audit_entries(analyst) -> None:
    import_references(analyst, read())

    entry = AuditEntry.objects.get(action="import-references")
    assert (entry.user, entry.object_key, len(entry.digest)) == (analyst, "evidence.reference:import", 64)
    assert AuditEntry.objects.filter(action="save-revision", user=analyst).count() == 4


def test_the_same_file_again_makes_nothing_and_overwrites_nothing(analyst) -> None:
    import_references(analyst, read())
    edited = Reference.objects.get(slug="ref-berg-2020-the-nhs-and-cold-homes")
    edited.title, edited.doi, edited.authors = "A title put right", "", "Somebody else"
    edited.save()

    done = import_references(analyst, read())

    assert (len(done.made), len(done.found.duplicates)) == (0, 4)
    assert Reference.objects.get(pk=edited.pk).title == "A title put right"
    assert AuditEntry.objects.filter(action="import-references").count() == 1


def test_what_was_written_on_the_site_is_held_too_in_draft_and_archived() -> None:
    make_reference(
        slug="old", title="The NHS and cold homes a systematic review", authors="van der Berg J", year=2020, live=False
    )
    make_reference(slug="gone", title="Stairs", doi="https://doi.org/10.1234/T.1", archived=True)

    done = import_references(None, read(RIS + make_ris(count=2)))

    assert [duplicate.of for duplicate in done.found.duplicates] == [
        '"The NHS and cold homes a systematic review" (old)',
        '"Stairs" (gone)',
    ]
    assert len(done.made) == 2


def test_a_slug_that_other_evidence_has_gets_a_number() -> None:
    make_finding(slug="ref-silva-2020-trial-number-0")
    make_finding(slug="ref-silva-2020-trial-number-0-2")

    made = import_references(None, read(make_ris(count=1))).made

    assert made[0].slug == "ref-silva-2020-trial-number-0-3"


def test_long_titles_and_lists_are_cut_for_the_columns_and_kept_in_the_record() -> None:
    authors = "\n".join(f"AU  - Surname{number}, Ana" for number in range(100))
    made = import_references(None, read(f"TY  - JOUR\n{authors}\nTI  - {'word ' * 100}\nPY  - 2020\nER  - ")).made

    reference = Reference.objects.get(pk=made[0].pk)
    assert (len(reference.title), reference.title[-1]) == (300, "…")
    assert reference.authors.endswith(" and others")
    assert len(reference.record["author"]) == 100
    assert reference.record["title"] == " ".join(["word"] * 100)


def test_a_title_without_letters_still_gets_a_slug() -> None:
    assert import_references(None, read("TY  - JOUR\nTI  - 家\nER  - ")).made[0].slug == "ref"


def test_who_may_not_write_references_may_not_import_them() -> None:
    user = make_user(role=Role.PARTNER)
    set_up_roles()

    with pytest.raises(PermissionDenied):
        import_references(user, read())

    assert not Reference.objects.exists()


def test_an_import_that_breaks_off_leaves_nothing(monkeypatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(module, "record_audit", fail)

    with pytest.raises(RuntimeError):
        import_references(None, read())

    assert not Reference.objects.exists()
    assert not AuditEntry.objects.exists()
