from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "fiftysteps.evidence"
    label = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        from fiftysteps.evidence import signals  # noqa: F401, PLC0415 (importing connects the receivers)
