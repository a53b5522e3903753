"""The search and reference indexes, brought up to date once at the end of a load.

Saved one by one, every object would queue two tasks for each of its rows, which takes the worker longer than the load.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db.models import Model
from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends_with_name
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def pause_indexing() -> Iterator[None]:
    """Keep saves from queuing tasks. Only for a command that runs alone in its process: signals are the process's."""
    watched = [model for model in get_indexed_models() if getattr(model, "search_auto_update", True)]
    for model in watched:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in watched:
            post_save.connect(post_save_signal_handler, sender=model)


def index_objects(objects: Iterable[Model], progress: Callable[[str, int, int], None]) -> None:
    """Write the objects into the search index, and what they refer to into the reference index."""
    by_model: dict[type[Model], dict[object, Model]] = defaultdict(dict)
    for obj in objects:
        if obj.pk is not None:
            by_model[type(obj)][obj.pk] = obj
    searchable = set(get_indexed_models())
    for done, (model, found) in enumerate(by_model.items(), start=1):
        if model in searchable:
            for _, backend in get_search_backends_with_name(with_auto_update=True):
                backend.add_bulk(model, list(found.values()))
        if ReferenceIndex.is_indexed(model):
            for obj in found.values():
                ReferenceIndex.create_or_update_for_object(obj)
        progress("Indexing", done, len(by_model))
