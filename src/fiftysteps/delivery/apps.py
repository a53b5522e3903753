from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "fiftysteps.delivery"
    label = "delivery"
    verbose_name = "Delivery"

    def ready(self) -> None:
        from fiftysteps.delivery import gaps  # noqa: F401, PLC0415 (importing registers the rules)
