from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "fiftysteps.engagement"
    label = "engagement"
    verbose_name = "Engagement"
