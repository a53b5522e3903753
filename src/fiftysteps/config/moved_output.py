"""What a command says of evidence that moved: which findings, what about them, and who leans on them."""

from collections.abc import Iterator

from fiftysteps.evidence.actions.notice_movements import Noticed, notice_movements
from fiftysteps.evidence.models import Movement
from fiftysteps.publishing.queries.moved import describe_moved

# Of many names only some are told: the page has them all.
NAMED = 12


def notice_and_say() -> Iterator[str]:
    """Notice what moved, and yield the lines that say so: none where nothing did."""
    return get_moved_lines(notice_movements())


def get_moved_lines(noticed: Noticed) -> Iterator[str]:
    if noticed.moved:
        findings = "1 finding" if len(noticed.moved) == 1 else f"{len(noticed.moved)} findings"
        changed = sum(movement.is_conclusion_changed for movement in noticed.moved)
        yield f"Evidence that moved: {findings}, of which {changed} now say something else. See /evidence/moved/."
    ordered = sorted(noticed.moved, key=lambda movement: not movement.is_conclusion_changed)
    for movement in ordered[:NAMED]:
        yield from _describe(movement)
    if len(ordered) > NAMED:
        yield f"  and {len(ordered) - NAMED} more"
    if noticed.back:
        yield f"{noticed.back} went back to what was seen before."


def _describe(movement: Movement) -> Iterator[str]:
    moved = describe_moved(movement)
    yield f"  {movement.finding.slug}: {' '.join(moved.changes)}"
    if moved.steps:
        yield f"    steps to check: {', '.join(citation.step.key for citation in moved.steps)}"
    if moved.topics:
        yield f"    pages to check: {', '.join(topic.slug for topic in moved.topics)}"
