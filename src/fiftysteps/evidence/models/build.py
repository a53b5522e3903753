from django.db import models

from fiftysteps.evidence.models.dataset import Release
from fiftysteps.evidence.models.indicator import Indicator


class Build(models.Model):
    """What an indicator was last computed from, so that it is not computed again while that stays the same."""

    indicator = models.OneToOneField(Indicator, on_delete=models.PROTECT, related_name="build")
    fingerprint = models.CharField(max_length=64)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    built = models.DateTimeField(auto_now=True)
    seconds = models.FloatField()

    def __str__(self) -> str:
        return f"{self.indicator}, {self.built:%d %B %Y}"
