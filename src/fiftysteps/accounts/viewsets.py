"""The editor's site for accounts: an account has a role, and nobody is given rights one by one."""

from typing import Any

from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from fiftysteps.accounts.models import User

FIELDS = ("email", "first_name", "last_name", "role")


class AccountCreationForm(UserCreationForm):
    """A new account. Its rights come with its role, in `record_account` of wagtail_hooks.py."""

    # Wagtail's form declares it on the class; an administrator is who has that role.
    is_superuser = None

    class Meta:
        model = User
        fields = FIELDS


class AccountEditForm(UserEditForm):
    """An account. Nobody changes their own role, so that an administrator cannot lock everybody out by mistake."""

    is_superuser = None

    class Meta:
        model = User
        fields = (*FIELDS, "is_active")

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["role"]
            del self.fields["is_active"]


class AccountViewSet(UserViewSet):
    template_prefix = "accounts/users/"

    def get_form_class(self, for_update: bool = False) -> type[UserCreationForm]:
        return AccountEditForm if for_update else AccountCreationForm
