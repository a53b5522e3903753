"""Where an object comes from: real, with its source, or illustrative. Every object that a page shows carries it."""

from django.db import models


class Nature(models.TextChoices):
    REAL = "real", "Real"
    ILLUSTRATIVE = "illustrative", "Illustrative"


class Confidence(models.TextChoices):
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class Provenance(models.Model):
    """Abstract: the nature of an object and, where it is real, who says so and how sure we are."""

    nature = models.CharField(
        max_length=12,
        choices=Nature,
        help_text="Real objects name their source. Illustrative ones are invented to show how the product works.",
    )
    source_title = models.CharField("source", max_length=500, blank=True)
    source_url = models.URLField("source's address", max_length=500, blank=True)
    confidence = models.CharField(max_length=6, choices=Confidence, blank=True)

    class Meta:
        abstract = True

    @property
    def is_illustrative(self) -> bool:
        return self.nature == Nature.ILLUSTRATIVE
