from django.db import models

from fiftysteps.evidence.models.evidence import Evidence, EvidenceKind


class Verdict(models.TextChoices):
    KEEP = "keep", "Keep"
    ADAPT = "adapt", "Adapt"
    STOP = "stop", "Stop"


class LocalLearning(Evidence):
    """What was tried here, what was expected, what happened, and what to do next."""

    KIND = EvidenceKind.LEARNING

    when = models.CharField(max_length=100)
    tried = models.TextField("what we tried")
    expected = models.TextField("what we expected")
    seen = models.TextField("what we saw")
    for_whom = models.TextField("for whom", blank=True)
    cost = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=5, choices=Verdict)
    transfer = models.TextField("would it work elsewhere?", blank=True)

    class Meta:
        verbose_name = "local learning"
        verbose_name_plural = "local learning"
