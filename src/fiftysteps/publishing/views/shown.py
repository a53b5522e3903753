"""What a page is about, and for whom: what is live or, in the editor's preview, the draft; and who is signed in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from fiftysteps.accounts.models import User


def get_shown[M: Model](request: HttpRequest, objects: QuerySet[M], **lookup: Any) -> M:
    """Return the draft under preview where it is one of these objects, else the one that `lookup` names, or 404."""
    preview = getattr(request, "preview_object", None)
    if isinstance(preview, objects.model):
        return preview
    return get_object_or_404(objects, **lookup)


def is_preview(request: HttpRequest) -> bool:
    return getattr(request, "preview_object", None) is not None


def get_signed_in(request: HttpRequest) -> User:
    """Return who is signed in. Raises PermissionDenied for a visitor."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in to see this page.")
    return request.user
