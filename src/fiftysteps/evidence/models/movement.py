import hashlib
import json

from django.conf import settings
from django.db import models

from fiftysteps.evidence.models.finding import Finding


class SeenFigure(models.Model):
    """What a finding said when somebody last looked at it: what it says now is compared with this."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="seen_figure")
    # Which observation it was of. A finding that is edited to be of another one has not moved.
    of = models.CharField(max_length=255)
    state = models.JSONField()
    seen = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"What was seen of {self.finding_id}"


class Standing(models.TextChoices):
    """What a person concluded who looked at a figure that moved."""

    STANDS = "stands", "What we say still stands"
    REWRITTEN = "rewritten", "We changed what we say"


class Movement(models.Model):
    """A finding whose figure moved after it was seen. It stays open until a person has looked at it."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="movements")
    before = models.JSONField()
    after = models.JSONField()
    is_conclusion_changed = models.BooleanField("the conclusion changed", default=False)
    noticed = models.DateTimeField(auto_now_add=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_at_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    standing = models.CharField("what was concluded", max_length=9, choices=Standing, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-is_conclusion_changed", "-noticed", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("finding",), condition=models.Q(looked_at__isnull=True), name="one_open_movement"
            ),
            models.CheckConstraint(
                condition=models.Q(looked_at__isnull=True, looked_at_by__isnull=True, standing="")
                | models.Q(looked_at__isnull=False, looked_at_by__isnull=False) & ~models.Q(standing=""),
                name="looked_at_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.finding} moved"

    @property
    def is_open(self) -> bool:
        return self.looked_at is None

    @property
    def digest(self) -> str:
        """A name for what the finding says now: a form that was opened before it moved again has another one."""
        return hashlib.sha256(json.dumps(self.after, sort_keys=True).encode()).hexdigest()[:16]
