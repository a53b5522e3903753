"""Rows as they would be kept, in words, for somebody to look at before they say yes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fiftysteps.core.text import shorten
from fiftysteps.engagement.asking.sheets import Sheet
from fiftysteps.engagement.importing.mapping import Mapping
from fiftysteps.engagement.importing.rows import Came
from fiftysteps.engagement.importing.targets import Target

# Every response has these, whether a column says them or not.
_ALWAYS = ("capacity", "day", "channel")


@dataclass(frozen=True)
class Shown:
    """A table for a page: what its columns are, and for each row its line and its texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def show_rows(rows: Iterable[Came], mapping: Mapping, targets: Iterable[Target], sheet: Sheet) -> Shown:
    """Return rows in words. Of an e-mail address only that there is one: whoever looks need not read it."""
    chosen = {target.code for target in mapping.targets.values()} | set(_ALWAYS)
    shown = [target for target in targets if target.code in chosen]
    codes = {asked.pk: asked.code for asked in sheet.questions}
    texts = tuple((row.line, tuple(shorten(_say(row, target, codes)) for target in shown)) for row in rows)
    return Shown(tuple(target.label for target in shown), texts)


def _say(row: Came, target: Target, codes: dict[int, str]) -> str:
    labels = dict(target.choices)
    return ", ".join(labels.get(value, value) for value in _list_values(row, target, codes))


def _list_values(row: Came, target: Target, codes: dict[int, str]) -> Iterator[str]:
    kind, _, name = target.code.partition(":")
    plain = {
        "organisation": row.filled.organisation,
        "email": "given" if row.filled.email else "",
        "day": f"{row.day:%-d %B %Y}",
        "reference": row.reference,
        "channel": row.channel,
        "language": row.language,
    }
    if kind in {"q", "w"}:
        given = next((each for each in row.filled.given if codes.get(each.question) == name), None)
        is_listed = kind == "q" and bool(target.choices)
        value = (given.value if is_listed else given.text) if given else ""
        yield from map(str, value) if isinstance(value, list) else [str(value or "")]
    elif kind == "a":
        yield row.filled.about.get(name, "")
    elif kind == "capacity":
        yield from row.filled.capacities
    else:
        yield plain[kind]
