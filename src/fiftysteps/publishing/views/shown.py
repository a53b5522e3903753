"""The object that a page is about: what is live or, in the editor's preview, the draft in its place."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404


def get_shown[M: Model](request: HttpRequest, objects: QuerySet[M], **lookup: Any) -> M:
    """Return the draft under preview where it is one of these objects, else the one that `lookup` names, or 404."""
    preview = getattr(request, "preview_object", None)
    if isinstance(preview, objects.model):
        return preview
    return get_object_or_404(objects, **lookup)


def is_preview(request: HttpRequest) -> bool:
    return getattr(request, "preview_object", None) is not None
