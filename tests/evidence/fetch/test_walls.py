"""Fetch and ingest are apart: one imports no model, the other no HTTP client."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

EVIDENCE = Path(__file__).resolve().parents[3] / "src" / "fiftysteps" / "evidence"
HTTP_CLIENTS = {"aiohttp", "certifi", "http", "httpx", "niquests", "requests", "socket", "tenacity", "urllib3"}


def find_imports(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def find_clients(text: str) -> list[str]:
    """What a module imports that reaches the network; `urllib.parse` takes addresses apart and reaches nothing."""
    return sorted(
        name
        for name in find_imports(text)
        if name.split(".")[0] in HTTP_CLIENTS or name.startswith(("urllib.request", "fiftysteps.evidence.fetch"))
    )


def test_importing_fetch_loads_no_web_framework_and_no_model() -> None:
    program = (
        "import pkgutil, sys, importlib, fiftysteps.evidence.fetch as f\n"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(f.__path__, f.__name__ + '.')]\n"
        "print(*{'django', 'wagtail', 'pandas', 'pyarrow', 'duckdb', 'ibis'} & set(sys.modules))\n"
        "print(*[name for name in sys.modules if name.startswith('fiftysteps.') and '.models' in name])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == ""


def test_ingest_imports_no_http_client() -> None:
    files = [*EVIDENCE.glob("ingest/**/*.py"), *EVIDENCE.glob("ingest*.py"), *EVIDENCE.glob("actions/ingest*.py")]
    if not files:
        pytest.skip("There is no ingest yet.")
    assert {file.name: found for file in files if (found := find_clients(file.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import httpx", ["httpx"]),
        ("from urllib3.util import Retry", ["urllib3.util"]),
        ("import urllib.request", ["urllib.request"]),
        ("def f():\n    from fiftysteps.evidence.fetch import SOURCES", ["fiftysteps.evidence.fetch"]),
        ("from urllib.parse import urlsplit\nimport csv", []),
    ],
)
def test_an_import_that_reaches_the_network_is_known_when_seen(text: str, found: list[str]) -> None:
    assert find_clients(text) == found
