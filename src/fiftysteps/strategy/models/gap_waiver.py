from django.conf import settings
from django.db import models


class GapWaiver(models.Model):
    """Somebody decided that a gap may stay open, why, and until when."""

    rule = models.CharField(max_length=60)
    object_key = models.CharField(max_length=200)
    reason = models.TextField()
    until = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("rule", "object_key")
        constraints = (models.UniqueConstraint(fields=("rule", "object_key"), name="one_waiver_per_gap"),)

    def __str__(self) -> str:
        return f"{self.rule} for {self.object_key}, until {self.until:%d %B %Y}"
