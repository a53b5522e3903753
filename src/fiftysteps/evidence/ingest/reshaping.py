"""From the columns of a file to the columns of our tables: roles taken, and what stands side by side made rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.text import quote, suggest
from fiftysteps.evidence.ingest.headings import Heading
from fiftysteps.evidence.ingest.mapping import MappingShape, UnpivotShape
from fiftysteps.evidence.ingest.roles import FIGURES, KEYS
from fiftysteps.evidence.ingest.tabling import ROW, Body

BLOCK: Final = "block"
# How the texts of several columns with one role become one.
_JOINS: Final = {"period": " ", "group": " / "}
_FIRST_FILLED: Final = ("area", "area_name", "sex", "age")


@dataclass(frozen=True)
class Block:
    """Columns that become rows together: which have which role, and what is the same in all these rows."""

    columns: dict[str, tuple[int, ...]]
    fixed: dict[str, str]


@dataclass
class Shaped:
    """Rows by role, all of it text. `constants` are the roles that say the same in every row."""

    file: str
    sheet: str
    frame: pl.DataFrame
    constants: dict[str, str]
    labels: list[dict[str, str]]
    notes: list[str] = field(default_factory=list)

    def get_label(self, block: int, role: str) -> str:
        return self.labels[block].get(role, "")


def reshape(file: str, body: Body, mapping: MappingShape) -> Shaped:
    """Return the rows of `body` by role.

    Raises
    ------
    Faults
        A column that the mapping names is not there.
    """
    blocks = _list_blocks(file, body, mapping)
    constants = dict(mapping.constants)
    if mapping.sheet_is:
        constants[mapping.sheet_is] = body.sheet.name
    if not blocks:
        raise Faults([Fault(file, body.heading.line, "no column to unpivot holds anything", sheet=body.sheet.name)])
    frames = [_select(body, block, number, constants) for number, block in enumerate(blocks)]
    frame = pl.concat(frames, how="diagonal")
    for role, text in mapping.when_empty.items():
        if role in frame.columns:
            frame = frame.with_columns(pl.col(role).fill_null(text))
    constants = {role: text for role, text in constants.items() if role not in frame.columns}
    labels = [_label(body.heading, block) for block in blocks]
    shaped = Shaped(file, body.sheet.name, frame, constants, labels, body.notes)
    if mapping.count_rows:
        _count(shaped, mapping)
    return shaped


def _list_blocks(file: str, body: Body, mapping: MappingShape) -> list[Block]:
    heading = body.heading
    columns = {role: tuple(heading.find(name) for name in names) for role, names in mapping.columns.items()}
    if mapping.unpivot is None:
        return [Block(columns, {})]
    _check_levels(file, heading, mapping.unpivot)
    found: dict[tuple[tuple[str, str], ...], dict[str, tuple[int, ...]]] = {}
    for name in mapping.unpivot.columns:
        for at in heading.find_range(name):
            if body.frame[str(at)].null_count() == body.frame.height and not heading.levels[-1][at]:
                continue  # a column that only keeps a distance between others
            role, fixed = _read_labels(file, heading, at, mapping.unpivot, FIGURES[mapping.table])
            if role:
                found.setdefault(tuple(sorted(fixed.items())), {})[role] = (at,)
    return [Block({**columns, **values}, dict(fixed)) for fixed, values in found.items()]


def _check_levels(file: str, heading: Heading, unpivot: UnpivotShape) -> None:
    if len(unpivot.into) != len(heading.levels):
        rule = (
            f'"into" of the mapping has {len(unpivot.into)} parts and the heading {len(heading.levels)} rows: '
            "say for each row what it names"
        )
        raise Faults([Fault(file, heading.line, rule, sheet=heading.sheet)])


def _read_labels(
    file: str, heading: Heading, at: int, unpivot: UnpivotShape, figure: str
) -> tuple[str, dict[str, str]]:
    """Return the role of the figures in a column, and what its heading says of them."""
    role, said = unpivot.values if unpivot.values not in {"", "values"} else figure, {}
    parts: dict[str, list[str]] = {}
    for name, level in zip(unpivot.into, heading.levels, strict=True):
        words = level[at]
        if name == "values":
            if words not in unpivot.roles:
                rule = f'"roles" of the mapping does not say what figures are under {quote(words)}'
                hint = suggest(words, unpivot.roles)
                raise Faults([Fault(file, heading.line, rule + hint, "", heading.sheet, heading.get_label(at))])
            role = unpivot.roles[words]
        elif name and words not in parts.setdefault(name, []):
            parts[name].append(words)
    said = {name: " – ".join(word for word in words if word) for name, words in parts.items()}
    return role, said


def _select(body: Body, block: Block, number: int, constants: Mapping[str, str]) -> pl.DataFrame:
    roles = [_build_role(role, columns).alias(role) for role, columns in block.columns.items()]
    fixed = [pl.lit(text or None, pl.String).alias(role) for role, text in block.fixed.items()]
    if "group" in block.columns and "group_type" not in {*block.columns, *block.fixed, *constants}:
        names = {at: body.heading.get_words(at) for at in block.columns["group"]}
        fixed.append(_build_group_type(names).alias("group_type"))
    return body.frame.select(*roles, *fixed, pl.lit(number, pl.Int32).alias(BLOCK), pl.col(ROW))


def _build_role(role: str, columns: tuple[int, ...]) -> pl.Expr:
    names = [str(at) for at in columns]
    if len(names) == 1:
        return pl.col(names[0])
    if role in _FIRST_FILLED:
        return pl.coalesce(names)
    joined = pl.concat_str(names, separator=_JOINS.get(role, " – "), ignore_nulls=True)
    return pl.when(joined == "").then(None).otherwise(joined)


def _build_group_type(names: Mapping[int, str]) -> pl.Expr:
    said = [pl.when(pl.col(str(at)).is_not_null()).then(pl.lit(words)) for at, words in names.items()]
    joined = pl.concat_str(said, separator=_JOINS["group"], ignore_nulls=True)
    return pl.when(joined == "").then(None).otherwise(joined)


def _label(heading: Heading, block: Block) -> dict[str, str]:
    return {role: " and ".join(map(heading.get_label, columns)) for role, columns in block.columns.items()}


def _count(shaped: Shaped, mapping: MappingShape) -> None:
    """Count the rows of each kind: a file of records, one row for each person, place or answer."""
    keys = [key for key in KEYS[mapping.table] if key in shaped.frame.columns]
    records = shaped.frame.height
    grouped = shaped.frame.group_by(keys, maintain_order=True) if keys else shaped.frame.group_by(pl.lit(1).alias(""))
    shaped.frame = grouped.agg(
        pl.len().cast(pl.String).alias("count"), pl.col(ROW).first(), pl.col(BLOCK).first()
    ).select(*keys, "count", ROW, BLOCK)
    shaped.notes.append(f"{records:,} records were counted by {', '.join(keys) or 'nothing'}")
