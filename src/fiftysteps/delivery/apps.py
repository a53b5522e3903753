from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "fiftysteps.delivery"
    label = "delivery"
    verbose_name = "Delivery"
