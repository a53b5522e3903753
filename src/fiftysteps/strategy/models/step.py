from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.search import index

from fiftysteps.accounts.models import Drafted, Provenance
from fiftysteps.evidence.models import Area, AreaType
from fiftysteps.strategy.models.strategy import Strategy, Theme

# Where a new row of a list stands until somebody gives it a place: after all others.
LAST = 1000


class LifeCourse(models.TextChoices):
    START = "start", "Pregnancy and early years"
    GROW = "grow", "Children and young people"
    LIVE = "live", "Working age"
    AGE = "age", "Later life"
    ALL = "all", "Every age"


class BoardRole(models.TextChoices):
    DRIVE = "drive", "The Board drives this step"
    SPONSOR = "sponsor", "The Board sponsors this step"
    OBSERVE = "observe", "The Board observes this step"


class Step(index.Indexed, Provenance, Drafted, ClusterableModel):
    """What we will do. Citations, roles, alignments and measures belong to its revision, and are compared with it."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="steps")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    short_title = models.CharField(max_length=60, blank=True, help_text="For the tiles; the title where it is empty")
    summary = models.TextField("summary in plain words")
    for_whom = models.TextField("for whom first", blank=True)
    life_course = models.CharField(max_length=5, choices=LifeCourse, default=LifeCourse.ALL)
    board_role = models.CharField("the Board's role", max_length=7, choices=BoardRole, blank=True)
    team = models.CharField("step team", max_length=200, blank=True)
    equity_objective = models.TextField(blank=True)
    who_gains = models.TextField(blank=True)
    who_might_lose = models.TextField(blank=True)
    wards = ParentalManyToManyField(Area, blank=True, related_name="steps", limit_choices_to={"type": AreaType.WARD})

    search_fields = (
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("for_whom"),
        index.FilterField("live"),
    )

    class Meta:
        ordering = ("strategy", "number")
        constraints = (models.UniqueConstraint(fields=("strategy", "number"), name="one_step_per_number"),)

    def __str__(self) -> str:
        return f"Step {self.number}: {self.title}"

    @property
    def key(self) -> str:
        """The step's name in gap reports and waivers: it keeps the cycle, since numbers are used again."""
        return f"{self.strategy.slug}/{self.number}"

    @property
    def tile_title(self) -> str:
        return self.short_title or self.title

    def get_absolute_url(self) -> str:
        return reverse("step", args=[self.strategy.slug, self.number])

    def clean(self) -> None:
        super().clean()
        if self.theme_id and self.strategy_id and self.theme.strategy_id != self.strategy_id:
            raise ValidationError({"theme": f"{self.theme} is a theme of another strategy, {self.theme.strategy}."})
