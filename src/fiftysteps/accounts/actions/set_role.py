"""Give an account its role, and with it exactly that role's rights."""

from django.contrib.auth.models import Group
from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import Role, User


def set_role(user: User, role: str, *, by: User | None) -> None:
    """Save `user` with `role`, put it in that role's group and in no other, and record who did so."""
    with transaction.atomic():
        user.role = role
        user.is_staff = user.is_superuser = role == Role.ADMINISTRATOR
        user.save()
        put_in_group(user)
        record_audit(by, "set-role", f"accounts.user:{user.pk}", {"role": role, "active": user.is_active})


def put_in_group(user: User) -> None:
    """Put `user` into the group of its role and into no other role's. An account without a role keeps what it has."""
    if user.role:
        user.groups.set(Group.objects.filter(name=user.role))
