"""A workspace: a folder of YAML and CSV files that hold a Board's evidence and strategy.

Each room says in sections which of its objects stand in which files. This module reads the files and checks each object
against the shape of its section; what refers to what is for the rooms to check, and so is writing it down.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fiftysteps.core.faults import Fault
from fiftysteps.core.shape_faults import Place, describe
from fiftysteps.core.shapes import Shape
from fiftysteps.core.text import quote, suggest


@dataclass(frozen=True)
class Section[S: Shape]:
    """One kind of object, and the files that hold it.

    `files` are patterns such as `evidence/*.yaml`. In YAML, `key` is the key of the list; without it the whole file is
    one object. In CSV every row is an object. `get_id` names an object from its file and its raw values; where that
    name is taken, `id_key` is the key to point at.
    """

    name: str
    files: tuple[str, ...]
    shape: type[S]
    key: str = ""
    get_id: Callable[[str, Mapping[str, Any]], object] = lambda file, values: values.get("id")
    id_key: str = "id"


@dataclass(frozen=True)
class Item[S]:
    """An object with the place it was read from."""

    value: S
    file: str
    get_line: Callable[[Place], int]
    place: Place = ()

    def get_fault(self, rule: str, *place: str | int, got: object = None) -> Fault:
        """Return the fault of this object at `place` inside it."""
        return Fault(self.file, self.get_line((*self.place, *place)), rule, describe(got))

    def get_part[P](self, part: P, *place: str | int) -> "Item[P]":
        """Return a part of this object, which is an object of its own."""
        return Item(part, self.file, self.get_line, (*self.place, *place))


@dataclass
class Workspace:
    """Everything that was read, and the faults that were found on the way."""

    # The names of all files, and the objects of each section.
    files: list[str] = field(default_factory=list)
    items: dict[str, list[Item[Any]]] = field(default_factory=dict)
    # The ids of all objects, those with faults included: a slip in one object is not a fault of those that name it.
    ids: dict[str, dict[str, tuple[str, int]]] = field(default_factory=dict)
    # Sections with a file that could not be read: what such a file holds is not known, so nothing is unknown.
    unread: set[str] = field(default_factory=set)
    # Sections with an object that has a fault of its own, and so is not among the items.
    broken: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def get[S: Shape](self, section: Section[S]) -> list[Item[S]]:
        return self.items.get(section.name, [])

    def is_whole(self, section: Section[Any]) -> bool:
        """Whether every object of the section could be read without a fault."""
        return section.name not in self.unread | self.broken

    def is_known(self, name: str, *sections: Section[Any]) -> bool:
        return any(name in self.ids.get(s.name, {}) or s.name in self.unread for s in sections)

    def check_name(
        self, item: Item[Any], name: str, what: str, sections: Iterable[Section[Any]], *place: str | int
    ) -> None:
        """Note a fault if `name`, which stands at `place` in `item`, is the id of no object of the sections."""
        sections = tuple(sections)
        if not name or self.is_known(name, *sections):
            return
        known = [known for section in sections for known in self.ids.get(section.name, {})]
        key = next((part for part in reversed(place) if isinstance(part, str)), "id")
        rule = f'"{key}" must be the id of {what} of this workspace{suggest(name, known)}'
        self.note(item.get_fault(rule, *place, got=name))

    def add_id(self, section: Section[Any], name: object, file: str, line: int) -> None:
        """Keep the id of an object, or note that another object has it."""
        known = self.ids.setdefault(section.name, {})
        if not isinstance(name, str):
            return
        if name in known:
            at, first = known[name]
            self.note(Fault(file, line, f"the {section.name} {quote(name)} is there already: {at}, line {first}"))
        else:
            known[name] = (file, line)

    def note(self, fault: Fault) -> None:
        self.faults.append(fault)
