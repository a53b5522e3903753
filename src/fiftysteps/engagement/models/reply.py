from django.db import models
from django.utils.translation import gettext_lazy as _

from fiftysteps.accounts.models import Organisation, Provenance
from fiftysteps.engagement.models.insight import Insight
from fiftysteps.engagement.models.response import Response


class Decision(models.TextChoices):
    WE_WILL = "we-will", _("Yes, we will")
    ALREADY = "already", _("We already do")
    PARTLY = "partly", _("Partly")
    CANNOT = "cannot", _("No, we cannot")


class Reply(Provenance):
    """What we told the people who said it, whether or not the answer was yes.

    It answers a theme, or whole submissions: one or many.
    """

    insight = models.OneToOneField(Insight, on_delete=models.CASCADE, related_name="reply", null=True, blank=True)
    submissions = models.ManyToManyField(
        Response,
        blank=True,
        related_name="replies",
        limit_choices_to=~models.Q(organisation=""),
        verbose_name="or whole submissions",
    )
    decision = models.CharField(max_length=7, choices=Decision)
    text = models.TextField()
    by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="replies")
    date = models.DateField()

    class Meta:
        verbose_name_plural = "replies"
        ordering = ("-date",)

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.insight or 'submissions'}"
