"""Who wrote it: people with their particles, and bodies."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from fiftysteps.evidence.citing.text import clean, fold

# Of a name as lists of references print it: "Sandall J", "Fernandez Turienzo C", "von Hinke S", "Campbell R 3rd".
_PRINTED = re.compile(r"(?P<family>.*\S) (?P<initials>[A-Z]{1,4})(?: (?P<suffix>Jr|Sr|2nd|3rd|II|III|IV))?")
_OTHERS = re.compile(r"(?:,| and|,? &)? (?:others|colleagues|et al\.?)$")


@dataclass(frozen=True, kw_only=True)
class Name:
    """A person (`family` and the rest) or a body or whatever else cannot be taken apart (`literal`)."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    def __post_init__(self) -> None:
        if bool(self.family) == bool(self.literal):
            raise ValueError("a name is a person with a family name, or a body: one of the two")

    def __str__(self) -> str:
        """The name as lists of references print it."""
        initials = "".join(part[0].upper() for part in re.split(r"[\s.\-]+", self.given) if part)
        return self.literal or clean(f"{self.particle} {self.family} {initials} {self.suffix}")

    @property
    def key(self) -> str:
        """What two spellings of a name share: the family name with its particle, or the body."""
        return fold(self.literal or self.particle + self.family)


def make_person(family: str, given: str = "", particle: str = "", suffix: str = "") -> Name | None:
    """Return the name of a person; of a body where only one word is known; nothing where no word is."""
    family, given, particle, suffix = map(clean, (family, given, particle, suffix))
    if not family:
        return make_body(f"{particle} {given} {suffix}")
    if not (given or particle or suffix):
        return make_body(family)
    if not particle:
        particle, family = _split_particle(family)
    return Name(family=family, given=given, particle=particle, suffix=suffix)


def _split_particle(family: str) -> tuple[str, str]:
    """Return the small words that a family name begins with ("van der Berg"), and the rest; never all of it."""
    words = family.split()
    small = list(itertools.takewhile(str.islower, words[:-1]))
    return " ".join(small), " ".join(words[len(small) :])


def make_body(words: str) -> Name | None:
    words = clean(words)
    return Name(literal=words) if words else None


def read_inverted(words: str) -> Name | None:
    """Return the name in `Family, Given, Suffix`; a body where there is no comma."""
    family, _, rest = words.partition(",")
    given, _, suffix = rest.partition(",")
    return make_person(family, given, suffix=suffix) if given.strip() else make_body(words.strip(" ,"))


def read_printed(authors: str) -> tuple[Name, ...]:
    """Return the names in a printed list such as "Sandall J, van Erp AM and others".

    Where any of them does not look like a person's, all of it is one name that stands as it is: a comma can be part
    of the name of a department.
    """
    authors = clean(authors)
    if not authors:
        return ()
    without = _OTHERS.sub("", authors)
    found = [_PRINTED.fullmatch(part.strip()) for part in re.split(r",| and ", without) if part.strip()]
    if not found or not all(found):
        return (Name(literal=authors),)
    people = [_make_printed(match) for match in found if match]
    return (*people, Name(literal="others")) if without != authors else tuple(people)


def _make_printed(match: re.Match[str]) -> Name:
    person = make_person(match["family"], " ".join(f"{c}." for c in match["initials"]), suffix=match["suffix"] or "")
    return person or Name(literal=match[0])


def print_names(names: Iterable[Name], longest: int) -> str:
    """Return `names` as a printed list of at most `longest` characters, with "and others" where some are left out."""
    words = [str(name) for name in names]
    if words and fold(words[-1]) == "others":
        return _cut(words[:-1], longest, has_more=True)
    return _cut(words, longest, has_more=False)


def _cut(words: list[str], longest: int, *, has_more: bool) -> str:
    for count in range(len(words), 0, -1):
        more = " and others" if has_more or count < len(words) else ""
        if len(text := ", ".join(words[:count]) + more) <= longest:
            return text
    return words[0][: longest - 1] + "…" if words else ""
