from django.db import models
from django.urls import reverse
from wagtail.search import index

from fiftysteps.accounts.models import Provenance


class Polarity(models.TextChoices):
    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"
    NONE = "none", "Neither is better"


class Method(models.TextChoices):
    AS_PUBLISHED = "as-published", "As published by the source"
    PROPORTION = "proportion", "Proportion, with Wilson's interval"
    RATE = "rate", "Crude rate, with Byar's or the exact interval"
    COUNT = "count", "Count"
    MEAN = "mean", "Mean"
    INDEX = "index", "Index or score"


class IndicatorKind(models.TextChoices):
    DEMOGRAPHIC = "demographic", "Who lives here"
    DETERMINANT = "determinant", "What shapes health"
    OUTCOME = "outcome", "Health outcome"
    INEQUALITY = "inequality", "Inequality"
    OUTPUT = "output", "What a step does"
    EQUITY = "equity", "Fairness of a step"


class Indicator(index.Indexed, Provenance):
    """A measure with a definition. A step's KPI is an indicator too, so one cycle's KPI is the next one's evidence."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=250)
    plain_name = models.CharField("name in plain words", max_length=250)
    definition = models.TextField()
    numerator = models.TextField(blank=True)
    denominator = models.TextField(blank=True)
    unit = models.CharField(max_length=80)
    decimals = models.PositiveSmallIntegerField("decimal places", default=1)
    polarity = models.CharField(max_length=6, choices=Polarity)
    kind = models.CharField(max_length=12, choices=IndicatorKind)
    method = models.CharField(max_length=12, choices=Method, default=Method.AS_PUBLISHED)
    caveats = models.TextField(blank=True)
    archived = models.BooleanField(default=False)

    search_fields = (
        index.SearchField("name", boost=2),
        index.SearchField("plain_name", boost=2),
        index.AutocompleteField("plain_name"),
        index.SearchField("definition"),
        index.FilterField("archived"),
    )

    class Meta:
        ordering = ("plain_name",)

    def __str__(self) -> str:
        return self.plain_name

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.slug])
