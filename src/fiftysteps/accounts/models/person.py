from django.conf import settings
from django.db import models

from fiftysteps.accounts.models.organisation import Organisation
from fiftysteps.accounts.models.provenance import Provenance


class Person(Provenance):
    """Somebody who works on the strategy, with or without an account. Archived, never deleted."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    title = models.CharField("job title", max_length=200, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    archived = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person belongs to an organisation from one date to another: people move jobs without losing history."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-starts",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="membership_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} at {self.organisation}"
