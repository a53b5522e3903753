from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "fiftysteps.accounts"
    label = "accounts"
    verbose_name = "People and organisations"

    def ready(self) -> None:
        from fiftysteps.accounts import signals  # noqa: F401, PLC0415 (importing connects the receivers)
