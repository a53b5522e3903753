"""How long and how much a fetch may take, so that a slow or endless answer ends in a sentence."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from fiftysteps.evidence.fetch.faults import RefusedError, UnreachableError

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Seconds and bytes. The defaults suit the largest file that a source is known to give."""

    # A source that does not answer the telephone in ten seconds is down.
    connect: float = 10
    # Silence between two pieces; Fingertips builds its larger files for minutes before it sends the first byte.
    read: float = 300
    # For the whole of a fetch with its waits: half an hour.
    whole: float = 1800
    # Fingertips's largest profiles have some 300 MB.
    size: int = 512 * MEGABYTE
    # A page that must be read into memory as a whole, as JSON must.
    page: int = 64 * MEGABYTE
    # How often a source is asked, and how long it may make us wait in between.
    attempts: int = 4
    longest_wait: float = 120
    first_wait: float = 1


@dataclass
class Budget:
    """What is left of the limits while a fetch goes on."""

    limits: Limits
    clock: Callable[[], float] = time.monotonic
    taken: int = 0
    end: float = field(init=False)

    def __post_init__(self) -> None:
        self.end = self.clock() + self.limits.whole

    def check(self, piece: int) -> None:
        """Refuse `piece` more bytes where they are too many, or came too late."""
        if self.taken + piece > self.limits.size:
            raise RefusedError(
                f"The answer is larger than {describe_size(self.limits.size)}, which is the most that is fetched. "
                "Ask for fewer areas, years or indicators at once."
            )
        if self.clock() > self.end:
            raise UnreachableError(f"The source did not finish in {self.limits.whole:g} seconds.")


def describe_size(size: int) -> str:
    """Return a number of bytes as people say it.

    >>> describe_size(1_234_567)
    '1.2 MB'
    >>> describe_size(999)
    '999 bytes'
    """
    if size < 1000:
        return f"{size} bytes"
    if size < MEGABYTE:
        return f"{size / 1000:.0f} kB"
    return f"{size / MEGABYTE:,.1f} MB".replace(".0 MB", " MB")
