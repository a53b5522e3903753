"""Writing a workspace's objects into the database: what is new, what changed in its file, and nothing else.

The rule, and its reason: a file is the author's word and the editor's site is the colleagues'. So a load writes only
objects whose file changed since the last load; if such an object was also edited on the site since, it stops and says
so, rather than throwing either away. `replace` lets the files win.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import models
from wagtail.models import DraftStateMixin

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import LoadedObject
from fiftysteps.accounts.workspace.loading import Kind, Loading, make_digest
from fiftysteps.accounts.workspace.report import Outcome
from fiftysteps.core.shapes import Shape
from fiftysteps.core.text import quote
from fiftysteps.core.workspace import Item


def write_kind[S: Shape, M: models.Model](loading: Loading, kind: Kind[S, M], items: Iterable[Item[S]]) -> None:
    """Write the items of one kind, and note what has gone for the end of the run."""
    counts = loading.counts.setdefault(kind.name, Counter())
    found = loading.objects[kind.name] = kind.get_objects()
    records = {record.key: record for record in LoadedObject.objects.filter(kind=kind.name)}
    plans = [_plan(loading, kind, item, records.pop(kind.get_key(item), None)) for item in items]
    gone = [record for record in records.values() if record.digest]
    kind.prepare([found[key] for key in _get_moving(plans, gone) if key in found])
    for plan in plans:
        if plan.outcome is not Outcome.SAME:
            _write(loading, kind, plan)
        counts[plan.outcome] += 1
        loading.tick(kind.name)
    loading.gone += [partial(_retire, loading, kind, record, found.get(record.key)) for record in gone]


@dataclass(frozen=True)
class _Plan[S]:
    """What becomes of an item."""

    item: Item[S]
    key: str
    digest: str
    outcome: Outcome


def _plan[S: Shape, M: models.Model](
    loading: Loading, kind: Kind[S, M], item: Item[S], record: LoadedObject | None
) -> _Plan[S]:
    key, digest = kind.get_key(item), _get_digest(loading, item.value, kind.parts)
    obj = loading.objects[kind.name].get(key)
    if obj is None:
        return _Plan(item, key, digest, Outcome.CREATED)
    is_edited = not kind.adopts if record is None else record.state != kind.get_state(obj)
    is_changed = record is None or record.digest != digest
    if is_edited and is_changed and not loading.replace:
        loading.faults.append(item.get_fault(_get_conflict(key, record), "id"))
    is_written = is_changed or (is_edited and loading.replace)
    return _Plan(item, key, digest, Outcome.CHANGED if is_written else Outcome.SAME)


def _get_moving(plans: Iterable[_Plan[Any]], gone: Iterable[LoadedObject]) -> Iterator[str]:
    yield from (plan.key for plan in plans if plan.outcome is Outcome.CHANGED)
    yield from (record.key for record in gone)


def _write[S: Shape, M: models.Model](loading: Loading, kind: Kind[S, M], plan: _Plan[S]) -> None:
    """Save the object, and what tells the next load whether it has to be written again."""
    obj = loading.objects[kind.name].get(plan.key) or kind.model()
    kind.fill(loading, obj, plan.item.value)
    if isinstance(obj, DraftStateMixin):
        save_drafted(obj, kind.is_live(plan.item.value), kind.insert)
    else:
        obj.save()
        record_audit(None, "load", f"{obj._meta.label_lower}:{obj.pk}", plan.digest)
    loading.objects[kind.name][plan.key] = obj
    loading.touched.append(obj)
    loading.records.append(LoadedObject(kind=kind.name, key=plan.key, digest=plan.digest, state=kind.get_state(obj)))


def _get_conflict(key: str, record: LoadedObject | None) -> str:
    if record is None:
        return f"{quote(key)} is on the site already and was not loaded from a file: load with --replace to replace it"
    both = f"{quote(key)} was edited on the site since it was loaded, and in its file too"
    return f"{both}: load with --replace to let the files win"


def save_drafted(obj: Any, is_live: bool, insert: Callable[[Any], None] = lambda obj: obj.save()) -> None:
    """Save a drafted object with its first or next revision; publish it, or take it off the site."""
    was_live = obj.live and not obj._state.adding
    obj.live = was_live
    insert(obj) if obj._state.adding else obj.save()
    revision = obj.save_revision(clean=False)
    if is_live:
        # What is published is what was just written. Built again from the revision, every child would be looked up and
        # saved a second time, which doubles the time of a load.
        revision.as_object = lambda: obj
        revision.publish()
    elif was_live:
        obj.unpublish()


def _retire[M: models.Model](loading: Loading, kind: Kind[Any, M], record: LoadedObject, obj: M | None) -> None:
    if obj is not None:
        kind.retire(loading, obj)
    state = kind.get_state(obj) if obj is not None and obj.pk else ""
    loading.records.append(LoadedObject(kind=kind.name, key=record.key, digest="", state=state))
    loading.counts[kind.name][Outcome.GONE] += 1


def _get_digest(loading: Loading, value: Shape, parts: frozenset[str]) -> str:
    """Return the digest of what would be written; a source's title is a part of every object that names it."""
    source = loading.sources.get(getattr(value, "source", ""))
    return make_digest([value.model_dump(mode="json", exclude=set(parts)), source and source.model_dump(mode="json")])
