import secrets

from django.db import models
from django.urls import reverse

from fiftysteps.accounts.models import Organisation
from fiftysteps.evidence.models.reflection import Reflection

# Nobody guesses 128 bits.
KEY_BYTES = 16


def make_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


class PointHeading(models.TextChoices):
    WORKED_WELL = "worked_well", "What worked well"
    COULD_BE_BETTER = "could_be_better", "What could be better"
    NEXT = "next", "What to do next"


class ReflectionSession(models.Model):
    """A network or alliance looks back: it is invited by an address with a key, and says what it thinks, in points.

    Nobody who answers is named. `erased` is when the words of its points were taken away; the themes stay.
    """

    network = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField("what it looks back on", max_length=200)
    held_on = models.DateField("held on")
    place = models.CharField(max_length=200, blank=True)
    present = models.PositiveIntegerField("how many people were there", null=True, blank=True)
    closes = models.DateField("points can be sent until")
    key = models.CharField(max_length=40, unique=True, default=make_key, editable=False)
    reflection = models.ForeignKey(
        Reflection, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions", editable=False
    )
    erased = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-held_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(closes__gte=models.F("held_on")), name="session_closes_after_it"),
        )

    def __str__(self) -> str:
        return f"{self.network}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.pk])

    def get_invitation_url(self) -> str:
        """Return the address by which people can add points."""
        return reverse("invitation", args=[self.key])


class ReflectionTheme(models.Model):
    """What several points of one heading say together."""

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="themes")
    heading = models.CharField(max_length=15, choices=PointHeading)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("session", "heading", "name"), name="one_theme_of_a_name_in_a_heading"),
        )

    def __str__(self) -> str:
        return self.name


class ReflectionPoint(models.Model):
    """One thing that somebody said. `sending` is the same for all that were sent together, and says nothing of who."""

    session = models.ForeignKey(ReflectionSession, on_delete=models.CASCADE, related_name="points")
    heading = models.CharField(max_length=15, choices=PointHeading)
    text = models.CharField(max_length=500)
    theme = models.ForeignKey(ReflectionTheme, on_delete=models.SET_NULL, null=True, blank=True, related_name="points")
    sending = models.CharField(max_length=40)
    is_recorded = models.BooleanField("written down in the room", default=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:60]
