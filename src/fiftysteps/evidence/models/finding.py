from django.db import models

from fiftysteps.evidence.models.area import Area
from fiftysteps.evidence.models.evidence import Evidence, EvidenceKind
from fiftysteps.evidence.models.indicator import Indicator


class Finding(Evidence):
    """A statement about one observation. Its sentence is written from the data, never typed."""

    KIND = EvidenceKind.FINDING

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="findings")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="findings")
    period = models.CharField(max_length=20)
    group_type = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=100, blank=True)
    comparator = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "finding"
