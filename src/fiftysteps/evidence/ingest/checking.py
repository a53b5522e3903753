"""What must hold of every row, stated as a pandera schema; what pandera finds becomes our sentences."""

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from fiftysteps.core.faults import Fault
from fiftysteps.core.text import shorten
from fiftysteps.evidence.ingest.mapping import MappingShape
from fiftysteps.evidence.ingest.parsing import SOURCE, Parsed
from fiftysteps.evidence.ingest.reshaping import BLOCK
from fiftysteps.evidence.ingest.roles import FIGURES, KEYS
from fiftysteps.evidence.ingest.tabling import ROW

# More faults than anybody reads; the rest are counted.
MOST_FAULTS: Final = 1_000
_NEEDED: Final = ("area", "period", "indicator")
_TEXT_RULE: Final = "text"
# What holds between columns: the name of the rule, the columns it needs, and what a sound row satisfies.
_BETWEEN: Final = (
    ("bounds", ("lower_95", "upper_95"), "the lower bound of the interval is above its upper bound"),
    ("below", ("value", "lower_95"), "the value is below its interval"),
    ("above", ("value", "upper_95"), "the value is above its interval"),
    ("part", ("count", "denominator"), "the count is more than the denominator, of which it is a part"),
)
# Sources round values and bounds, each for itself: a difference this small, relative to the value, is none.
_ROUNDING: Final = 1e-6


@dataclass(frozen=True)
class Found:
    """A rule that a row breaks: which, in which place of the frame, and by which role."""

    at: int
    role: str
    rule: str
    got: str


def check(parsed: Parsed, mapping: MappingShape) -> tuple[list[Fault], pl.Series]:
    """Return the faults of all rows, and which rows have none."""
    with warnings.catch_warnings():
        # Where PySpark is installed, pandera loads it, and it warns of versions of pandas that we do not use it with.
        warnings.simplefilter("ignore", FutureWarning)
        import pandera.errors

    frame = parsed.frame.with_row_index("at")
    schema = _build_schema(parsed, mapping)
    try:
        schema.validate(frame, lazy=True)
        failures: list[dict[str, Any]] = []
    except pandera.errors.SchemaErrors as error:
        failures = error.failure_cases.to_dicts()
    found = list(_list_found(parsed, failures))
    repeated, same = _find_repeated(frame, parsed, mapping)
    found += repeated
    if same:
        parsed.notes.append(f"rows left out because each says what a row before it says: {len(same):,}")
    bad = pl.Series([*{one.at for one in found}, *same], dtype=pl.UInt32)
    return _make_faults(parsed, found), ~frame["at"].is_in(bad.implode())


def _build_schema(parsed: Parsed, mapping: MappingShape) -> Any:
    import pandera.polars as pa

    names = set(parsed.frame.columns)
    columns: dict[str, Any] = {}
    for role in _NEEDED:
        if role in names and role not in parsed.broken:
            columns[role] = pa.Column(str, nullable=False)
    for role, texts in parsed.broken.items():
        columns[SOURCE + role] = pa.Column(str, pa.Check.notin(list(texts), error=_TEXT_RULE), nullable=True)
        if role in _NEEDED:
            columns[SOURCE + role].nullable = False
    for role in {"count", "denominator"} & names:
        columns[role] = pa.Column(float, pa.Check.ge(0, error="negative"), nullable=True)
    between = [
        pa.Check(_make_check(rule, *pair), error=rule)
        for rule, pair, _ in _BETWEEN
        if names.issuperset(pair) and (rule != "part" or mapping.part_of_whole)
    ]
    return pa.DataFrameSchema(columns, checks=between)


def _make_check(rule: str, first: str, second: str) -> Any:
    def holds(data: Any) -> pl.LazyFrame:
        left, right = (pl.col(second), pl.col(first)) if rule == "below" else (pl.col(first), pl.col(second))
        slack = pl.max_horizontal(left.abs(), right.abs()) * _ROUNDING
        frame: pl.LazyFrame = data.lazyframe
        return frame.select((left <= right + slack).fill_null(True))

    return holds


