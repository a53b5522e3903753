"""Reading YAML so that every key and every item keeps its line, and nothing surprising is built.

The events of the parser are put together here, not by its own loader: that one forgets lines, keeps the last of two
equal keys, follows aliases (a kilobyte can become a terabyte) and calls itself for every level of nesting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.text import quote
from fiftysteps.core.yaml_scalars import build_scalar
from fiftysteps.core.yaml_words import get_syntax_fault

Place = tuple[str | int, ...]
# A workspace nests four deep; more than this is an attack on whoever walks it.
DEEPEST = 20
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the fast one where it was built


@dataclass(frozen=True)
class YamlFile:
    """What a file holds, the line of every key and item in it, and the scalars as they were written."""

    name: str
    data: object
    lines: Mapping[Place, int]
    written: Mapping[Place, str]

    def get_line(self, place: Place) -> int:
        """Return the line of `place`, or of the nearest thing round it that is there."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(name: str, text: str) -> tuple[YamlFile, list[Fault]]:
    """Return what `text` holds and the faults that leave it readable.

    Raises
    ------
    Faults
        The text cannot be read as YAML, or uses a part of YAML that is not allowed here.
    """
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise Faults([*builder.faults, get_syntax_fault(name, text, error)]) from None
    return YamlFile(name, builder.root, builder.lines, builder.written), builder.faults


@dataclass
class _Open:
    """A mapping or a list whose end has not come yet. `key` is the key that waits for its value."""

    value: dict[str, Any] | list[Any]
    place: Place
    key: str | None = None


@dataclass
class _Builder:
    name: str
    root: object = None
    stack: list[_Open] = field(default_factory=list)
    lines: dict[Place, int] = field(default_factory=dict)
    written: dict[Place, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    documents: int = 0

    def take(self, event: Any) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._refuse(event, 'a file holds one document: take the line "---" out')
            case yaml.AliasEvent():
                self._refuse(event, "an alias (a word after *) is not used here: write the value out")
            case yaml.ScalarEvent():
                self._check_node(event)
                self._take_scalar(event)
            case yaml.MappingStartEvent():
                self._open(event, {})
            case yaml.SequenceStartEvent():
                self._open(event, [])
            case yaml.CollectionEndEvent():
                self.stack.pop()

    def _check_node(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, "an anchor (a word after &) is not used here: put quotes round a text that starts so")
        if event.tag is not None:
            self._refuse(event, "a tag (a word after !) is not used here: put quotes round a text that starts so")

    def _open(self, event: Any, value: dict[str, Any] | list[Any]) -> None:
        self._check_node(event)
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            self._refuse(event, "a key must be a word, not a list or a group of keys")
        if len(self.stack) >= DEEPEST:
            self._refuse(event, f"there are more than {DEEPEST} levels, one inside another")
        self.stack.append(_Open(value, self._add(event, value)))

    def _take_scalar(self, event: Any) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._take_key(event, top, top.value)
            return
        value, fault = build_scalar(event)
        place = self._add(event, value)
        self.written[place] = event.value
        if fault:
            self.faults.append(Fault(self.name, event.start_mark.line + 1, fault, event.value))

    def _take_key(self, event: Any, top: _Open, value: dict[str, Any]) -> None:
        top.key = event.value
        if event.value in value:
            rule = f"the key {quote(event.value)} stands here twice"
            self.faults.append(Fault(self.name, event.start_mark.line + 1, rule))
        self.lines[(*top.place, event.value)] = event.start_mark.line + 1

    def _add(self, event: Any, value: object) -> Place:
        """Put `value` where it belongs and return its place."""
        if not self.stack:
            self.root = value
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            place: Place = (*top.place, len(top.value))
            self.lines[place] = event.start_mark.line + 1
            top.value.append(value)
            return place
        key, top.key = top.key or "", None
        top.value[key] = value
        return (*top.place, key)

    def _refuse(self, event: Any, rule: str) -> None:
        raise Faults([*self.faults, Fault(self.name, event.start_mark.line + 1, rule)])
