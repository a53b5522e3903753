from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "fiftysteps.publishing"
    label = "publishing"
    verbose_name = "Publishing"
