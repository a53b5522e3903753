"""The children of a drafted object: citations of a step, clauses of a framework, teams of an organisation."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.db import models


def set_children[C: models.Model](
    obj: Any, relation: str, children: Iterable[C], get_key: Callable[[C], Hashable]
) -> None:
    """Give `obj` these children and no others, in this order; they are saved with it.

    A child that is there already keeps its row, so that what points at it, and the comparing of versions, still holds.
    """
    manager = getattr(obj, relation)
    kept = {get_key(child): child.pk for child in manager.all()} if obj.pk else {}
    wanted = list(children)
    for sort, child in enumerate(wanted):
        child.pk = kept.get(get_key(child))
        if hasattr(child, "sort"):
            child.sort = sort
    manager.set(wanted)
