"""Writing a workspace's objects into the database: what is new, what changed in its file, and nothing else.

The rule, and its reason: a file is the author's word and the editor's site is the colleagues'. So a load writes only
objects whose file changed since the last load; if such an object was also edited on the site since, it stops and says
so, rather than throwing either away. `replace` lets the files win.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from wagtail.models import DraftStateMixin

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import LoadedObject
from fiftysteps.accounts.workspace.provenance import SourceShape
from fiftysteps.accounts.workspace.report import KindReport, LoadReport, Outcome
from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.shapes import Shape
from fiftysteps.core.text import quote
from fiftysteps.core.workspace import Item


# Columns that publishing sets on a copy of the object that it makes for itself.
_WAGTAILS_OWN = ("latest_revision", "live_revision", "live", "first_published_at", "last_published_at")


@dataclass(frozen=True)
class Kind[S: Shape, M: models.Model]:
    """How one kind of object is written.

    `fill` puts an item's values into the model's object. `parts` are those of the item that are kinds of their own.
    `retire` takes an object off the site whose file has gone. `unwatched` are columns that others than editors write.
    What is not `is_live` is saved as a draft. `insert` saves a new object. `prepare` is told of the objects that are about to be changed or retired, before any of them is.
    """

    name: str
    model: type[M]
    get_key: Callable[[Item[S]], str]
    get_object_key: Callable[[M], str]
    fill: Callable[["Loading", M, S], None]
    retire: Callable[["Loading", M], None]
    parts: frozenset[str] = frozenset()
    unwatched: frozenset[str] = frozenset()
    related: tuple[str, ...] = ()
    prepare: Callable[[list[M]], None] = lambda objects: None
    is_live: Callable[[S], bool] = lambda value: True
    insert: Callable[[M], None] = lambda obj: obj.save()

    def get_state(self, obj: M) -> str:
        """Return how an object stands: its latest revision, or the digest of its fields where it has none."""
        if isinstance(obj, DraftStateMixin):
            return f"revision {obj.latest_revision_id}"
        names = [f.attname for f in obj._meta.concrete_fields if not f.primary_key and f.attname not in self.unwatched]
        return _hash({name: getattr(obj, name) for name in names})

    def get_objects(self) -> dict[str, M]:
        objects = self.model._default_manager.all()
        if self.related:
            objects = objects.select_related(*self.related)
        return {self.get_object_key(obj): obj for obj in objects}


@dataclass
class Loading:
    """One run of the loader."""

    sources: dict[str, SourceShape]
    replace: bool
    tick: Callable[[str], None]
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    touched: list[models.Model] = field(default_factory=list)
    records: list[LoadedObject] = field(default_factory=list)
    gone: list[Callable[[], None]] = field(default_factory=list)

    def get(self, kind: str, key: str) -> Any:
        """Return the object of a kind that was written, or found unchanged, earlier in this run."""
        return self.objects[kind][key]

    def find(self, kind: str, key: str) -> Any:
        """Return the object, or nothing where `key` is empty."""
        return self.get(kind, key) if key else None

    def keep_as_gone(self, kind: Kind[Any, Any], key: str, obj: models.Model) -> None:
        """Note that `obj` stands on the site without a file, so that a file may take it over later."""
        self.records.append(LoadedObject(kind=kind.name, key=key, digest="", state=kind.get_state(obj)))

    def get_report(self) -> LoadReport:
        return LoadReport(tuple(KindReport(name, **counts) for name, counts in self.counts.items()))


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
    for record in gone:
        loading.gone.append(lambda record=record: _retire(loading, kind, record, found.get(record.key)))


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
    is_edited = record is None or record.state != kind.get_state(obj)
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
    return f"{quote(key)} was edited on the site since it was loaded, and in its file too: load with --replace to let the files win"


def save_drafted(obj: Any, is_live: bool, insert: Callable[[Any], None] = lambda obj: obj.save()) -> None:
    """Save a drafted object with its first or next revision; publish it, or take it off the site."""
    was_live = obj.live and not obj._state.adding
    obj.live = was_live
    insert(obj) if obj._state.adding else obj.save()
    revision = obj.save_revision(clean=False)
    if is_live:
        revision.publish()
    elif was_live:
        obj.unpublish()
    obj.refresh_from_db(fields=_WAGTAILS_OWN)


def _retire[M: models.Model](loading: Loading, kind: Kind[Any, M], record: LoadedObject, obj: M | None) -> None:
    if obj is not None:
        kind.retire(loading, obj)
    state = kind.get_state(obj) if obj is not None and obj.pk else ""
    loading.records.append(LoadedObject(kind=kind.name, key=record.key, digest="", state=state))
    loading.counts[kind.name][Outcome.GONE] += 1


def finish(loading: Loading) -> None:
    """Take off what has gone, last kind first, and keep the records of this run.

    Raises
    ------
    Faults
        Objects were edited on the site as well as in their files.
    """
    _raise_faults(loading)
    for retire in reversed(loading.gone):
        retire()
    _raise_faults(loading)
    LoadedObject.objects.bulk_create(
        loading.records, update_conflicts=True, unique_fields=["kind", "key"], update_fields=["digest", "state"]
    )


def _raise_faults(loading: Loading) -> None:
    if loading.faults:
        raise Faults(loading.faults)


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
    obj.refresh_from_db()
    loading.touched.append(obj)


def delete_if_unused(loading: Loading, obj: models.Model) -> None:
    """Delete what nothing refers to. The rest stays: an area or a source does not end because a file did."""
    try:
        obj.delete()
    except models.ProtectedError:
        return


def _get_digest(loading: Loading, value: Shape, parts: frozenset[str]) -> str:
    """Return the digest of what would be written; a source's title is a part of every object that names it."""
    source = loading.sources.get(getattr(value, "source", ""))
    return _hash([value.model_dump(mode="json", exclude=set(parts)), source and source.model_dump(mode="json")])


def _hash(values: Mapping[str, Any] | list[Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()
