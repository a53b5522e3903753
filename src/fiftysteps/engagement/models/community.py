from django.db import models
from modelcluster.fields import ParentalKey

from fiftysteps.accounts.models import Organisation, Person
from fiftysteps.engagement.models.exercise import Exercise


class Community(models.Model):
    """People whom we look out for by name, whether or not the census counts them.

    `variable` and `category` name the core set's answer that they give, where there is one. Without, the page says why
    there is no number of how many live here, and they are followed by the sessions held with them.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    variable = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=20, blank=True)
    note = models.TextField(
        "how well they are counted",
        blank=True,
        help_text="Why there is no number of how many live here, or why it is an undercount",
    )
    archived = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "communities"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(variable="", category="") & ~models.Q(note="")
                | ~models.Q(variable="") & ~models.Q(category=""),
                name="community_has_a_category_or_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ReachTarget(models.Model):
    """How many people of a community an exercise set out to hear from, set before it opened."""

    exercise = ParentalKey(Exercise, on_delete=models.CASCADE, related_name="targets")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="targets")
    people = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("exercise", "community"), name="one_target_for_a_community"),)

    def __str__(self) -> str:
        return f"{self.people} of {self.community}"


class ReachPlan(models.Model):
    """Who will go where, with which partner, by when, to hear a community that has not been heard."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="reach_plans")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="reach_plans")
    who = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    where = models.CharField(max_length=200)
    by_when = models.DateField("by when")
    session = models.ForeignKey(
        "engagement.ListeningSession", on_delete=models.SET_NULL, null=True, blank=True, related_name="plans",
        editable=False,
    )  # fmt: skip

    class Meta:
        ordering = ("by_when", "pk")

    def __str__(self) -> str:
        return f"{self.community}: {self.where}"
