from django.db import models
from django.urls import reverse
from wagtail.search import index

from fiftysteps.accounts.models import Provenance
from fiftysteps.evidence.models.area import Area


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
    DIRECT = "directly-standardised-rate", "Directly standardised rate, with the interval of Dobson and Byar"
    INDIRECT = "indirectly-standardised-ratio", "Indirectly standardised ratio, with Byar's or the exact interval"
    LIFE_EXPECTANCY = "life-expectancy", "Life expectancy, by Chiang's method with Silcocks's variance"


# The standard populations that are known by a short name, in words; a test compares them with those of the statistics.
STANDARD_NAMES = {
    "esp2013": "European Standard Population 2013",
    "esp2013_infants": "European Standard Population 2013, infants apart",
}


class DisclosureRule(models.TextChoices):
    """Which small numbers of an indicator are hidden. But for the first, the values name `stats.disclosure.RULES`."""

    SOURCE = "source", "As its source publishes it"
    DEFAULT = "default", "Counts from 1 to 7 are hidden, others rounded to the nearest 5"
    HIV_AND_STI = "hiv_and_sti", "Counts from 1 to 4 are hidden where fewer than 10,000 people live"
    BIRTHS_AND_DEATHS = "births_and_deaths", "Counts from 1 to 4 are hidden"
    SURVEY = "survey", "What fewer than 30 people were asked is hidden"


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
    method = models.CharField(max_length=30, choices=Method, default=Method.AS_PUBLISHED)
    # A short name that `stats.get_standard` knows, or words that say whose ages those are.
    standard_population = models.CharField(max_length=100, blank=True)
    benchmark = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    disclosure_rule = models.CharField(
        "small numbers", max_length=30, choices=DisclosureRule, default=DisclosureRule.SOURCE
    )
    # How it is computed from counts, checked before it is stored; empty where its values are taken ready-made.
    recipe = models.JSONField(default=dict, blank=True, editable=False)
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

    @property
    def is_built(self) -> bool:
        """Whether its values are computed here, from counts."""
        return bool(self.recipe)

    @property
    def standard_name(self) -> str:
        """Whose ages its standardised rates are weighted by, in words; empty where they are not."""
        return STANDARD_NAMES.get(self.standard_population, self.standard_population)

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.slug])
