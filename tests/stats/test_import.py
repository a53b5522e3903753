import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import fiftysteps.stats

MODULES = [module.name for module in pkgutil.walk_packages(fiftysteps.stats.__path__, "fiftysteps.stats.")]


def test_importing_the_statistics_loads_neither_scipy_nor_pandas_nor_django() -> None:
    code = "import sys, fiftysteps.stats; print([n for n in ('scipy', 'pandas', 'django') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_rates_of_many_events_do_not_load_scipy() -> None:
    code = "import sys; from fiftysteps.stats import rate; rate(10, 100); print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_the_documentation_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
