"""From texts to values: figures with why they are not there, periods, codes of areas, sexes and ages.

Each text is read once, however many rows have it: a national file has millions of rows and some thousand texts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.evidence.ingest.areas import KnownAreas, get_code_rule
from fiftysteps.evidence.ingest.figures import Figure, read_figure
from fiftysteps.evidence.ingest.groups import read_age, read_sex
from fiftysteps.evidence.ingest.mapping import MappingShape
from fiftysteps.evidence.ingest.reshaping import Shaped
from fiftysteps.evidence.ingest.roles import FIGURES, NUMBERS
from fiftysteps.evidence.ingest.times import read_period
from fiftysteps.evidence.observations import MARKERS, MISSING

SOURCE: Final = "source "
_ACADEMIC: Final = "academic year, September to August"


@dataclass
class Parsed:
    """Values by role. A role whose texts break rules keeps them in a column of its own, `source ` before its name."""

    shaped: Shaped
    frame: pl.DataFrame
    constants: dict[str, str]
    broken: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    areas: set[str] = field(default_factory=set)

    def replace(self, role: str, read: Callable[[str], str]) -> None:
        """Read every text of a role. `read` raises ValueError with the rule that a text breaks."""
        if role in self.constants:
            self._replace_constant(role, read)
        if role not in self.frame.columns:
            return
        values: dict[str, str | None] = {}
        broken: dict[str, str] = {}
        for text in self.frame[role].drop_nulls().unique():
            try:
                values[text] = read(text)
            except ValueError as error:
                values[text], broken[text] = None, str(error)
        self._put(role, values, broken)

    def _replace_constant(self, role: str, read: Callable[[str], str]) -> None:
        text = self.constants[role]
        try:
            self.constants[role] = read(text)
        except ValueError as error:
            shaped = self.shaped
            raise Faults([Fault(shaped.file, None, f"the {role} that the mapping gives {error}", text)]) from None

    def _put(self, role: str, values: Mapping[str, str | None], broken: dict[str, str]) -> None:
        if broken:
            self.broken[role] = broken
            self.frame = self.frame.with_columns(pl.col(role).alias(SOURCE + role))
        changed = {text: value for text, value in values.items() if text != value}
        if changed:
            new = pl.col(role).replace(list(changed), pl.Series(list(changed.values()), dtype=pl.String))
            self.frame = self.frame.with_columns(new.alias(role))


def parse(shaped: Shaped, mapping: MappingShape, areas: KnownAreas) -> Parsed:
    """Return the values of `shaped`. What cannot be read is empty, and kept with the rule that it breaks."""
    parsed = Parsed(shaped, shaped.frame, dict(shaped.constants))
    for role, words in mapping.words.items():
        if role not in {"mark", *NUMBERS}:
            parsed.replace(role, lambda text, words=words: words.get(text, text))  # type: ignore[misc]
    _parse_areas(parsed, areas)
    parsed.replace("period", lambda text: str(_read_period(text, mapping)))
    parsed.replace("sex", read_sex)
    parsed.replace("age", read_age)
    for role in NUMBERS:
        if role in parsed.frame.columns:
            _parse_figures(parsed, role, mapping)
    _mark(parsed, mapping)
    return parsed


def _read_period(text: str, mapping: MappingShape) -> object:
    return read_period(text, years=mapping.years, span=mapping.period_is)


def _parse_areas(parsed: Parsed, areas: KnownAreas) -> None:
    if "area" not in {*parsed.frame.columns, *parsed.constants}:
        parsed.frame = parsed.frame.with_columns(pl.col("area_name").alias("area"))
        for label in parsed.shaped.labels:
            label.setdefault("area", label.get("area_name", ""))

    def read(text: str) -> str:
        rule = get_code_rule(text)
        code = areas.find_code(text) if areas.names and text not in areas.names else ""
        if rule and not code:
            raise ValueError(rule)
        parsed.areas.add(code or text)
        return code or text

    parsed.replace("area", read)


def _parse_figures(parsed: Parsed, role: str, mapping: MappingShape) -> None:
    frame, text = parsed.frame, parsed.frame[role]
    number = text.cast(pl.Float64, strict=False)
    number = number.set(~(number.is_finite() & (number.abs() < 1e15)).fill_null(True), None)
    rest = text.filter(number.is_null() & text.is_not_null()).unique()
    read = {one: read_figure(one, mapping.symbols, decimal_comma=mapping.decimal_comma) for one in rest}
    if mapping.decimal_comma:
        read |= {one: read_figure(one, mapping.symbols, decimal_comma=True) for one in text.drop_nulls().unique()}
    _check_percent(parsed, role, read, plain=number.drop_nulls())
    columns = [number.alias(role)]
    if read:
        looked = {name: _look_up(text, read, name) for name in ("number", "marker", "note")}
        columns[0] = (looked["number"] if mapping.decimal_comma else number.fill_null(looked["number"])).alias(role)
        columns += [looked["marker"].alias(f"{role} marker"), looked["note"].alias(f"{role} note")]
    broken = {one: figure.rule for one, figure in read.items() if figure.rule}
    if broken or role in parsed.broken:
        parsed.broken.setdefault(role, {}).update(broken)
        columns.append(text.alias(SOURCE + role))
    parsed.frame = frame.with_columns(columns)


def _look_up(text: pl.Series, read: Mapping[str, Figure], name: str) -> pl.Series:
    dtype = pl.Float64 if name == "number" else pl.String
    values = [getattr(figure, name) for figure in read.values()]
    return text.replace_strict(list(read), pl.Series(values, dtype=dtype), default=None, return_dtype=dtype)


def _check_percent(parsed: Parsed, role: str, read: Mapping[str, Figure], plain: pl.Series) -> None:
    """One column with and without percent signs mixes 45% and 0.45; nobody can tell which is which."""
    signed = [text for text, figure in read.items() if figure.percent]
    if signed and (plain != 0).any():
        rule = "has a percent sign, and other figures of the column have none: write all of them alike"
        parsed.broken[role] = dict.fromkeys(signed, rule)


def _mark(parsed: Parsed, mapping: MappingShape) -> None:
    """Say of each row why its figure is not there, or what the source marks it with."""
    figure = FIGURES[mapping.table]
    names = parsed.frame.columns
    if figure not in names:
        return
    marker = pl.lit("")
    notes = [pl.col("note")] if "note" in names else []
    if f"{figure} marker" in names:
        marker = pl.col(f"{figure} marker").fill_null("")
        notes.append(pl.when(pl.col(f"{figure} note") != "").then(pl.col(f"{figure} note")))
    for role in NUMBERS:
        if role != figure and f"{role} note" in names:
            said_of = pl.col(f"{role} note")
            notes.append(pl.when(said_of != "").then(pl.format(f"{role}: {{}}", said_of)))
    if "mark" in names:
        words = mapping.words.get("mark", {})
        known = {text: meant for text, meant in words.items() if meant in {*MARKERS, *mapping.symbols.values()}}
        if known:
            said = pl.col("mark").replace_strict(
                list(known), list(known.values()), default=None, return_dtype=pl.String
            )
            marker = pl.when(marker == "").then(said.fill_null("")).otherwise(marker)
        notes.append(pl.when(~pl.col("mark").is_in(list(words))).then(pl.col("mark")))
    if mapping.years == "academic":
        notes.append(pl.lit(_ACADEMIC))
    absent = pl.col(figure).is_null()
    marker = pl.when(absent & (marker == "")).then(pl.lit(MISSING)).otherwise(marker)
    note = pl.concat_str(notes, separator="; ", ignore_nulls=True) if notes else pl.lit("")
    parsed.frame = parsed.frame.with_columns(marker.alias("marker"), note.alias("note"))
    parsed.frame = parsed.frame.filter(pl.col("marker") != "left-out")
