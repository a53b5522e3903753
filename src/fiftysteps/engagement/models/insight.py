from django.db import models

from fiftysteps.engagement.models.exercise import Exercise
from fiftysteps.evidence.models import Evidence, EvidenceKind


class Insight(Evidence):
    """A theme of what residents said, with how many said it, out of how many who answered."""

    KIND = EvidenceKind.INSIGHT

    exercise = models.CharField("listening exercise", max_length=200)
    held_in = models.ForeignKey(
        Exercise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="insights",
        verbose_name="exercise on this site",
    )
    mentioned = models.PositiveIntegerField("people who said it")
    answered = models.PositiveIntegerField("people who took part")
    groups = models.TextField("who said it more than others", blank=True)
    quotation = models.TextField(blank=True)

    class Meta:
        verbose_name = "insight"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(mentioned__lte=models.F("answered")), name="no_more_said_it_than_took_part"
            ),
        )
