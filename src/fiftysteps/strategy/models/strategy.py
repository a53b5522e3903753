import re

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from fiftysteps.accounts.models import Drafted, Organisation, Provenance
from fiftysteps.core.colour import get_contrast
from fiftysteps.evidence.models import Area, Indicator

# WCAG 2.2, success criterion 1.4.3: text of ordinary size against its ground.
LEAST_CONTRAST = 4.5


class StrategyStatus(models.TextChoices):
    DRAFT = "draft", "In draft"
    LIVE = "live", "In force"
    CLOSED = "closed", "Closed"


def check_aims(value: object) -> None:
    """Refuse what is not a list of sentences."""
    if not isinstance(value, list) or not all(isinstance(aim, str) and aim.strip() for aim in value):
        raise ValidationError('Aims are a list of sentences, such as ["Live longer.", "Be well."].')


class Strategy(index.Indexed, Provenance, Drafted):
    """A Board's joint local health and wellbeing strategy for a period: one cycle."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    short_title = models.CharField(max_length=60)
    subtitle = models.CharField(max_length=300, blank=True)
    vision = models.TextField()
    aims = models.JSONField(
        default=list, blank=True, validators=[check_aims], help_text='A list of sentences, such as ["Live longer."]'
    )
    starts = models.DateField()
    ends = models.DateField()
    status = models.CharField(max_length=6, choices=StrategyStatus, default=StrategyStatus.DRAFT)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="strategies")
    place = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="strategies", help_text="Whom it is for"
    )
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers")
    note = models.TextField(blank=True)
    completeness = models.CharField("how complete our copy is", max_length=300, blank=True)

    search_fields = (
        index.SearchField("title", boost=2),
        index.SearchField("vision"),
        index.FilterField("live"),
    )

    class Meta:
        ordering = ("-starts",)
        verbose_name_plural = "strategies"
        constraints = (
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="strategy_ends_after_start"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategy", args=[self.slug])


class Mark(models.TextChoices):
    """The shape that tells a theme apart where its colour cannot."""

    TRIANGLE = "triangle", "▲ triangle"
    SQUARE = "square", "■ square"
    CIRCLE = "circle", "● circle"
    DIAMOND = "diamond", "◆ diamond"
    CROSS = "cross", "✚ cross"
    STAR = "star", "★ star"
    HALF = "half", "◗ half circle"
    PENTAGON = "pentagon", "⬟ pentagon"
    HEXAGON = "hexagon", "⬢ hexagon"
    DROP = "drop", "▼ pointed down"
    RING = "ring", "◯ ring"
    BAR = "bar", "▬ bar"


def check_hue(value: str) -> None:
    """Refuse a colour that cannot be read on white."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValidationError(f"A colour looks like #0b5b56; got {value!r}.")
    contrast = get_contrast(value, "#ffffff")
    if contrast < LEAST_CONTRAST:
        raise ValidationError(
            f"{value} has a contrast of {contrast:.1f} on white; text needs {LEAST_CONTRAST} or more."
        )


class Theme(index.Indexed, Provenance, Drafted, ClusterableModel):
    """A priority of a strategy: its steps, and the outcomes that it hopes to change."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="themes")
    slug = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    mark = models.CharField(max_length=10, choices=Mark)
    hue = models.CharField("colour", max_length=7, validators=[check_hue])

    search_fields = (
        index.SearchField("title", boost=2),
        index.SearchField("summary"),
        index.FilterField("live"),
    )

    class Meta:
        ordering = ("strategy", "number")
        constraints = (
            models.UniqueConstraint(fields=("strategy", "number"), name="one_theme_per_number"),
            models.UniqueConstraint(fields=("strategy", "slug"), name="one_theme_per_slug"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("theme", args=[self.strategy.slug, self.slug])


class ThemeOutcome(models.Model):
    """An outcome indicator of a theme, looked at every year."""

    theme = ParentalKey(Theme, on_delete=models.CASCADE, related_name="outcomes")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="theme_outcomes")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("theme", "indicator"), name="one_outcome_per_theme"),)

    def __str__(self) -> str:
        return f"{self.theme}: {self.indicator}"
