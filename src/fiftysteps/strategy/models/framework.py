import datetime

from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from fiftysteps.accounts.models import Drafted, Provenance
from fiftysteps.strategy.models.step import Step


class Framework(index.Indexed, Provenance, Drafted, ClusterableModel):
    """A plan or duty that the strategy is aligned with, held clause by clause and by version."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=250)
    short_title = models.CharField(max_length=60)
    version = models.CharField(max_length=100)
    owner = models.CharField("whose it is", max_length=200)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    complete = models.BooleanField("all its clauses are held")
    note = models.TextField(blank=True)

    search_fields = (
        index.SearchField("title", boost=2),
        index.SearchField("note"),
        index.FilterField("live"),
    )

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("framework", args=[self.slug])

    def is_in_force(self, starts: datetime.date, ends: datetime.date) -> bool:
        """Whether it is in force on any day from `starts` to `ends`, both included."""
        begun = self.in_force_from is None or self.in_force_from <= ends
        return begun and (self.in_force_to is None or self.in_force_to >= starts)


class Clause(models.Model):
    """One clause of a framework."""

    framework = ParentalKey(Framework, on_delete=models.CASCADE, related_name="clauses")
    sort = models.PositiveSmallIntegerField(default=0)
    ref = models.CharField("reference", max_length=30)
    title = models.CharField(max_length=300)
    parent_ref = models.CharField("belongs to", max_length=30, blank=True)
    applies = models.BooleanField("applies here", default=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("sort", "pk")
        constraints = (models.UniqueConstraint(fields=("framework", "ref"), name="one_clause_per_reference"),)

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def key(self) -> str:
        return f"{self.framework.slug}/{self.ref}"

    def get_absolute_url(self) -> str:
        return f"{self.framework.get_absolute_url()}#{self.ref}"


class Direction(models.TextChoices):
    SERVES = "serves", "The step serves the clause"
    CONSTRAINS = "constrains", "The clause constrains the step"
    CONFLICTS = "conflicts", "The step conflicts with the clause"


class AlignmentStrength(models.TextChoices):
    STRONG = "strong", "Strong"
    PARTIAL = "partial", "Partial"
    WEAK = "weak", "Weak"


class Alignment(models.Model):
    """A typed link between a step and a clause, with its reason."""

    step = ParentalKey(Step, on_delete=models.CASCADE, related_name="alignments")
    sort = models.PositiveSmallIntegerField(default=0)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="alignments")
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.SERVES)
    strength = models.CharField(max_length=7, choices=AlignmentStrength)
    reason = models.TextField()

    class Meta:
        ordering = ("sort", "pk")
        constraints = (models.UniqueConstraint(fields=("step", "clause"), name="one_alignment_per_clause"),)

    def __str__(self) -> str:
        return f"{self.step} {self.direction} {self.clause}"
