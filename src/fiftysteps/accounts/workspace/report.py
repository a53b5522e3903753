"""What a load did, kind by kind."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"


@dataclass(frozen=True)
class KindReport:
    """How many objects of a kind were created, changed, left as they were, and taken off the site."""

    kind: str
    created: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0

    def __str__(self) -> str:
        counts = {outcome: getattr(self, outcome) for outcome in Outcome}
        return f"{self.kind}: " + (", ".join(f"{count} {name}" for name, count in counts.items() if count) or "none")


@dataclass(frozen=True)
class LoadReport:
    """One line a kind, in the order in which they were written."""

    kinds: tuple[KindReport, ...]

    @property
    def is_unchanged(self) -> bool:
        return not any(kind.created or kind.changed or kind.gone for kind in self.kinds)

    def __str__(self) -> str:
        return "\n".join(map(str, self.kinds))
