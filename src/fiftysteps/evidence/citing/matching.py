"""Which references are the same: by DOI, and by title, year and first author."""

from dataclasses import dataclass

from fiftysteps.core.faults import Fault
from fiftysteps.evidence.citing.reading import ReadFile, ReadRecord
from fiftysteps.evidence.citing.records import ReferenceRecord
from fiftysteps.evidence.citing.text import fold


@dataclass(frozen=True)
class Identity:
    """What a reference is known by. `work` is its title, year and first author, without accents and capitals."""

    doi: str
    work: tuple[str, int | None, str]


@dataclass(frozen=True)
class Duplicate:
    """A record that is there already: as `of`, which says where in words."""

    record: ReadRecord
    of: str
    is_held: bool


@dataclass(frozen=True)
class Sorted:
    """The records of a file: those that are new, and those that are there already."""

    new: tuple[ReadRecord, ...]
    duplicates: tuple[Duplicate, ...]


class Known:
    """The references that are known so far, each with words that say where it is."""

    def __init__(self) -> None:
        self._by_doi: dict[str, str] = {}
        self._by_work: dict[tuple[str, int | None, str], list[tuple[str, str]]] = {}

    def add(self, identity: Identity, words: str) -> None:
        if identity.doi:
            self._by_doi.setdefault(identity.doi, words)
        self._by_work.setdefault(identity.work, []).append((identity.doi, words))

    def find(self, identity: Identity) -> str:
        """Return the words of what is the same, or nothing.

        Two DOIs that differ are two publications, such as an article and its protocol, however alike the rest is.
        """
        if found := self._by_doi.get(identity.doi):
            return found
        same = self._by_work.get(identity.work, [])
        return next((words for doi, words in same if not (doi and identity.doi)), "")


def get_identity(record: ReferenceRecord) -> Identity:
    author = record.people[0].key if record.people else ""
    return Identity(record.doi.casefold(), (fold(record.title), record.year, author))


def sort_out(read: ReadFile, held: Known) -> Sorted:
    """Tell what is new in a file from what is held already or stood further up in the file."""
    in_file = Known()
    new: list[ReadRecord] = []
    duplicates: list[Duplicate] = []
    for item in read.records:
        identity = get_identity(item.record)
        if words := held.find(identity):
            duplicates.append(Duplicate(item, words, is_held=True))
        elif words := in_file.find(identity):
            duplicates.append(Duplicate(item, words, is_held=False))
        else:
            in_file.add(identity, f"record {item.number} of the file")
            new.append(item)
    return Sorted(tuple(new), tuple(duplicates))


def get_sentence(file: str, duplicate: Duplicate) -> Fault:
    """Return a sentence on `duplicate` with its place. It is no fault, but it is said like one."""
    item = duplicate.record
    where = f"held already: {duplicate.of}" if duplicate.is_held else f"the same as {duplicate.of}"
    return Fault(file, item.line, f"record {item.number} is {where}", item.record.title)
