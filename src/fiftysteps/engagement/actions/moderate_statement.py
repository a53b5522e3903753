"""Show what a resident added for others to vote on, or say why it is not shown."""

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import Statement
from fiftysteps.engagement.policies import check_can_read_responses


def moderate_statement(user: User, statement: Statement, *, is_shown: bool, reason: str = "") -> None:
    """Show a statement, or refuse it with a reason, which its writer reads when they come back with their code.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        It is refused without a reason.
    """
    check_can_read_responses(user)
    if not is_shown and not reason.strip():
        raise PersonError("Say why it is not shown: its writer will read it.")
    with transaction.atomic():
        now = Statement.objects.select_for_update().get(pk=statement.pk)
        now.state = Statement.State.SHOWN if is_shown else Statement.State.REFUSED
        now.reason = "" if is_shown else reason.strip()
        now.save()
        record_audit(user, f"statement-{now.state}", f"engagement.statement:{now.pk}", now.reason)
    statement.refresh_from_db()
