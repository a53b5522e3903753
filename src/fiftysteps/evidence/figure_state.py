"""What a finding says at one time, in the words that people read, and what became of it since."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self

NO_FIGURE = "no figure"


@dataclass(frozen=True)
class FigureState:
    """The parts of a finding that a release can change. A part that does not apply is empty.

    `value` is empty where no figure is held. `comparison` is the class against the comparator, `trend` the label of
    the recent trend, `newest` the newest period that is held and its figure, where the finding is about an older one.
    """

    value: str = ""
    interval: str = ""
    comparison: str = ""
    comparison_text: str = ""
    marker: str = ""
    trend: str = ""
    newest: str = ""

    @property
    def conclusion(self) -> tuple[bool, str, str]:
        """What a reader takes away: whether there is a figure, how it compares, and where it is going."""
        return (not self.value, self.comparison, self.trend)

    def dump(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> Self:
        """Return what `dump` gave; a part that it did not know yet is empty."""
        return cls(**{field.name: kept.get(field.name, "") for field in fields(cls)})


def is_conclusion_changed(before: FigureState, after: FigureState) -> bool:
    """Whether a reader would conclude something else: better is now similar, rising is now falling, or it is gone."""
    return before.conclusion != after.conclusion


def describe_change(before: FigureState, after: FigureState) -> tuple[str, ...]:
    """Return what changed from `before` to `after`, one sentence for each part, the conclusion first."""
    return tuple(_iterate_changes(before, after))


def _iterate_changes(before: FigureState, after: FigureState) -> Iterator[str]:
    if before.value and not after.value:
        yield f"The figure {before.value} is no longer held."
    elif after.value and not before.value:
        yield f"There was no figure, and now there is one: {after.value}."
    else:
        yield from _iterate_parts(before, after)


def _iterate_parts(before: FigureState, after: FigureState) -> Iterator[str]:
    parts = (
        ("It was", before.comparison_text, "compared with nothing", after.comparison_text),
        ("Its recent trend was", before.trend, "not known", after.trend),
        ("The figure was", before.value, "", after.value),
        ("It was", before.interval, "without a likely range", after.interval),
        ("It was", before.marker, "a figure without a caution", after.marker),
    )
    for start, was, nothing, is_now in parts:
        if was != is_now:
            yield f"{start} {was or nothing}, and is now {is_now or nothing}."
    if before.newest != after.newest and after.newest:
        yield f"A newer figure is held: {after.newest}."
