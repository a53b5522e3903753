"""Make accounts from the command line."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import Role, User
from fiftysteps.config.roles import put_in_group
from fiftysteps.core.errors import PersonError


def make_account(email: str, role: str, password: str, name: str) -> User:
    """Make the account `email` or change its role, name and password.

    Raises
    ------
    PersonError
        Naming every fault of the address, the role and the password at once.
    """
    if faults := list(_get_faults(email, role, password)):
        raise PersonError("\n".join(faults))
    first, _, last = name.partition(" ")
    with transaction.atomic():
        user, _ = User.objects.get_or_create(email=email.lower(), defaults={"role": role})
        user.role, user.first_name, user.last_name = role, first, last
        user.is_staff = user.is_superuser = role == Role.ADMINISTRATOR
        user.is_demonstration = False
        user.set_password(password)
        user.save()
        put_in_group(user)
        record_audit(None, "make-account", f"accounts.user:{user.pk}", {"role": role})
    return user


def _get_faults(email: str, role: str, password: str) -> list[str]:
    faults = []
    try:
        validate_email(email)
    except ValidationError:
        faults.append(f"An e-mail address looks like name@council.uk; got {email!r}.")
    if role not in Role.values:
        faults.append(f"A role is one of {', '.join(Role.values)}; got {role!r}.")
    try:
        validate_password(password, User(email=email))
    except ValidationError as error:
        faults += error.messages
    return faults
