"""A source as a value: what it is, how it is asked, and what its answer must look like."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.text import suggest
from fiftysteps.evidence.fetch.expected import Expected

if TYPE_CHECKING:
    from fiftysteps.evidence.fetch.gathering import Gather, GetJson

OPEN_GOVERNMENT: Final = "Open Government Licence v3.0"
_WORD: Final = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)=(.*)", re.DOTALL)
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.]+")
# Long enough to tell files apart by eye, short enough for any file system with its date and its sidecar's ending.
LONGEST_NAME: Final = 80

type Values = Mapping[str, str]


@dataclass(frozen=True)
class Parameter:
    """Something to say when a source is asked: `help` says what it is and `pattern` what it may be."""

    name: str
    help: str
    pattern: str
    needed: bool = False

    def get_fault(self, value: str) -> str:
        return "" if re.fullmatch(self.pattern, value, re.ASCII) else f"{self.name} is {self.help}"


@dataclass(frozen=True)
class Source:
    """Where data come from. Adding one takes this value and nothing else; see the `sources` package.

    Attributes
    ----------
    build
        Makes the address from the values of the parameters. It may ask the source for JSON that leads to it.
    gather
        How the answer is put together, where it comes in pages.
    free
        What any parameter that is not listed must look like; none is allowed where there is no such pattern.
    one_of
        Parameters of which exactly one must be given.
    together
        Parameters of which all are given or none.
    """

    name: str
    title: str
    licence: str
    base: str
    parameters: tuple[Parameter, ...]
    build: "Callable[[Source, Values, GetJson], str]"
    gather: "Gather"
    expected: Expected
    example: str
    extension: str = "csv"
    accept: str = "text/csv, */*;q=0.1"
    free: str = ""
    refused: Mapping[str, str] | None = None
    one_of: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    # Seconds of silence before we hang up.
    patience: float = 60

    def read(self, words: Sequence[str]) -> Values:
        """Return the values that `words` give; a word without `=` is the first parameter's.

        Raises
        ------
        Faults
            With everything that is wrong with them.
        """
        values: dict[str, str] = {}
        faults: list[tuple[str, str]] = []
        for word in words:
            match = _WORD.fullmatch(word)
            name, value = (match[1].lower(), match[2]) if match else (self.parameters[0].name, word)
            if name in values:
                faults.append((f"{name} is given twice", word))
            values[name] = value
        faults += [*self._find_faults(values)]
        if faults:
            raise Faults(Fault(f"fetch {self.name}", None, rule, got) for rule, got in faults)
        return values

    def _find_faults(self, values: Values) -> list[tuple[str, str]]:
        known = {parameter.name: parameter for parameter in self.parameters}
        found: list[tuple[str, str]] = []
        for name, value in values.items():
            if name in (self.refused or {}):
                # The value is not repeated: it may be a key that somebody keeps to themselves.
                found.append(((self.refused or {})[name], ""))
            elif name in known:
                found += [(rule, value)] if (rule := known[name].get_fault(value)) else []
            elif not self.free:
                found.append((f"{name} cannot be asked for{suggest(name, known)}", value))
            elif not re.fullmatch(self.free, value, re.ASCII):
                found.append((f"{name} has a value that cannot stand in an address", value))
        found += [(f"{p.name} is missing: {p.help}", "") for p in self.parameters if p.needed and p.name not in values]
        if self.one_of and len(set(self.one_of) & set(values)) != 1:
            found.append((f"one of {' and '.join(self.one_of)} is needed, and not more than one", ""))
        if 0 < len(set(self.together) & set(values)) < len(self.together):
            found.append((f"{' and '.join(self.together)} are given together, or neither of them", ""))
        return found

    def name_file(self, values: Values) -> str:
        """Return the name, without its date, of the file that holds the answer to `values`; others have others."""
        said = sorted(values.items(), key=self._get_order)
        plain = "-".join(part for name, value in said for part in (name, value))
        short = "-".join(part for name, value in said for part in _get_parts(name, value, len(said)))
        name = _UNSAFE.sub("-", short).strip("-.")[:LONGEST_NAME].rstrip("-.")
        if name == short:
            return name
        return f"{name}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"

    def _get_order(self, item: tuple[str, str]) -> tuple[int, str]:
        names = [parameter.name for parameter in self.parameters]
        return (names.index(item[0]) if item[0] in names else len(names)), item[0]


def _get_parts(name: str, value: str, count: int) -> tuple[str, ...]:
    return (value,) if count == 1 else (name, value)
