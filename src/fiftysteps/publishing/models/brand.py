from typing import Any

from django.db import models, transaction
from django.forms import model_to_dict
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.log_actions import get_active_log_context

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.evidence.models import Area
from fiftysteps.strategy.models import Strategy
from fiftysteps.strategy.models.strategy import check_hue


@register_setting(icon="cogs")
class Brand(BaseSiteSetting):
    """Whose site this is and how it looks: name, logo, colour, place, and the strategy it opens with."""

    # What the frame of every page needs, in the query that reads the brand.
    select_related = ("logo", "place__parent__parent", "current_strategy__owner")

    name = models.CharField(max_length=80, default="Fifty Steps")
    owner_name = models.CharField("whose site this is", max_length=200, blank=True)
    logo = models.ForeignKey("wagtailimages.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    colour = models.CharField(max_length=7, default="#0b5b56", validators=[check_hue])
    banner = models.TextField(blank=True, help_text="Shown above every page, for example that this is a demonstration")
    index_by_search_engines = models.BooleanField(default=False)
    place = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    current_strategy = models.ForeignKey(Strategy, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_demonstration = models.BooleanField(default=False)

    panels = (
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("owner_name"), FieldPanel("logo"), FieldPanel("colour")], "Brand"
        ),
        MultiFieldPanel([FieldPanel("place"), FieldPanel("current_strategy")], "What the site opens with"),
        MultiFieldPanel([FieldPanel("banner"), FieldPanel("index_by_search_engines")], "What visitors are told"),
    )

    class Meta:
        verbose_name = "brand"

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail's settings have no hook: who changes the face of the site is recorded here.
        with transaction.atomic():
            super().save(*args, **kwargs)
            record_audit(get_active_log_context().user, "save", f"publishing.brand:{self.pk}", model_to_dict(self))
