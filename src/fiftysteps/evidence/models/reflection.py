from django.db import models

from fiftysteps.accounts.models import Organisation
from fiftysteps.evidence.models.evidence import Evidence, EvidenceKind


class Reflection(Evidence):
    """What a network or alliance says worked well and what could be better."""

    KIND = EvidenceKind.REFLECTION

    network = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reflections")
    worked_well = models.TextField("what worked well")
    could_be_better = models.TextField("what could be better")
    next = models.TextField("what to do next", blank=True)

    class Meta:
        verbose_name = "reflection"
