"""Taking objects off the site whose file has gone, as gently as each kind allows."""

from typing import Any

from django.db import models
from wagtail.models import DraftStateMixin

from fiftysteps.accounts.workspace.loading import Loading
from fiftysteps.accounts.workspace.writing import save_drafted


def archive(loading: Loading, obj: Any) -> None:
    """Archive an object: what a thread hangs on is never deleted."""
    obj.archived = True
    if isinstance(obj, DraftStateMixin):
        save_drafted(obj, obj.live)
    else:
        obj.save()
    loading.touched.append(obj)


def unpublish(loading: Loading, obj: Any) -> None:
    obj.unpublish()
    loading.touched.append(obj)


def delete_if_unused(loading: Loading, obj: models.Model) -> None:
    """Delete what nothing refers to. The rest stays: an area or a source does not end because a file did."""
    try:
        obj.delete()
    except models.ProtectedError:
        return
