"""Every revision and every publication of a drafted object is recorded, in the transaction that makes it."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision
from wagtail.signals import page_published, page_unpublished, published, unpublished

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import Drafted


def _record(user: Any, action: str, instance: Any) -> None:
    record_audit(user, action, f"{instance._meta.label_lower}:{instance.pk}")


@receiver(post_save, sender=Revision)
def record_revision(instance: Revision, created: bool, **kwargs: Any) -> None:
    if created:
        with transaction.atomic():
            key = f"{instance.content_type.app_label}.{instance.content_type.model}:{instance.object_id}"
            record_audit(instance.user, "save-revision", key, instance.content)


@receiver(published)
def record_published(instance: Any, revision: Revision | None = None, **kwargs: Any) -> None:
    if isinstance(instance, Drafted):
        # Who publishes may be another than who wrote; outside the editor's site only the writer is known.
        writer = revision.user if revision else None
        _record(get_active_log_context().user or writer, "publish", instance)


@receiver(unpublished)
def record_unpublished(instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Drafted):
        _record(get_active_log_context().user, "unpublish", instance)


@receiver(page_published)
def record_page_published(instance: Any, revision: Revision | None = None, **kwargs: Any) -> None:
    # Pages are Wagtail's own: their publication is no transaction of ours, so the entry is one by itself.
    with transaction.atomic():
        _record(get_active_log_context().user or (revision.user if revision else None), "publish", instance)


@receiver(page_unpublished)
def record_page_unpublished(instance: Any, **kwargs: Any) -> None:
    with transaction.atomic():
        _record(get_active_log_context().user, "unpublish", instance)
