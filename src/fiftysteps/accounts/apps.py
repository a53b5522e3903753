from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "fiftysteps.accounts"
    label = "accounts"
    verbose_name = "People and organisations"
