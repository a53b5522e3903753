"""One run of the loader: what each kind of object is, what was written so far, and what is left for the end."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from wagtail.models import DraftStateMixin

from fiftysteps.accounts.models import LoadedObject
from fiftysteps.accounts.workspace.provenance import SourceShape
from fiftysteps.accounts.workspace.report import KindReport, LoadReport, Outcome
from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.shapes import Shape
from fiftysteps.core.workspace import Item


@dataclass(frozen=True)
class Kind[S: Shape, M: models.Model]:
    """How one kind of object is written.

    `fill` puts an item's values into the model's object. `parts` are those of the item that are kinds of their own.
    `retire` takes an object off the site whose file has gone. `unwatched` are columns that others than editors write.
    A kind that `adopts` takes over an object that the site made for itself, with nothing of anybody's in it.
    What is not `is_live` is saved as a draft. `insert` saves a new object. `prepare` is told of the objects that are
    about to be changed or retired, before any of them is.
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
    adopts: bool = False
    prepare: Callable[[list[M]], None] = lambda objects: None
    is_live: Callable[[S], bool] = lambda value: True
    insert: Callable[[M], None] = lambda obj: obj.save()

    def get_state(self, obj: M) -> str:
        """Return how an object stands: its latest revision, or the digest of its fields where it has none."""
        if isinstance(obj, DraftStateMixin):
            return f"revision {obj.latest_revision_id}"
        names = [f.attname for f in obj._meta.concrete_fields if not f.primary_key and f.attname not in self.unwatched]
        return make_digest({name: getattr(obj, name) for name in names})

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


def finish(loading: Loading) -> None:
    """Take off what has gone, last kind first, and keep the records of this run.

    Raises
    ------
    Faults
        Objects were edited on the site as well as in their files.
    PersonError
        Everything that was loaded before would go.
    """
    _raise_faults(loading)
    _check_folder(loading)
    for retire in reversed(loading.gone):
        retire()
    _raise_faults(loading)
    LoadedObject.objects.bulk_create(
        loading.records, update_conflicts=True, unique_fields=["kind", "key"], update_fields=["digest", "state"]
    )


def _check_folder(loading: Loading) -> None:
    """Stop a load of the wrong folder: it would take everything off the site."""
    kept = sum(counts[Outcome.SAME] + counts[Outcome.CHANGED] for counts in loading.counts.values())
    if loading.gone and not kept and not loading.replace:
        raise PersonError(
            "Nothing of what was loaded before is in this folder, so all of it would be taken off the site. "
            "If that is meant, load with --replace."
        )


def _raise_faults(loading: Loading) -> None:
    if loading.faults:
        raise Faults(loading.faults)


def make_digest(values: Mapping[str, Any] | list[Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()
