from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
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
