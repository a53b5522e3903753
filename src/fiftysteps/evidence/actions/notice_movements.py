"""Notice which findings say something else than when somebody last looked at them."""

from dataclasses import dataclass

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.evidence.figure_state import FigureState, is_conclusion_changed
from fiftysteps.evidence.models import Finding, Movement, SeenFigure
from fiftysteps.evidence.queries.figure_states import get_identity, get_states
from fiftysteps.evidence.queries.observations import get_current_files
from fiftysteps.evidence.queries.protection import prepare_decisions


@dataclass(frozen=True)
class Noticed:
    """What one run noticed: movements that are new or went further, and how many went back to where they began."""

    moved: tuple[Movement, ...]
    back: int


def notice_movements(*, by: User | None = None) -> Noticed:
    """Compare every finding with what was seen of it, and open a movement for each that says something else.

    To be called after a release was taken in, whichever way. A finding that nobody has seen yet counts as seen now.
    A figure that went back to what was seen has not moved: its open movement is withdrawn. What is hidden of the new
    figures is worked out first, so that no page has to wait for it.

    Parameters
    ----------
    by : User, keyword-only
        Who took in the release; nobody where a command does.
    """
    prepare_decisions(get_current_files("observations"))
    with transaction.atomic():
        findings = list(Finding.objects.filter(archived=False).select_related("indicator", "area", "comparator"))
        states = get_states(findings)
        seen = {row.finding_id: row for row in SeenFigure.objects.filter(finding__in=findings)}
        held = {row.finding_id: row for row in Movement.objects.filter(looked_at__isnull=True)}
        moved, back, unseen = [], 0, []
        for finding in findings:
            kept, state = seen.get(finding.pk), states[finding.pk]
            if kept is None or kept.of != get_identity(finding):
                unseen.append(finding)
            elif FigureState.read(kept.state) == state:
                back += _withdraw(held.get(finding.pk), by)
            elif movement := _open(finding, FigureState.read(kept.state), state, held.get(finding.pk), by):
                moved.append(movement)
        for finding in unseen:
            _see(finding, states[finding.pk], held.get(finding.pk), by)
    return Noticed(tuple(moved), back)


def see_finding(finding: Finding) -> None:
    """Note what a finding says as seen, where it is new or was edited to be of another figure."""
    kept = SeenFigure.objects.filter(finding=finding).first()
    if kept is not None and kept.of == get_identity(finding):
        return
    with transaction.atomic():
        held = Movement.objects.filter(finding=finding, looked_at__isnull=True).first()
        _see(finding, get_states((finding,))[finding.pk], held, None)


def _see(finding: Finding, state: FigureState, held: Movement | None, by: User | None) -> None:
    _withdraw(held, by)
    told = {"of": get_identity(finding), "state": state.dump()}
    SeenFigure.objects.update_or_create(finding=finding, defaults=told)


def _withdraw(held: Movement | None, by: User | None) -> int:
    if held is None:
        return 0
    record_audit(by, "withdraw-movement", f"evidence.movement:{held.pk}", held.after)
    held.delete()
    return 1


def _open(
    finding: Finding, before: FigureState, after: FigureState, held: Movement | None, by: User | None
) -> Movement | None:
    """Open a movement or take the open one further; None where it stood there already."""
    if held is not None and FigureState.read(held.after) == after:
        return None
    movement = held or Movement(finding=finding)
    movement.before, movement.after = before.dump(), after.dump()
    movement.is_conclusion_changed = is_conclusion_changed(before, after)
    movement.save()
    record_audit(by, "notice-movement", f"evidence.movement:{movement.pk}", movement.after)
    return movement