def _list_found(parsed: Parsed, failures: Iterable[dict[str, Any]]) -> Iterator[Found]:
    between = {rule: (pair, sentence) for rule, pair, sentence in _BETWEEN}
    for failure in failures:
        at, check_name, column = failure["index"], str(failure["check"]), str(failure["column"])
        if check_name in between:
            pair, sentence = between[check_name]
            row = parsed.frame.row(at, named=True)
            yield Found(at, pair[0], sentence, ", ".join(f"{name} {row[name]:g}" for name in pair))
        elif check_name == _TEXT_RULE:
            role = column.removeprefix(SOURCE)
            text = str(failure["failure_case"])
            yield Found(at, role, parsed.broken[role][text], text)
        elif check_name == "negative":
            yield Found(at, column, "is negative, and a count cannot be", f"{float(failure['failure_case']):g}")
        else:
            yield Found(at, column.removeprefix(SOURCE), "is empty", "")


def _find_repeated(frame: pl.DataFrame, parsed: Parsed, mapping: MappingShape) -> tuple[list[Found], list[int]]:
    """Return what rows of the same thing say that another says otherwise, and the places of those that say the same."""
    keys = [key for key in KEYS[mapping.table] if key in frame.columns]
    figure = FIGURES[mapping.table]
    clean = frame.filter(pl.all_horizontal(_is_sound(parsed))) if parsed.broken else frame
    if not keys or figure not in frame.columns or not clean.height:
        return [], []
    first: dict[tuple[object, ...], dict[str, Any]] = {}
    found, same = [], []
    # By their hashes, since comparing the texts of millions of rows takes seconds; the few found are compared in full.
    for row in clean.filter(clean.select(keys).hash_rows().is_duplicated()).iter_rows(named=True):
        other = first.setdefault(tuple(row[name] for name in keys), row)
        if other is not row and other[figure] == row[figure]:
            same.append(row["at"])
        elif other is not row:
            rule = f"another figure for the same {', '.join(keys)} stands in row {other[ROW]}"
            found.append(Found(row["at"], figure, rule, f"{row[figure]}, and there {other[figure]}"))
    return found, same


def _is_sound(parsed: Parsed) -> list[pl.Expr]:
    return [~pl.col(SOURCE + role).fill_null("").is_in(list(texts)) for role, texts in parsed.broken.items()]


def say_more(rows: int) -> str:
    """Return in how many more rows the same is wrong, in brackets, or nothing."""
    return f" (and so in {rows:,} more row{'s' if rows > 1 else ''})" if rows > 0 else ""


def _make_faults(parsed: Parsed, found: list[Found]) -> list[Fault]:
    """Return a fault for each rule and text, at its first row: the same slip in a thousand rows is one thing to do."""
    blocks, rows = parsed.frame[BLOCK], parsed.frame[ROW]
    grouped: dict[tuple[int, str, str, str], list[int]] = {}
    for one in found:
        grouped.setdefault((blocks[one.at], one.role, one.rule, one.got), []).append(rows[one.at])
    faults = []
    for (block, role, rule, got), lines in list(grouped.items())[:MOST_FAULTS]:
        also = say_more(len(set(lines)) - 1)
        label = parsed.shaped.get_label(block, role)
        said = rule if label or not role else f"the {role} {rule}" if rule.startswith(("is ", "has ")) else rule
        faults.append(Fault(parsed.shaped.file, min(lines), said + also, shorten(got), parsed.shaped.sheet, label))
    if len(grouped) > MOST_FAULTS:
        rule = f"there are {len(grouped) - MOST_FAULTS:,} more faults like these"
        faults.append(Fault(parsed.shaped.file, None, rule, sheet=parsed.shaped.sheet))
    return faults
