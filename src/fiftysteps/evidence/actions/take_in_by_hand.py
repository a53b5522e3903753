"""A file that somebody gave on a page: try it; or take it in and notice what moved, both or neither."""

from pathlib import Path

from django.db import transaction

from fiftysteps.accounts.models import User
from fiftysteps.core.tables import Limits
from fiftysteps.evidence.actions.notice_movements import Noticed, notice_movements
from fiftysteps.evidence.actions.take_in_files import take_in_files
from fiftysteps.evidence.ingest import MappingShape
from fiftysteps.evidence.origins import Origin
from fiftysteps.evidence.policies import check_can_take_in
from fiftysteps.evidence.taken_in import TakenIn


def try_by_hand(
    user: User, path: Path, *, dataset: str, origin: Origin, mapping: MappingShape | None, limits: Limits
) -> list[TakenIn]:
    """Return what would come of a file, and change nothing. Raises as `take_in_by_hand` does."""
    check_can_take_in(user)
    return take_in_files([path], dataset=dataset, origin=origin, mapping=mapping, limits=limits, dry_run=True)


def take_in_by_hand(
    user: User, path: Path, *, dataset: str, origin: Origin, mapping: MappingShape | None, limits: Limits
) -> tuple[list[TakenIn], Noticed]:
    """Take a file in for `user`; the arguments are those of `take_in_files`.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        As `take_in_files` does; then nothing was taken in.
    """
    check_can_take_in(user)
    with transaction.atomic():
        taken = take_in_files([path], dataset=dataset, origin=origin, mapping=mapping, by=user, limits=limits)
        return taken, notice_movements(by=user)
