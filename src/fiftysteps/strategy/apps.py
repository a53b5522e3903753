from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "fiftysteps.strategy"
    label = "strategy"
    verbose_name = "Strategy"

    def ready(self) -> None:
        from fiftysteps.strategy.gaps import duty_rules, step_rules, thread_rules  # noqa: F401, PLC0415 (importing registers the rules)
