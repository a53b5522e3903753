"""A second person codes a sample without seeing what the first said, so that it can be told how far they agree."""

from collections.abc import Sequence

import numpy as np
from django.db import transaction
from django.utils import timezone

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import (
    Code,
    CodeState,
    Coding,
    Considered,
    Exercise,
    Response,
    SecondReading,
    Standing,
)
from fiftysteps.engagement.policies import check_can_change_codebook, check_can_consider

MOST_DRAWN = 1_000
_DONE = (Considered.CODED, Considered.READ)


def draw_second(user: User, exercise: Exercise, size: int) -> int:
    """Draw responses by chance from those that somebody has coded, besides those that were drawn before.

    Returns
    -------
    int
        How many were drawn: fewer than `size` where there are no more.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        The size is no number of responses, or none is left to draw.
    """
    check_can_change_codebook(user, exercise)
    if not 1 <= size <= MOST_DRAWN:
        raise PersonError(f"Draw between 1 and {MOST_DRAWN:,} responses at once; got {size:,}.")
    with transaction.atomic():
        drawn = SecondReading.objects.filter(response__exercise=exercise)
        seed = drawn.count()
        left = exercise.responses.filter(considered__in=_DONE).exclude(standing=Standing.ERASED)
        pks = np.array(left.exclude(pk__in=drawn.values("pk")).order_by("pk").values_list("pk", flat=True))
        if not len(pks):
            raise PersonError("Every response that somebody has coded was drawn already. Code more first.")
        chosen = np.random.default_rng(seed).choice(pks, min(size, len(pks)), replace=False)
        SecondReading.objects.bulk_create(SecondReading(response_id=int(pk)) for pk in sorted(chosen))
        record_audit(user, "draw-second", f"engagement.exercise:{exercise.pk}", {"seed": seed, "size": len(chosen)})
    return len(chosen)


def find_second(user: User, exercise: Exercise) -> SecondReading | None:
    """Return the next response of the sample that `user` can code: not one that they coded first."""
    waiting = SecondReading.objects.filter(response__exercise=exercise, outcome=Considered.WAITING)
    waiting = waiting.exclude(response__considered_by=user).exclude(response__standing=Standing.ERASED)
    return waiting.exclude(response__codings__by=user).select_related("response__exercise").order_by("pk").first()


def code_second(user: User, reading: SecondReading, codes: Sequence[int], *, unreadable: bool = False) -> None:
    """Keep what a second person says of a response. What the first said, and what counts, stays as it is.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        They coded it first, a code is not in use, or it has codes and cannot be read.
    """
    response = reading.response
    check_can_consider(user, response)
    if response.considered_by_id == user.pk or response.codings.filter(by=user, is_second=False).exists():
        raise PersonError("You coded this first. Somebody else has to code it a second time.")
    known = set(Code.objects.filter(exercise=response.exercise, state=CodeState.IN_USE).values_list("pk", flat=True))
    if not set(codes) <= known:
        raise PersonError("One of the codes is not in use any more: it was merged, split or dropped. Look again.")
    if unreadable and codes:
        raise PersonError("A response that cannot be read has no codes: take away one or the other.")
    with transaction.atomic():
        now = SecondReading.objects.select_for_update().get(pk=reading.pk)
        Response.objects.filter(pk=response.pk).select_for_update().get()
        response.codings.filter(is_second=True).delete()
        Coding.objects.bulk_create(
            Coding(response=response, code_id=code, by=user, is_second=True) for code in sorted(set(codes))
        )
        now.outcome = Considered.UNREADABLE if unreadable else Considered.CODED if codes else Considered.READ
        now.by, now.at = user, timezone.now()
        now.save()
        record_audit(user, f"second-{now.outcome}", f"engagement.response:{response.pk}", sorted(set(codes)))
