from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from fiftysteps.accounts.models import Confidence, Nature
from fiftysteps.core.links import RULE, is_link


def check_link(text: str) -> None:
    """Refuse what is no link.

    Raises
    ------
    ValidationError
        With the rule, and what was got.
    """
    if not is_link(text):
        raise ValidationError(f"It {RULE}; it is {text!r}.")


class DutySubject(models.TextChoices):
    ASSESSMENT = "assessment", "The needs assessment"
    STRATEGY = "strategy", "The health and wellbeing strategy"
    PHARMACEUTICAL = "pharmaceutical", "The pharmaceutical needs assessment"
    BOARD = "board", "The Board"


class Duty(ClusterableModel):
    """Something that the law asks, from one day to another. The law changes: a duty that has ended is kept, and no gap.

    `law` and `provision` say where it stands; `confidence` how sure whoever wrote it down is that it says so.
    """

    slug = models.SlugField(max_length=80, unique=True)
    subject = models.CharField(max_length=14, choices=DutySubject)
    title = models.CharField(max_length=200)
    asks = models.TextField("what it asks, in plain words")
    law = models.CharField(max_length=300)
    provision = models.CharField(max_length=100, blank=True)
    url = models.URLField("address of the law", max_length=500)
    in_force_from = models.DateField("in force from")
    in_force_to = models.DateField("in force until", null=True, blank=True)
    confidence = models.CharField(max_length=6, choices=Confidence)
    note = models.TextField(blank=True)
    number = models.PositiveSmallIntegerField("place in the list", default=0)
    archived = models.BooleanField(default=False)

    class Meta:
        ordering = ("number", "slug")
        verbose_name_plural = "duties"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(in_force_to__isnull=True) | models.Q(in_force_to__gte=models.F("in_force_from")),
                name="duty_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.in_force_from and self.in_force_to and self.in_force_to < self.in_force_from:
            raise ValidationError({"in_force_to": f"It ends before it begins, on {self.in_force_from:%-d %B %Y}."})

    def get_absolute_url(self) -> str:
        return f"{reverse('duties')}#duty-{self.slug}"


class DutyProof(Orderable):
    """What shows that a duty is met: a page or a document, with its day and, where that is limited, its last day."""

    duty = ParentalKey(Duty, on_delete=models.CASCADE, related_name="proofs")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField("what shows it", max_length=300)
    link = models.CharField(max_length=500, validators=[check_link])
    day = models.DateField()
    holds_until = models.DateField("good until", null=True, blank=True)
    nature = models.CharField(max_length=12, choices=Nature)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.day and self.holds_until and self.holds_until < self.day:
            raise ValidationError({"holds_until": f"It ends before its own day, {self.day:%-d %B %Y}."})
