"""Faults in what people wrote: which file, which line, which rule, and what was found there."""

from collections.abc import Iterable
from dataclasses import dataclass

from fiftysteps.core.errors import PersonError
from fiftysteps.core.text import make_printable, shorten


@dataclass(frozen=True)
class Fault:
    """One rule that a file breaks. `rule` is a sentence; `got` is text from the file, and so is not trusted."""

    file: str
    line: int | None
    rule: str
    got: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        got = f"; got {shorten(self.got)}" if self.got else ""
        return f"{make_printable(place)}: {make_printable(self.rule)}{got}"


class Faults(PersonError):
    """Every fault of everything that was read, sorted by file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults), key=_get_order))
        super().__init__("\n".join(map(str, self.faults)))


def _get_order(fault: Fault) -> tuple[str, int, str, str]:
    return fault.file, fault.line or 0, fault.rule, fault.got
