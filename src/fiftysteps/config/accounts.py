"""Make accounts from the command line."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from fiftysteps.accounts.actions.set_role import set_role
from fiftysteps.accounts.models import Role, User
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
        user = User.objects.filter(email=email.lower()).first() or User(email=email)
        user.first_name, user.last_name = first, last
        user.is_demonstration = False
        user.set_password(password)
        set_role(user, role, by=None)
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
