from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "fiftysteps.evidence"
    label = "evidence"
    verbose_name = "Evidence"
