"""Accounts for the people of a workspace who have a role."""

from functools import cache

from django.contrib.auth.hashers import check_password, make_password

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import Person, Role, User
from fiftysteps.accounts.workspace.loading import Loading
from fiftysteps.accounts.workspace.people import PEOPLE, PersonShape
from fiftysteps.core.workspace import Item, Workspace


def write_accounts(workspace: Workspace, loading: Loading, password: str | None) -> None:
    """Make an account for everyone who has a role and none yet.

    With a `password` they are the demonstration's accounts, which all have it and are refused anywhere else. Without
    one they have no password until an administrator sets it.
    """
    for item in workspace.get(PEOPLE):
        if item.value.role:
            _write_account(loading, item, loading.get("people", item.value.id), password)


def _write_account(loading: Loading, item: Item[PersonShape], person: Person, password: str | None) -> None:
    user = person.user or User.objects.filter(email__iexact=item.value.email).first()
    if user is None:
        user = _make_user(item.value, password)
    elif password is not None:
        _renew_demonstration(loading, item, user, password)
    if person.user_id != user.pk:
        Person.objects.filter(pk=person.pk).update(user=user)


def _make_user(value: PersonShape, password: str | None) -> User:
    is_administrator = value.role == Role.ADMINISTRATOR
    first, _, last = value.name.partition(" ")
    user = User(
        email=User.objects.normalize_email(value.email),
        first_name=first[:150],  # as much as the columns hold
        last_name=last[:150],
        role=value.role,
        is_demonstration=password is not None,
        is_staff=is_administrator,
        is_superuser=is_administrator,
        # Hashing is slow on purpose. The demonstration's password is printed on the screen, so one salt serves all.
        password=make_password(None) if password is None else _hash_once(password),
    )
    user.save()
    record_audit(None, "create-account", f"accounts.user:{user.pk}")
    return user


def _renew_demonstration(loading: Loading, item: Item[PersonShape], user: User, password: str) -> None:
    """Bring a demonstration's account up to this run. A real account must never get a password that is printed."""
    if not user.is_demonstration:
        rule = '"email" is that of an account which the demonstration did not make'
        loading.faults.append(item.get_fault(rule, "email", got=item.value.email))
        return
    wanted = user.password if _is_password(password, user.password) else _hash_once(password)
    if (user.password, user.role, user.is_active) != (wanted, item.value.role, True):
        user.password, user.role, user.is_active = wanted, item.value.role, True
        user.save()


@cache
def _hash_once(password: str) -> str:
    return make_password(password)


@cache
def _is_password(password: str, encoded: str) -> bool:
    return check_password(password, encoded)
