"""The checklist of what the law asks: which duties are in force on a day, and what shows that each is met."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fiftysteps.evidence.models import Duty, DutyProof


class DutyStanding(StrEnum):
    """How a duty stands on a day. Only one that is open is a gap."""

    MET = "met"
    OPEN = "open"
    COMING = "coming"
    ENDED = "ended"


@dataclass(frozen=True)
class DutyLine:
    """A duty as it stands: the proofs that hold on the day, newest first, and those that no longer do."""

    duty: Duty
    standing: DutyStanding
    proofs: tuple[DutyProof, ...]
    former: tuple[DutyProof, ...]


def get_duty_lines(today: date) -> tuple[DutyLine, ...]:
    """Return every duty that is not archived as it stands on `today`, in the order of the list."""
    duties = Duty.objects.filter(archived=False).prefetch_related("proofs")
    return tuple(_make_line(duty, today) for duty in duties)


def count_standings(lines: Iterable[DutyLine]) -> Counter[DutyStanding]:
    """Return how many duties stand in each way."""
    return Counter(line.standing for line in lines)


def _make_line(duty: Duty, today: date) -> DutyLine:
    proofs = sorted(duty.proofs.all(), key=lambda proof: proof.day, reverse=True)
    holding = tuple(proof for proof in proofs if proof.day <= today <= (proof.holds_until or date.max))
    former = tuple(proof for proof in proofs if proof.holds_until is not None and proof.holds_until < today)
    if duty.in_force_from > today:
        standing = DutyStanding.COMING
    elif duty.in_force_to is not None and duty.in_force_to < today:
        standing = DutyStanding.ENDED
    else:
        standing = DutyStanding.MET if holding else DutyStanding.OPEN
    return DutyLine(duty, standing, holding, former)
