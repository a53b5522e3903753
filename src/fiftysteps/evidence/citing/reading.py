"""What the readers of all formats share: where a record stands, what it is made of, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.text import quote
from fiftysteps.evidence.citing.dois import strip_doi
from fiftysteps.evidence.citing.records import RecordFaults, ReferenceRecord
from fiftysteps.evidence.citing.text import clean

# A board's library has hundreds; a file with more than this is a download of a whole database by mistake.
MOST_RECORDS = 20_000
# More than anybody puts right in one go, and few enough to hold.
MOST_FAULTS = 1_000
# A fault shows 80 characters of what it found, so it need not hold all of it.
LONGEST_GOT = 200


@dataclass(frozen=True)
class ReadRecord:
    """A record and its place: the line it starts on, where the format has lines, and its number in the file."""

    line: int | None
    number: int
    record: ReferenceRecord


@dataclass(frozen=True)
class ReadFile:
    """Every record of a file, and what somebody should look at though nothing is wrong."""

    file: str
    records: tuple[ReadRecord, ...]
    notes: tuple[Fault, ...]


@dataclass
class Reading:
    """A file while it is being read. `names` is what the format calls our fields, for its faults."""

    file: str
    names: Mapping[str, str]
    records: list[ReadRecord] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    count: int = 0

    def start(self) -> int:
        """Return the number of the record that begins here.

        Raises
        ------
        Faults
            There are too many.
        """
        self.count += 1
        if self.count > MOST_RECORDS:
            self.stop(f"the file holds more than {MOST_RECORDS:,} references, which is the most that is read at once")
        return self.count

    def stop(self, rule: str) -> NoReturn:
        """Give up on the file, with what was found so far."""
        raise Faults([*self.faults, Fault(self.file, None, rule)])

    def refuse(self, line: int | None, number: int, rule: str, got: str = "") -> None:
        """Note a fault.

        Raises
        ------
        Faults
            There are so many that the file is no further read.
        """
        self.faults.append(Fault(self.file, line, f"record {number}, {rule}", got[:LONGEST_GOT]))
        if len(self.faults) >= MOST_FAULTS:
            self.stop(f"there are more than {MOST_FAULTS:,} faults, so the rest of the file was not read")

    def note(self, line: int | None, number: int, sentence: str, got: str = "") -> None:
        self.notes.append(Fault(self.file, line, f"record {number}, {sentence}", got))

    def add(self, line: int | None, number: int, values: Mapping[str, Any]) -> None:
        """Take in a record made of `values`, or everything that is wrong with it."""
        try:
            record = ReferenceRecord(**_tidy(values))
        except RecordFaults as error:
            for fault in error.faults:
                self.refuse(line, number, f"{quote(self.names[fault.field])} {fault.rule}", fault.got)
            return
        self.records.append(ReadRecord(line, number, record))
        if not record.people:
            self.note(line, number, "no author and no editor is named")
        if record.year is None:
            self.note(line, number, "no year can be read, so none is held")

    def finish(self) -> ReadFile:
        """Return what was read.

        Raises
        ------
        Faults
            Everything that is wrong with the file.
        """
        if not (self.count or self.faults):
            self.faults.append(Fault(self.file, None, "there is no reference in the file"))
        if self.faults:
            raise Faults(self.faults)
        return ReadFile(self.file, tuple(self.records), tuple(self.notes))


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    tidy = {key: clean(value) if isinstance(value, str) else value for key, value in values.items()}
    tidy["doi"] = strip_doi(tidy.get("doi", ""))
    # The address of the DOI says nothing that the DOI does not.
    if tidy["doi"] and strip_doi(url := tidy.get("url", "")) != url:
        tidy["url"] = ""
    tidy["page"] = tidy.get("page", "").replace("--", "-").replace("–", "-")
    return tidy


def first(values: Iterable[str | None]) -> str:
    """Return the first of `values` that says something."""
    return next((value for value in values if value and value.strip()), "")
