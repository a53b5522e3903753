from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from modelcluster.models import get_all_child_relations
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin


class Drafted(PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """Abstract: drafted, previewed, compared, approved and published in the editor's site.

    A preview is the object's own public page, shown with the draft in its place, so that the two cannot differ.
    """

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        match = resolve(self.get_absolute_url())
        request.preview_object = self  # type: ignore[attr-defined]
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response

    @transaction.atomic
    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish `revision`: all of it with its audit entry, or nothing."""
        free_unique_keys(revision.as_object())
        return super().publish(revision, *args, **kwargs)

    @transaction.atomic
    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Take the object off the site, with its audit entry."""
        return super().unpublish(*args, **kwargs)


def free_unique_keys(draft: models.Model) -> None:
    """Delete the child rows of `draft` that are about to get another unique key; saving the draft writes them again.

    They are saved one after the other, so two that change places would meet on the way. Rows that others refer to stay.
    """
    for relation in get_all_child_relations(type(draft)):
        model = relation.related_model
        keys = [constraint.fields for constraint in model._meta.constraints if hasattr(constraint, "fields")]
        if model._meta.related_objects or not keys:
            continue
        new = {child.pk: child for child in getattr(draft, relation.get_accessor_name()).all() if child.pk}
        for row in model.objects.filter(pk__in=new):
            if any(_get_key(row, fields) != _get_key(new[row.pk], fields) for fields in keys):
                row.delete()


def _get_key(row: models.Model, fields: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row.serializable_value(name) for name in fields)
