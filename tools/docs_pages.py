"""A hook of mkdocs: one page for each public function of `fiftysteps.stats`, generated from its docstring.

The pages are made while the documentation is built and stand in no folder, so they cannot fall behind the code.
"""

import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

SECTIONS = {
    "Statistics on arrays": "fiftysteps.stats",
    "Statistics on data frames": "fiftysteps.stats.frame",
    "Disclosure control": "fiftysteps.stats.disclosure",
}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages into the menu, below Methods."""
    entries = [entry for entry in config.nav or [] if isinstance(entry, dict)]
    methods: list[Any] = next(entry["Methods"] for entry in entries if "Methods" in entry)
    for title, module in SECTIONS.items():
        methods.append({title: [{name: _get_path(module, name)} for name, _ in get_public(module)]})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for module in SECTIONS.values():
        for name, _ in get_public(module):
            content = f"::: {module}.{name}\n\nTo use it: `from {module} import {name}`\n"
            files.append(File.generated(config, _get_path(module, name), content=content))
    return files


def get_public(module: str) -> Iterator[tuple[str, Any]]:
    """Yield the name and the object of everything that `module` makes public, but for modules."""
    home = importlib.import_module(module)
    for name in sorted(home.__all__, key=str.casefold):
        thing = getattr(home, name)
        if not isinstance(thing, ModuleType):
            yield name, thing


def _get_path(module: str, name: str) -> str:
    return f"methods/{module.rsplit('.', 1)[1]}/{name}.md"
