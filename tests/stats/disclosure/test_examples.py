import doctest
import importlib
import pkgutil

import pytest

from fiftysteps.stats import disclosure

MODULES = [f"{disclosure.__name__}.{m.name}" for m in pkgutil.iter_modules(disclosure.__path__)]
PUBLIC = ["attack", "check_safe", "get_rule", "hide_small", "know", "round_table", "suppress_table"]


@pytest.mark.parametrize("name", [*MODULES, "fiftysteps.stats.frame.disclosure"])
def test_examples_in_the_documentation_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_function_has_a_worked_example(name: str) -> None:
    assert ">>>" in (getattr(disclosure, name).__doc__ or "")
