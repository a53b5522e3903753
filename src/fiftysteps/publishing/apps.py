from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "fiftysteps.publishing"
    label = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        from fiftysteps.publishing import gaps  # noqa: F401, PLC0415 (importing registers the rules)
