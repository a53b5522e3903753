"""From pydantic's errors to ours: the same finding, with the place in the file and without the library's words."""

import typing
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from fiftysteps.core.faults import Fault
from fiftysteps.core.shapes import Shape
from fiftysteps.core.text import quote, suggest

Place = tuple[str | int, ...]


def build_shape[S: Shape](
    shape: type[S],
    values: Mapping[str, Any],
    *,
    name: str,
    get_line: Callable[[Place], int],
    place: Place = (),
    written: Mapping[Place, str],
) -> tuple[S | None, list[Fault]]:
    """Return the object that `values` describe, or nothing and every fault in them.

    `get_line` and `written` give the line and the text of a place in the file; `place` is where the object stands.
    """
    try:
        return shape.model_validate(values), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    return None, [
        Fault(name, get_line(place + detail["loc"]), _get_rule(shape, detail), _get_got(detail, place, written))
        for detail in details
    ]


def _get_got(detail: ErrorDetails, place: Place, written: Mapping[Place, str]) -> str:
    if detail["type"] in {"missing", "extra_forbidden"}:
        return ""
    return written.get(place + detail["loc"]) or describe(detail["input"])


def _get_rule(shape: type[Shape], detail: ErrorDetails) -> str:
    place = detail["loc"]
    key = _get_key(place)
    match detail["type"]:
        case "missing":
            return f"{key} is missing"
        case "extra_forbidden":
            known = get_keys(shape, place[:-1])
            return f"{key} is not a key that can stand here{suggest(place[-1], known)}"
        case "model_type":
            return f'{key} must be a group of keys, each with ": " and its value'
        case _:
            return f"{key} {detail['msg']}"


def _get_key(place: Place) -> str:
    """Return how a person finds the place on its line: its key, and which item of it."""
    names = [part for part in place if isinstance(part, str)]
    if place and isinstance(place[-1], int):
        return f"item {place[-1] + 1} of {quote(names[-1])}"
    return quote(names[-1]) if names else "the object"


def describe(value: object) -> str:
    """Return a value of a file as its author would know it again."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "a group of keys"
        case list() | tuple():
            return "a list"
        case None:
            return ""
        case _:
            return str(value) or "nothing"


@cache
def get_keys(shape: type[Shape], place: Place) -> Collection[str]:
    """Return the keys that can stand in the part of `shape` that `place` leads to."""
    inner: type[Shape] | None = shape
    for part in place:
        if isinstance(part, str) and inner is not None and part in inner.model_fields:
            inner = _find_shape(inner.model_fields[part].annotation)
    return tuple(inner.model_fields) if inner else ()


def _find_shape(annotation: Any) -> type[Shape] | None:
    parts = typing.get_args(annotation)
    if not parts and isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    found = (_find_shape(part) for part in parts)
    return next((part for part in found if part), None)
