"""What a plain word of YAML stands for: a text, a number, a date, true or false, or nothing."""

import re
from typing import Any

import yaml

from fiftysteps.core.text import UNWRITABLE

_LOADER: Any = yaml.SafeLoader("")
_PREFIX = "tag:yaml.org,2002:"
# YAML 1.1 also reads 010 as eight, 1:30 as ninety, 1_000 as a thousand and .inf as a number: all of these stay texts.
_NUMBER = re.compile(r"[-+]?(0|[1-9]\d{0,17})(\.\d{1,17})?([eE][-+]?\d{1,3})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def build_scalar(event: Any) -> tuple[object, str]:
    """Return the value of a scalar event, and the rule that it breaks or an empty text."""
    kind = _LOADER.resolve(yaml.ScalarNode, event.value, event.implicit).removeprefix(_PREFIX)
    if kind == "timestamp" and _DAY.fullmatch(event.value):
        return _build_day(event)
    if kind in {"int", "float"} and _NUMBER.fullmatch(event.value):
        return (int(event.value) if kind == "int" else float(event.value)), ""
    if kind == "bool":
        return event.value.lower() in {"true", "yes", "on"}, ""
    if kind == "null":
        return None, ""
    if UNWRITABLE.search(event.value):
        return event.value, "a text holds a control character, which no page can show"
    return event.value, ""


def _build_day(event: Any) -> tuple[object, str]:
    node = yaml.ScalarNode(f"{_PREFIX}timestamp", event.value)
    try:
        return _LOADER.construct_yaml_timestamp(node), ""
    except ValueError:
        return event.value, "the calendar has no such day"
