"""Publishing a draft: all of it or nothing, whatever its rows changed places with."""

import pytest
from django.db import transaction

from fiftysteps.accounts.models import AuditEntry, Role
from fiftysteps.accounts.signals import record_audit
from fiftysteps.strategy.models import Alignment, Framework
from fiftysteps.strategy.models.framework import get_steps_naming
from tests.builders import make_clause, make_complete_step, make_framework, make_step, make_user

pytestmark = pytest.mark.django_db


def test_two_partners_can_change_places_and_be_published() -> None:
    step = make_complete_step()
    first, second = step.roles.order_by("pk")
    organisations = first.organisation, second.organisation
    draft = step.get_latest_revision_as_object()
    rows = list(draft.roles.all())
    rows[0].organisation, rows[1].organisation = organisations[1], organisations[0]
    draft.roles = rows

    draft.save_revision().publish()

    assert {row.pk: row.organisation for row in type(step).objects.get().roles.all()} == {
        first.pk: organisations[1],
        second.pk: organisations[0],
    }


def test_publication_whose_audit_entry_fails_changes_nothing(monkeypatch) -> None:
    step = make_complete_step(title="Before")
    step.title = "After"
    revision = step.save_revision()

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("fiftysteps.accounts.signals.record_audit", fail)
    with pytest.raises(OSError, match="disk full"), transaction.atomic():
        revision.publish()

    assert type(step).objects.get().title == "Before"
    assert record_audit is not fail


def test_a_clause_that_a_step_or_a_draft_names_is_known_to_be_named() -> None:
    step, framework = make_step(), make_framework()
    live, drafted, free = (make_clause(ref=f"C{n}", framework=framework) for n in range(3))
    Alignment.objects.create(step=step, clause=live, strength="weak", reason="It helps.")
    draft = type(step).objects.get()
    draft.alignments = [Alignment(clause=drafted, strength="weak", reason="It may help.")]
    draft.save_revision()

    assert get_steps_naming(live) == get_steps_naming(drafted) == [step]
    assert get_steps_naming(free) == []


def test_editor_is_told_which_step_names_a_clause_that_cannot_be_taken_out(client) -> None:
    step = make_complete_step()
    clause = step.alignments.get().clause
    framework = clause.framework
    client.force_login(make_user(role=Role.ADMINISTRATOR, is_superuser=True, is_staff=True))
    fields = "title slug short_title version owner note nature source_title source_url confidence"
    form = {name: getattr(framework, name) for name in fields.split()} | {
        "complete": "on",
        "clauses-TOTAL_FORMS": 1,
        "clauses-INITIAL_FORMS": 1,
        "clauses-0-id": clause.pk,
        "clauses-0-ref": clause.ref,
        "clauses-0-title": clause.title,
        "clauses-0-sort": clause.sort,
        "clauses-0-DELETE": "on",
        "action-publish": "yes",
    }

    response = client.post(f"/admin/snippets/strategy/framework/edit/{framework.pk}/", form)

    assert response.status_code == 200
    assert f"cannot be taken out, because it is named by {step}" in response.content.decode().replace("&#x27;", "'")
    assert Framework.objects.get().clauses.count() == 1
    assert not AuditEntry.objects.filter(action="publish").exists()
