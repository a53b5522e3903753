"""Faults in what people wrote: which file, which line, which rule, and what was found there."""

from collections.abc import Iterable
from dataclasses import dataclass

from fiftysteps.core.errors import PersonError
from fiftysteps.core.text import make_printable, quote, shorten


@dataclass(frozen=True)
class Fault:
    """One rule that a file breaks. `rule` is a sentence; `got` is text from the file, and so is not trusted.

    In a workbook `sheet` names the sheet, and `line` is the row in it. `column` says which column, where one is meant.
    """

    file: str
    line: int | None
    rule: str
    got: str = ""
    sheet: str = ""
    column: str = ""

    def __str__(self) -> str:
        got = f"; got {shorten(self.got)}" if self.got else ""
        return f"{make_printable(self.place)}: {make_printable(self.rule)}{got}"

    @property
    def place(self) -> str:
        """Where the fault is, as one finds it: "kpis.xlsx, sheet "2024", row 14, column C "Count""."""
        parts = [self.file]
        if self.sheet:
            parts.append(f"sheet {quote(self.sheet)}")
        if self.line is not None:
            parts.append(f"{'row' if self.sheet else 'line'} {self.line}")
        if self.column:
            parts.append(f"column {shorten(self.column)}")
        return ", ".join(parts)


class Faults(PersonError):
    """Every fault of everything that was read, sorted by file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults), key=_get_order))
        super().__init__("\n".join(map(str, self.faults)))


def _get_order(fault: Fault) -> tuple[str, str, int, str, str, str]:
    return fault.file, fault.sheet, fault.line or 0, fault.column, fault.rule, fault.got
