import datetime

from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.search import index

from fiftysteps.accounts.models import Drafted, Provenance
from fiftysteps.strategy.models.step import LAST, Step


class FrameworkForm(WagtailAdminModelForm):
    """The editor's form of a framework: a clause that a step names, live or in draft, cannot be taken out of it."""

    def is_valid(self) -> bool:
        is_valid: bool = super().is_valid()
        clauses = [form.instance for form in self.formsets["clauses"].deleted_forms if form.instance.pk]
        for clause in clauses if is_valid else []:
            if steps := get_steps_naming(clause):
                names = ", ".join(map(str, steps))
                self.add_error(None, f"{clause} cannot be taken out, because it is named by {names}. Untick “applies”.")
        return is_valid and not self.errors


def get_steps_naming(clause: "Clause") -> list[Step]:
    """Return the steps whose live alignments or whose draft name `clause`."""
    live = set(clause.alignments.values_list("step_id", flat=True))
    drafts = Step.objects.filter(has_unpublished_changes=True).select_related("latest_revision")
    for step in drafts:
        rows = step.latest_revision.content.get("alignments", []) if step.latest_revision else []
        if any(row.get("clause") == clause.pk for row in rows):
            live.add(step.pk)
    return list(Step.objects.filter(pk__in=live).order_by("number"))


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

    base_form_class = FrameworkForm

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
    sort = models.PositiveSmallIntegerField("place in the list", default=LAST)
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
    sort = models.PositiveSmallIntegerField("place in the list", default=LAST)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="alignments")
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.SERVES)
    strength = models.CharField(max_length=7, choices=AlignmentStrength)
    reason = models.TextField()

    class Meta:
        ordering = ("sort", "pk")
        constraints = (models.UniqueConstraint(fields=("step", "clause"), name="one_alignment_per_clause"),)

    def __str__(self) -> str:
        return f"{self.step} {self.direction} {self.clause}"
