"""A mapping: a reviewed file that says which columns of somebody's table are what."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.shape_faults import build_shape
from fiftysteps.core.shapes import Flag, Many, MaybeWords, Shape, Slug, Whole, Words, break_rule, one_of
from fiftysteps.core.text import suggest
from fiftysteps.core.workspace_files import read_text
from fiftysteps.core.yaml_file import read_yaml
from fiftysteps.evidence.ingest.roles import ABSENT, FIGURES, NUMBERS, ROLES, WORDS

_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,12})?", re.ASCII)
MEANINGS = (*ABSENT, "zero", "left-out")
YEARS = ("", "calendar", "financial", "academic", "rolling")
SPANS = ("", "day", "month", "quarter", "year")


def _read_text(value: object) -> str:
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        raise break_rule("must be texts: put quotes round each of them")
    return str(value).strip()


def _read_texts(value: object) -> tuple[str, ...]:
    return tuple(_read_text(item) for item in value) if isinstance(value, list) else (_read_text(value),)


def _check_group(value: object) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise break_rule('must be a group of keys, each with ": " and its value')
    return value


def _check_roles(names: object) -> None:
    for name in _check_group(names):
        if name not in ROLES:
            raise break_rule(f"has {name!r}, which is no role{suggest(name, ROLES)}")


def _read_columns(value: object) -> dict[str, tuple[str, ...]]:
    _check_roles(value)
    return {name: _read_texts(column) for name, column in _check_group(value).items()}


def _read_constants(value: object) -> dict[str, str]:
    _check_roles(value)
    return {name: _read_text(text) for name, text in _check_group(value).items()}


def _read_filters(value: object) -> dict[str, tuple[str, ...]]:
    return {name: _read_texts(texts) for name, texts in _check_group(value).items()}


def _read_words(value: object) -> dict[str, dict[str, str]]:
    _check_roles(value)
    return {
        name: {text: _read_text(meant) for text, meant in _check_group(texts).items()}
        for name, texts in _check_group(value).items()
    }


def _read_symbols(value: object) -> dict[str, str]:
    for symbol, meaning in _check_group(value).items():
        if meaning not in MEANINGS:
            raise break_rule(f"has {symbol!r}, whose meaning must be one of {', '.join(MEANINGS)}")
    return {symbol.strip().casefold(): meaning for symbol, meaning in _check_group(value).items()}


def _read_value_roles(value: object) -> dict[str, str]:
    found = {text.strip(): _read_text(role) for text, role in _check_group(value).items()}
    _check_roles(dict.fromkeys(found.values(), ""))
    return found


Columns = Annotated[dict[str, tuple[str, ...]], BeforeValidator(_read_columns)]
Constants = Annotated[dict[str, str], BeforeValidator(_read_constants)]
Filters = Annotated[dict[str, tuple[str, ...]], BeforeValidator(_read_filters)]
WordLists = Annotated[dict[str, dict[str, str]], BeforeValidator(_read_words)]
Symbols = Annotated[dict[str, str], BeforeValidator(_read_symbols)]
ValueRoles = Annotated[dict[str, str], BeforeValidator(_read_value_roles)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_read_texts)]


class UnpivotShape(Shape):
    """Columns that stand side by side and are rows: one for each year, age or category.

    `into` says, for each row of the header, which role its words have; `values` for words that say what the figures
    under them are, told by `roles`; empty for words that say nothing.
    """

    columns: Texts
    into: Texts
    values: Annotated[str, one_of(("", *NUMBERS))] = ""
    roles: ValueRoles = {}


class MappingShape(Shape):
    """How to read one kind of file. Columns are named by their heading, or by their letter in square brackets: [C]."""

    id: Slug
    title: MaybeWords = ""
    files: Many[Words] = ()
    sheets: Many[Words] = ()
    # A layout is known by these columns of its first row.
    has_columns: Many[Words] = ()
    table: Annotated[str, one_of(FIGURES)]
    header: Many[Whole] = ()
    first: Whole | None = None
    last: Whole | None = None
    stop: Many[Words] = ()
    columns: Columns = {}
    constants: Constants = {}
    unpivot: UnpivotShape | None = None
    fill_down: Many[Words] = ()
    keep: Filters = {}
    leave_out: Filters = {}
    symbols: Symbols = {}
    words: WordLists = {}
    when_empty: Constants = {}
    years: Annotated[str, one_of(YEARS)] = ""
    period_is: Annotated[str, one_of(SPANS)] = ""
    sheet_is: Annotated[str, one_of(("", *WORDS))] = ""
    count_rows: Flag = False
    decimal_comma: Flag = False
    part_of_whole: Flag = True


def read_mapping(path: Path) -> MappingShape:
    """Return the mapping in a YAML file.

    Raises
    ------
    Faults
        The file cannot be read, or breaks rules: all of them, with their lines.
    """
    return parse_mapping(path.name, read_text(path.parent, path.name))


def parse_mapping(name: str, text: str) -> MappingShape:
    """Return the mapping that `text` describes. Raises `Faults` as `read_mapping` does."""
    file, faults = read_yaml(name, text)
    if not isinstance(file.data, dict):
        raise Faults([*faults, Fault(name, 1, "a mapping is written as keys, each with its value")])
    mapping, found = build_shape(MappingShape, file.data, name=name, get_line=file.get_line, written=file.written)
    faults += found
    if mapping is not None:
        faults += [Fault(name, file.get_line((key,)), rule) for key, rule in _get_broken_rules(mapping)]
    if faults or mapping is None:
        raise Faults(faults)
    return mapping


def _get_broken_rules(mapping: MappingShape) -> list[tuple[str, str]]:
    rules = []
    figure = FIGURES[mapping.table]
    given: MappingOf[str, object] = {**mapping.columns, **mapping.constants, mapping.sheet_is: True}
    known = set(given) | (set(mapping.unpivot.into) if mapping.unpivot else set())
    if mapping.unpivot:
        known |= set(mapping.unpivot.roles.values()) or {mapping.unpivot.values or figure}
    if figure not in known and not mapping.count_rows:
        rules.append(
            ("columns", f'nothing says where the "{figure}" is: name its column, or "unpivot" columns into it')
        )
    what = "indicator" if mapping.table == "observations" else "measure"
    rules += [
        ("columns", f'nothing says the "{role}": name its column, or give it under "constants"')
        for role in ("period", what)
        if role not in known
    ]
    if not {"area", "area_name"} & known:
        rules.append(("columns", 'nothing says the "area": name its column, or give its code under "constants"'))
    if mapping.count_rows and mapping.table != "counts":
        rules.append(("count_rows", '"count_rows" makes counts: the "table" must be counts'))
    return rules + list(_get_broken_parts(mapping))


def _get_broken_parts(mapping: MappingShape) -> Iterator[tuple[str, str]]:
    for role in set(mapping.constants) & set(NUMBERS):
        if not _NUMBER.fullmatch(mapping.constants[role]):
            yield "constants", f'"{role}" must be a number such as 12.5'
    for part in mapping.unpivot.into if mapping.unpivot else ():
        if part not in {"", "values", *WORDS}:
            yield "unpivot", f'"into" has "{part}", which is no role of words{suggest(part, WORDS)}'
    if mapping.unpivot and "values" in mapping.unpivot.into and not mapping.unpivot.roles:
        yield "unpivot", '"into" has "values": say under "roles" what the words of the heading mean'


def is_for(mapping: MappingShape, file: str) -> bool:
    """Whether a mapping names files such as `file`."""
    return any(fnmatchcase(file.casefold(), pattern.casefold()) for pattern in mapping.files)
