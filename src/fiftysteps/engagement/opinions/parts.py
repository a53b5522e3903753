"""What a map of opinions says, as it is kept. A number that is not shown is none."""

from dataclasses import dataclass
from typing import Final

# Groups are called by letters: a number would seem to rank them, and a name would judge them.
LETTERS: Final = "ABCDE"
# Of fewer people there is no map, and nobody in a group of fewer could not be found.
LEAST_PEOPLE: Final = 20
LEAST_GROUP: Final = 10


@dataclass(frozen=True)
class Tally:
    """What people said to a statement. `people` are those who voted on it."""

    agree: int | None
    disagree: int | None
    passed: int | None
    people: int | None

    @property
    def is_whole(self) -> bool:
        return None not in {self.agree, self.disagree, self.passed, self.people}


@dataclass(frozen=True)
class Weighted:
    """The share of residents who agree, weighted to who lives here; they tell as much as `effective` people."""

    agree: float
    disagree: float
    people: int
    effective: float


@dataclass(frozen=True)
class StatementPart:
    """One statement: what everybody says to it, each group, and residents weighted to who lives here.

    `leanings` are what more than half of each group who voted on it say, "agree" or "disagree", else an empty text:
    that can be told though the counts cannot. `all_say` is "agree" or "disagree" where all groups do, `divides` whether
    one group agrees and another disagrees.
    `spread` is the largest less the smallest share of agreement over the groups.
    """

    pk: int
    text: str
    line: int | None
    everybody: Tally
    groups: tuple[Tally, ...]
    leanings: tuple[str, ...]
    weighted: Weighted | None
    all_say: str
    divides: bool
    spread: float | None


@dataclass(frozen=True)
class Apart:
    """A statement that tells a group apart: what it says more than the others do."""

    pk: int
    stance: str


@dataclass(frozen=True)
class GroupPart:
    letter: str
    people: int
    apart: tuple[Apart, ...]


@dataclass(frozen=True)
class DivisionRow:
    """People of one category, and how many of them are in each group."""

    label: str
    people: int | None
    groups: tuple[int | None, ...]

    @property
    def is_known(self) -> bool:
        return self.people is not None and None not in self.groups


@dataclass(frozen=True)
class Division:
    """The groups by one thing that people told of themselves. `hidden` are categories of which too few are known."""

    name: str
    title: str
    rows: tuple[DivisionRow, ...]
    hidden: int


@dataclass(frozen=True)
class Without:
    """How far the map would be another without what one hand seems to have sent.

    `people` are those left out, `moved` those of `of` others who would be in another group, and `change` is the largest
    difference in any statement's share of agreement.
    """

    people: int | None
    moved: int | None
    of: int
    groups: int
    change: float


@dataclass(frozen=True)
class Bin:
    """One hexagon of the picture, by column and row: in which group most people there are, and about how many."""

    q: int
    r: int
    letter: str
    band: int


@dataclass(frozen=True)
class Band:
    number: int
    lowest: int
    highest: int


@dataclass(frozen=True)
class Picture:
    """Where people stand, as hexagons with enough people. `left_out` are those who stand in others."""

    bins: tuple[Bin, ...]
    bands: tuple[Band, ...]
    left_out: int | None


@dataclass(frozen=True)
class Placing:
    """What is needed to say which group somebody is near. No page shows it."""

    statements: tuple[int, ...]
    mean: tuple[float, ...]
    loadings: tuple[tuple[float, ...], ...]
    centres: tuple[tuple[float, ...], ...]
    minimum_votes: int


@dataclass(frozen=True)
class Weighting:
    """How many residents the weighted shares are of, and what weighting costs; or why there are none."""

    people: int
    effect: float | None
    effective: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class MapParts:
    """The map. `reason` says why there are no groups, and is empty where there are."""

    question: str
    people: int
    grouped: int
    votes: int
    minimum_votes: int
    reason: str
    groups: tuple[GroupPart, ...]
    statements: tuple[StatementPart, ...]
    all_agree: tuple[int, ...]
    all_disagree: tuple[int, ...]
    dividing: tuple[int, ...]
    divisions: tuple[Division, ...]
    without: Without | None
    weighting: Weighting
    picture: Picture | None
    placing: Placing | None
