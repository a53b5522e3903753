"""A public function that is not documented fails: what it takes and gives, its errors, its source and an example."""

import inspect
import itertools
from collections.abc import Callable
from typing import Any

import griffe
import pytest

from tools.docs_pages import get_public
from tools.docs_references import write_markdown

HOMES = {
    "arrays": "fiftysteps.stats",
    "frames": "fiftysteps.stats.frame",
    "disclosure": "fiftysteps.stats.disclosure",
}
FUNCTIONS = [
    pytest.param(home, name, id=f"{kind}: {name}")
    for kind, home in HOMES.items()
    for name, thing in get_public(home)
    if inspect.isfunction(thing)
]
CLASSES = [
    pytest.param(home, name, id=f"{kind}: {name}")
    for kind, home in HOMES.items()
    for name, thing in get_public(home)
    if inspect.isclass(thing)
]
NEEDED = {
    "arrays": {"Returns", "References", "Examples"},
    "frames": {"Returns", "Raises", "See Also", "Examples"},
    "disclosure": {"Returns", "Examples"},
}


def get_function(home: str, name: str) -> Callable[..., Any]:
    return dict(get_public(home))[name]


def get_headings(docstring: str) -> set[str]:
    lines = docstring.splitlines()
    return {line.strip() for line, below in itertools.pairwise(lines) if set(below.strip()) == {"-"}}


def get_documented(docstring: str) -> dict[str, str]:
    """Each parameter that the docstring names, with what it says of its type."""
    sections = griffe.Docstring(docstring, lineno=1).parse("numpy", warnings=False)
    kind = griffe.DocstringSectionKind.parameters
    return {one.name: str(one.annotation) for part in sections if part.kind == kind for one in part.value}


@pytest.mark.parametrize(("home", "name"), FUNCTIONS)
def test_every_parameter_is_documented_with_its_type_and_no_other(home: str, name: str) -> None:
    function = get_function(home, name)
    documented = get_documented(inspect.getdoc(function) or "")
    assert [one.lstrip("*") for one in documented] == list(inspect.signature(function).parameters)
    assert [one for one, kind in documented.items() if not kind or kind == "None"] == []


@pytest.mark.parametrize(("home", "name"), FUNCTIONS)
def test_every_public_function_says_what_it_gives_its_source_and_an_example(home: str, name: str) -> None:
    docstring = inspect.getdoc(get_function(home, name)) or ""
    kind = next(kind for kind, module in HOMES.items() if module == home)
    returns_nothing = inspect.signature(get_function(home, name)).return_annotation in {None, "None"}
    assert NEEDED[kind] - get_headings(docstring) - ({"Returns"} if returns_nothing else set()) == set()
    assert ">>>" in docstring


@pytest.mark.parametrize(("home", "name"), FUNCTIONS)
def test_every_error_that_a_function_raises_of_its_own_is_named(home: str, name: str) -> None:
    function = get_function(home, name)
    if "raise " in inspect.getsource(function) or "check" in inspect.getsource(function):
        assert "Raises" in get_headings(inspect.getdoc(function) or "")


@pytest.mark.parametrize(("home", "name"), CLASSES)
def test_every_public_class_is_documented(home: str, name: str) -> None:
    thing = dict(get_public(home))[name]
    first = (inspect.getdoc(thing) or "").splitlines()[0]
    # A dataclass writes its own where nobody did, and it begins with the name.
    assert first.endswith(".")
    assert not first.startswith(f"{name}(")


def test_every_public_function_of_an_array_has_shapes() -> None:
    without = [
        f"{name}: {one}"
        for name, thing in get_public("fiftysteps.stats")
        if inspect.isfunction(thing)
        for one, kind in get_documented(inspect.getdoc(thing) or "").items()
        if "array" in kind and "shape" not in kind
    ]
    assert without == []


def test_numbered_references_become_markdown() -> None:
    assert write_markdown("As in [1]_.\n\n.. [1] Wilson EB (1927).") == "As in <sup>1</sup>.\n\n1. Wilson EB (1927)."
