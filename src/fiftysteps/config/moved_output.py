"""What a command says of evidence that moved: which findings, what about them, and who leans on them."""

from collections.abc import Callable, Iterator

from fiftysteps.evidence.actions.notice_movements import Noticed, notice_movements
from fiftysteps.evidence.models import Movement
from fiftysteps.evidence.queries.movements import describe_movement

# Of many names only some are told: the page has them all.
NAMED = 12

type Describe = Callable[[Movement], Iterator[str]]


def notice_and_say() -> Iterator[str]:
    """Notice what moved, and yield the lines that say so: none where nothing did."""
    return get_moved_lines(notice_movements(), _describe_leaning)


def notice_and_say_little() -> Iterator[str]:
    """As `notice_and_say`, without who leans on what moved: for a command that starts without the rooms above."""
    return get_moved_lines(notice_movements(), lambda movement: iter(()))


def get_moved_lines(noticed: Noticed, describe_leaning: Describe) -> Iterator[str]:
    if noticed.moved:
        findings = "1 finding" if len(noticed.moved) == 1 else f"{len(noticed.moved)} findings"
        changed = sum(movement.is_conclusion_changed for movement in noticed.moved)
        yield f"Evidence that moved: {findings}, of which {changed} now say something else. See /evidence/moved/."
    ordered = sorted(noticed.moved, key=lambda movement: not movement.is_conclusion_changed)
    for movement in ordered[:NAMED]:
        yield f"  {movement.finding.slug}: {' '.join(describe_movement(movement))}"
        yield from describe_leaning(movement)
    if len(ordered) > NAMED:
        yield f"  and {len(ordered) - NAMED} more"
    if noticed.back:
        yield f"{noticed.back} went back to what was seen before."


def _describe_leaning(movement: Movement) -> Iterator[str]:
    # Not with the others: a command that starts without these rooms could not import it.
    from fiftysteps.publishing.queries.moved import describe_moved

    moved = describe_moved(movement)
    if moved.steps:
        yield f"    steps to check: {', '.join(citation.step.key for citation in moved.steps)}"
    if moved.topics:
        yield f"    pages to check: {', '.join(topic.slug for topic in moved.topics)}"
