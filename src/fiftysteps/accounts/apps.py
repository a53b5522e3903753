from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "fiftysteps.accounts"
    label = "accounts"
    verbose_name = "People and organisations"

    def ready(self) -> None:
        from fiftysteps.accounts import signals  # noqa: F401, PLC0415 (importing connects the receivers)


class EditorAccountsConfig(WagtailUsersAppConfig):  # type: ignore[misc] # Wagtail ships no types
    """Wagtail's screens for accounts, with our form: a role and no rights one by one."""

    user_viewset = "fiftysteps.accounts.viewsets.AccountViewSet"
