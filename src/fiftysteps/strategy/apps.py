from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "fiftysteps.strategy"
    label = "strategy"
    verbose_name = "Strategy"
