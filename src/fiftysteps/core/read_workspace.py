"""Read every file of a workspace and check every object in it against its shape, keeping all faults."""

from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.shape_faults import Place, build_shape
from fiftysteps.core.tabular import read_table
from fiftysteps.core.text import quote, suggest
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.core.workspace_files import find_files, read_text
from fiftysteps.core.yaml_file import YamlFile, read_yaml

type Sections = Sequence[Section[Any]]


def read_workspace(
    folder: Path, sections: Sections, progress: Callable[[int, int], None] = lambda done, total: None
) -> Workspace:
    """Return everything in `folder`, and in it the faults. `progress` is told how many files of how many were read."""
    names, faults = find_files(folder)
    workspace = Workspace(files=names, faults=faults)
    for done, name in enumerate(names, start=1):
        _read_file(workspace, folder, name, sections)
        progress(done, len(names))
    return workspace


def _read_file(workspace: Workspace, folder: Path, name: str, sections: Sections) -> None:
    held = [section for section in sections if _is_file_of(name, section)]
    if not held:
        places = sorted({pattern for section in sections for pattern in section.files})
        workspace.note(Fault(name, None, f"a workspace has no such file; its files are {', '.join(places)}"))
        return
    try:
        text = read_text(folder, name)
        read = _read_rows if name.endswith(".csv") else _read_objects
        read(workspace, name, text, held)
    except Faults as error:
        workspace.faults += error.faults
        workspace.unread |= {section.name for section in held}


def _is_file_of(name: str, section: Section[Any]) -> bool:
    parts = PurePosixPath(name).parts
    return any(
        len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))
        for wanted in (PurePosixPath(pattern).parts for pattern in section.files)
    )


def _read_rows(workspace: Workspace, name: str, text: str, held: Sections) -> None:
    section = held[0]
    fields = section.shape.model_fields
    rows, faults = read_table(name, text, fields, [key for key, field in fields.items() if field.is_required()])
    workspace.faults += faults
    if faults:  # what a row says that has too few values is not known
        workspace.unread.add(section.name)
    for row in rows:
        _add(workspace, section, name, row.values, row.get_line, (), {})


def _read_objects(workspace: Workspace, name: str, text: str, held: Sections) -> None:
    file, faults = read_yaml(name, text)
    workspace.faults += faults
    if not isinstance(file.data, dict):
        keys = ", ".join(section.key for section in held if section.key)
        rule = f'the file must hold the list "{keys}:"' if keys else "the file must hold keys, each with its value"
        raise Faults([Fault(name, 1, rule, "an empty file" if file.data is None else "")])
    if not held[0].key:
        _add(workspace, held[0], name, file.data, file.get_line, (), file.written)
        return
    for key, values in file.data.items():
        _read_list(workspace, file, key, values, {section.key: section for section in held})


def _read_list(
    workspace: Workspace, file: YamlFile, key: str, values: object, held: Mapping[str, Section[Any]]
) -> None:
    section = held.get(key)
    if section is None:
        rule = f"{quote(key)} is not a list that this file can hold{suggest(key, held)}"
        workspace.note(Fault(file.name, file.get_line((key,)), rule))
        workspace.unread |= {section.name for section in held.values()}
    elif values is not None and not isinstance(values, list):
        rule = f'{quote(key)} must be a list: each item on a line of its own that starts with "- "'
        workspace.note(Fault(file.name, file.get_line((key,)), rule))
        workspace.unread.add(section.name)
    else:
        for number, value in enumerate(values or ()):
            _add(workspace, section, file.name, value, file.get_line, (key, number), file.written)


def _add(
    workspace: Workspace,
    section: Section[Any],
    name: str,
    values: Any,
    get_line: Callable[[Place], int],
    place: Place,
    written: Mapping[Place, str],
) -> None:
    """Add one object, or its faults. Its id is kept in either case."""
    if not isinstance(values, dict):
        rule = f'a {section.name} is written as keys, each with ": " and its value'
        workspace.note(Fault(name, get_line(place), rule))
        workspace.unread.add(section.name)
        return
    workspace.add_id(section, section.get_id(name, values), name, get_line((*place, section.id_key)))
    value, faults = build_shape(section.shape, values, name=name, get_line=get_line, place=place, written=written)
    workspace.faults += faults
    if value is None:
        workspace.broken.add(section.name)
    else:
        workspace.items.setdefault(section.name, []).append(Item(value, name, get_line, place))
