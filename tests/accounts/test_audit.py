"""What was changed is recorded in the transaction that changes it, without a word of the text."""

import pytest
from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import AuditEntry
from tests.builders import make_organisation, make_step, make_user


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record_audit(None, "save", "strategy.step:1")


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_with_the_change_that_failed() -> None:
    def change() -> None:
        with transaction.atomic():
            record_audit(None, "save", "strategy.step:1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()

    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_an_entry_keeps_a_digest_and_not_the_text() -> None:
    first = record_audit(None, "save", "x:1", {"reason": "Ana said so"})
    same = record_audit(None, "save", "x:1", {"reason": "Ana said so"})
    other = record_audit(None, "save", "x:1", {"reason": "Ben said so"})

    assert first.digest == same.digest != other.digest
    assert len(first.digest) == 64
    assert record_audit(None, "save", "x:1").digest == ""


@pytest.mark.django_db
def test_saving_a_revision_and_publishing_it_are_recorded_with_their_author() -> None:
    step, user = make_step(), make_user(is_superuser=True)

    step.save_revision(user=user).publish(user=user)

    entries = {(entry.action, entry.object_key, entry.user) for entry in AuditEntry.objects.all()}
    assert entries == {
        ("save-revision", f"strategy.step:{step.pk}", user),
        ("publish", f"strategy.step:{step.pk}", user),
    }


@pytest.mark.django_db
def test_unpublishing_is_recorded() -> None:
    organisation = make_organisation()

    organisation.unpublish()

    assert AuditEntry.objects.filter(action="unpublish", object_key=f"accounts.organisation:{organisation.pk}").exists()
