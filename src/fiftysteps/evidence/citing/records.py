"""One reference as any of the files gives it: the fields of CSL-JSON that a list of references prints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from fiftysteps.evidence.citing.dois import is_doi
from fiftysteps.evidence.citing.names import Name

# Those of CSL 1.0.2 that are published work of any sort.
TYPES: Final = frozenset(
    {
        *(
            "article",
            "article-journal",
            "article-magazine",
            "article-newspaper",
            "bill",
            "book",
            "broadcast",
            "chapter",
        ),
        *("dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic"),
        *("hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture", "pamphlet"),
        *("paper-conference", "patent", "performance", "periodical", "personal_communication", "post", "post-weblog"),
        *("regulation", "report", "review", "review-book", "software", "song", "speech", "standard", "thesis"),
        *("treaty", "webpage"),
    }
)
# Snow's "On the Mode of Communication of Cholera" is of 1849; nothing much older is cited for what works.
EARLIEST, LATEST = 1800, 2100
# The longest title of a real article has some 500 characters; what is longer is an abstract in the wrong place.
LONGEST_VALUE = 2_000
LONGEST_URL, LONGEST_DOI = 500, 200  # as the columns of the database
# The longest lists of authors are those of physics; beyond this nobody is printed, and pages must stay quick.
MOST_NAMES = 1_000
_check_url = URLValidator(schemes=["http", "https"])
# Our name of each field of text, and CSL's.
TEXTS: Final[Mapping[str, str]] = {
    "title": "title",
    "container": "container-title",
    "publisher": "publisher",
    "place": "publisher-place",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "number": "number",
    "edition": "edition",
    "genre": "genre",
    "isbn": "ISBN",
    "doi": "DOI",
    "url": "URL",
}


@dataclass(frozen=True)
class FieldFault:
    """A rule that one field of a record breaks; `field` is our name of it."""

    field: str
    rule: str
    got: str = ""


class RecordFaults(ValueError):
    """Every fault of one record."""

    def __init__(self, faults: list[FieldFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.field} {fault.rule}" for fault in faults))


@dataclass(frozen=True, kw_only=True)
class ReferenceRecord:
    """A reference. `issued` is the year, then its month and day where they are known; nothing where none is.

    Raises
    ------
    RecordFaults
        With every rule that the values break.
    """

    type: str
    title: str
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    issued: tuple[int, ...] = ()
    container: str = ""
    publisher: str = ""
    place: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    edition: str = ""
    genre: str = ""
    isbn: str = ""
    doi: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if faults := list(_find_faults(self)):
            raise RecordFaults(faults)

    @property
    def year(self) -> int | None:
        return self.issued[0] if self.issued else None

    @property
    def people(self) -> tuple[Name, ...]:
        """Who is named first: the authors or, without any, the editors."""
        return self.authors or self.editors


def _find_faults(record: ReferenceRecord) -> Iterator[FieldFault]:
    if record.type not in TYPES:
        yield FieldFault("type", "must be a type of CSL such as article-journal, report or webpage", record.type)
    if not record.title:
        yield FieldFault("title", "is missing: a reference has a title")
    if record.issued and not EARLIEST <= record.issued[0] <= LATEST:
        yield FieldFault("issued", f"must be of a year between {EARLIEST} and {LATEST}", f"{record.issued[0]}")
    if record.doi and not is_doi(record.doi):
        yield FieldFault("doi", "must be a DOI such as 10.1136/bmj.g1687", record.doi)
    yield from _find_long(record)
    yield from _find_address_faults(record.url)


def _find_long(record: ReferenceRecord) -> Iterator[FieldFault]:
    for field in TEXTS:
        value, most = getattr(record, field), {"url": LONGEST_URL, "doi": LONGEST_DOI}.get(field, LONGEST_VALUE)
        if len(value) > most:
            yield FieldFault(field, f"must be at most {most:,} characters long, and is {len(value):,}", value)
    for field in ("authors", "editors"):
        if (count := len(getattr(record, field))) > MOST_NAMES:
            yield FieldFault(field, f"must be at most {MOST_NAMES:,} names", f"{count:,}")


def _find_address_faults(url: str) -> Iterator[FieldFault]:
    try:
        if url:
            _check_url(url)
    except ValidationError:
        yield FieldFault("url", "must be a web address that starts with http:// or https://", url)
    else:
        if "@" in urlsplit(url).netloc:
            yield FieldFault("url", "must be a web address without a user's name or a password", url)


def to_csl(record: ReferenceRecord) -> dict[str, Any]:
    """Return `record` as an item of CSL-JSON, without what is empty."""
    item: dict[str, Any] = {"type": record.type}
    item |= {csl: value for field, csl in TEXTS.items() if (value := getattr(record, field))}
    if record.issued:
        item["issued"] = {"date-parts": [list(record.issued)]}
    for key, names in (("author", record.authors), ("editor", record.editors)):
        if names:
            item[key] = [_name_to_csl(name) for name in names]
    return item


def _name_to_csl(name: Name) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {key: value for key, value in parts.items() if value}


def from_csl(item: Mapping[str, Any]) -> ReferenceRecord:
    """Return the record that `to_csl` wrote.

    Raises
    ------
    RecordFaults
        It does not hold what a record must.
    """
    values: dict[str, Any] = {field: str(item.get(csl, "")) for field, csl in TEXTS.items()}
    names = {key: tuple(map(_name_from_csl, item.get(key, ()))) for key in ("author", "editor")}
    issued = tuple(item.get("issued", {}).get("date-parts", [[]])[0])
    return ReferenceRecord(
        type=str(item.get("type", "")), issued=issued, authors=names["author"], editors=names["editor"], **values
    )


def _name_from_csl(name: Mapping[str, str]) -> Name:
    return Name(particle=name.get("non-dropping-particle", ""), **{key: name.get(key, "") for key in _NAME_PARTS})


_NAME_PARTS = ("family", "given", "suffix", "literal")
