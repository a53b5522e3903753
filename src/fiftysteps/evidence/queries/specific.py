"""From rows of the base model to the kinds of evidence that they are."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from fiftysteps.evidence.models import Evidence, EvidenceKind


def get_specific(evidence: Iterable[Evidence]) -> dict[int, Evidence]:
    """Return each row as the model of its kind, by primary key: one query for each kind that is present."""
    wanted: dict[EvidenceKind, list[int]] = defaultdict(list)
    for item in evidence:
        wanted[EvidenceKind(item.kind)].append(item.pk)
    found: dict[int, Evidence] = {}
    for model in Evidence.__subclasses__():
        keys = wanted.get(model.KIND) if model.KIND else None
        if keys:
            found |= _read(model).in_bulk(keys)
    return found


def _read[E: Evidence](model: type[E]) -> QuerySet[E]:
    """Return the rows of `model` with what the foreign keys of the kind's own table lead to."""
    rows: QuerySet[E] = model._default_manager.all()
    relations = [field.name for field in model._meta.local_fields if field.many_to_one]
    return rows.select_related(*relations) if relations else rows
