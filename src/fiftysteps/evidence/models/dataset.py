from django.conf import settings
from django.db import models

from fiftysteps.accounts.models import Provenance


class Source(models.Model):
    """Who published what we use, where, and under which licence."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=500)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    retrieved = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Dataset(Provenance):
    """A named collection of observations, of which every release is kept."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="datasets")
    period = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Release(models.Model):
    """One release of a dataset: an immutable Parquet file, named by the digest of its content."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="releases")
    table = models.CharField(max_length=20, help_text="observations, counts or populations")
    sha256 = models.CharField("content hash", max_length=64)
    rows = models.PositiveIntegerField()
    taken_in = models.DateTimeField(auto_now_add=True)
    taken_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What is known of the file it was made of; empty for a release that came with a workspace.
    file = models.CharField(max_length=255, blank=True)
    layout = models.CharField(max_length=100, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    retrieved = models.DateField(null=True, blank=True)
    period = models.CharField("periods from and to", max_length=60, blank=True)
    geography = models.CharField("kinds of areas", max_length=200, blank=True)
    # Of the file's bytes and of how it was read: the same file is not read again. Empty where there was no file.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces")

    class Meta:
        ordering = ("-taken_in",)
        constraints = (
            models.UniqueConstraint(fields=("dataset", "sha256"), name="one_release_per_content"),
            models.UniqueConstraint(
                fields=("dataset", "table"), condition=models.Q(replaced_by__isnull=True), name="one_current_release"
            ),
        )

    def __str__(self) -> str:
        return f"{self.dataset}, {self.taken_in:%d %B %Y}"

    @property
    def file_name(self) -> str:
        return f"{self.table}-{self.sha256}.parquet"
