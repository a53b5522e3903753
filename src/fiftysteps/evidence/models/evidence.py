import datetime

from django.db import models
from django.urls import reverse
from wagtail.search import index

from fiftysteps.accounts.models import Drafted, Provenance


class EvidenceKind(models.TextChoices):
    FINDING = "finding", "What the data show"
    REFERENCE = "reference", "What works"
    LEARNING = "learning", "What we tried"
    REFLECTION = "reflection", "What our networks think"
    INSIGHT = "insight", "What we heard"


class Evidence(index.Indexed, Provenance, Drafted):
    """Anything a step can rest on. Each kind is a model of its own on top of this one; archived, never deleted."""

    KIND: EvidenceKind | None = None

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=EvidenceKind, editable=False)
    date = models.DateField(null=True, blank=True)
    review_by = models.DateField("review by", null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    archived = models.BooleanField(default=False)

    search_fields = (
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.FilterField("kind"),
        index.FilterField("live"),
        index.FilterField("archived"),
    )

    class Meta:
        ordering = ("title",)
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Also before it is saved: a preview shows an object that is not.
        if self.KIND is not None:
            self.kind = self.KIND

    def get_absolute_url(self) -> str:
        return reverse("evidence", args=[self.slug])

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether its review date is before `today`. Evidence without a date is never overdue."""
        return self.review_by is not None and self.review_by < today
