from django.db import models
from modelcluster.fields import ParentalKey

from fiftysteps.accounts.models import Organisation
from fiftysteps.evidence.models import Indicator
from fiftysteps.evidence.models.finding import check_period
from fiftysteps.strategy.models.step import LAST, Step


class MeasureKind(models.TextChoices):
    OUTPUT_KPI = "output-kpi", "Output KPI"
    EQUITY = "equity", "Equity indicator"
    OUTCOME = "outcome", "Outcome indicator"


class Measure(models.Model):
    """How we will know: an indicator with the step's own baseline, target and owner."""

    step = ParentalKey(Step, on_delete=models.CASCADE, related_name="measures")
    sort = models.PositiveSmallIntegerField("place in the list", default=LAST)
    kind = models.CharField(max_length=10, choices=MeasureKind)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measures")
    baseline = models.FloatField(null=True, blank=True)
    baseline_period = models.CharField(max_length=20, blank=True, validators=[check_period])
    target = models.FloatField(null=True, blank=True)
    target_date = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="measures_owned"
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("sort", "pk")
        constraints = (
            models.UniqueConstraint(fields=("step", "kind", "indicator"), name="one_measure_per_indicator_and_kind"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.indicator}"
