"""Which statements somebody is asked to vote on: those first of which one more vote would tell most.

Votes are counted in batches (`actions.count_statements`), and each statement keeps its priority. So a form asks for one
short list and no count, and whoever opens it again is shown the same statements.
"""

import hashlib
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fiftysteps.engagement.asking.sheets import Asked
from fiftysteps.engagement.models import QuestionKind, Statement

# As many as somebody reads with patience.
MOST_STATEMENTS: Final = 12
# So many of them are what residents added, where there are so many: else a long list to begin with would shut them out.
FOR_ADDED: Final = 4
# Before anybody has voted, a statement is taken to tell as much as the mean of the others.
TELLS_AS_MEAN: Final = 1.0
# Where the statements stand that were drawn for a form, among its answers: no question's code has a dot.
DRAWN: Final = ".statements"


@dataclass(frozen=True)
class Listed:
    """A statement that may be shown. `line` is none where a resident added it."""

    pk: int
    text: str
    line: int | None
    priority: float


def get_priority(agree: int, disagree: int, passed: int, tells: float = TELLS_AS_MEAN) -> float:
    """Return how much one more vote on a statement would tell.

    The product of how little is known of it (the standard deviation of the share who agree, of those with a view), of
    how many have a view, and of 1 plus how far it tells opinions apart, where 1 is the mean of all statements.
    """
    held = agree + disagree
    share = (agree + 1) / (held + 2)
    unknown = math.sqrt(share * (1 - share) / (held + 3))
    with_view = (held + 2) / (held + passed + 3)
    return unknown * with_view * (1 + tells)


NEW: Final = get_priority(0, 0, 0)


def choose_statements(asked: Asked, key: str) -> list[int]:
    """Return the statements for one form, the same each time for the same `key` and the same priorities.

    Each is drawn with a chance in proportion to its priority, so that all are seen, and new ones most.
    """
    listed = _list_shown(asked)
    seeds = [each for each in listed if each.line is not None]
    added = [each for each in listed if each.line is None]
    reserved = min(len(added), max(FOR_ADDED, MOST_STATEMENTS - len(seeds)))
    return [
        *(each.pk for each in _draw(seeds, key, MOST_STATEMENTS - reserved)),
        *(each.pk for each in _draw(added, key, reserved)),
    ]


def list_statements(asked: Asked, chosen: Collection[int] | None = None) -> list[tuple[int, str]]:
    """Return those of the chosen statements that may be shown: the question's lines in order, then what was added.

    Without a choice they are all lines, and of what was added as many as there is room for, the highest priority first:
    that is for staff who type in a paper, on which all lines stand.
    """
    listed = _list_shown(asked)
    seeds = [each for each in listed if each.line is not None]
    added = [each for each in listed if each.line is None]
    if chosen is None:
        ranked = sorted(added, key=lambda each: (-each.priority, each.pk))
        return _pair([*seeds, *ranked[: max(0, MOST_STATEMENTS - len(seeds))]])
    return _pair(each for each in [*seeds, *added] if each.pk in chosen)


def _list_shown(asked: Asked) -> list[Listed]:
    """Return the statements of a question that nobody took down, its lines in the reader's language."""
    if asked.kind != QuestionKind.STATEMENTS:
        return []
    shown = Statement.objects.filter(question=asked.pk, state=Statement.State.SHOWN).order_by("line", "pk")
    return [
        Listed(pk, asked.choices[line - 1] if line else text, line, NEW if priority is None else priority)
        for pk, text, line, priority in shown.values_list("pk", "text", "line", "priority")
        if not line or line <= len(asked.choices)
    ]


def _draw(listed: Sequence[Listed], key: str, most: int) -> list[Listed]:
    """Return at most so many, drawn without putting back, each by its priority; in the order in which they stood."""
    if len(listed) <= most:
        return list(listed)
    # Of numbers drawn evenly and raised to one over a weight, the largest are a draw by these weights (Efraimidis and
    # Spirakis 2006). Drawn from the key of the form and nothing else, they are the same when it is opened again.
    ranked = sorted(listed, key=lambda each: (-math.log(_spread(f"{key} {each.pk}")) / each.priority, each.pk))
    kept = {each.pk for each in ranked[:most]}
    return [each for each in listed if each.pk in kept]


def _spread(text: str) -> float:
    """Return a number above 0 and at most 1 that a text always has, and others as evenly as if they were drawn."""
    return (int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") + 1) / 2**64


def _pair(listed: Iterable[Listed]) -> list[tuple[int, str]]:
    return [(each.pk, each.text) for each in listed]
