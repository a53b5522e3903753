"""Write once to those who left an address: there is an answer. Then the address is erased."""

from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.engagement.asking.sheets import get_sheet
from fiftysteps.engagement.models import Contact, ExerciseState
from fiftysteps.engagement.sealing import unseal

# In a minute: a mail provider takes a few thousand an hour from one sender.
MOST_AT_ONCE: Final = 60


def tell_writers() -> int:
    """Write to those whose exercise is answered, some at a time; what could not be sent is tried again.

    The message holds nothing of what they said: whoever else reads it learns only that they took part.

    Returns
    -------
    int
        How many were written to.
    """
    told = 0
    waiting = Contact.objects.filter(response__exercise__state=ExerciseState.ANSWERED).select_related(
        "response__exercise"
    )
    for contact in waiting.order_by("pk")[:MOST_AT_ONCE]:
        try:
            _tell(contact)
        except OSError:
            # The provider is down: the address is kept until it is up again.
            break
        with transaction.atomic():
            contact.delete()
            record_audit(None, "tell-writer", f"engagement.response:{contact.response_id}")
        told += 1
    return told


def _tell(contact: Contact) -> None:
    response = contact.response
    with translation.override(response.language):
        sheet = get_sheet(response.exercise, response.language)
        answers = f"{settings.ORIGIN}{reverse('say-answers', args=[response.exercise.slug])}"
        receipt = f"{settings.ORIGIN}{reverse('say-receipt')}"
        body = _(
            "You told us something under “%(title)s”. Here is what we heard and what we will do:\n%(answers)s\n\n"
            "With the code on your receipt you see what came of your own words:\n%(receipt)s\n\n"
            "We have erased your address now, and do not write again."
        ) % {"title": sheet.title, "answers": answers, "receipt": receipt}
        send_mail(_("There is an answer to what you told us"), body, None, [unseal(bytes(contact.sealed))])
