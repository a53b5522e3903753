from django.conf import settings
from django.db import models

from fiftysteps.accounts.models import Organisation
from fiftysteps.engagement.models.community import Community
from fiftysteps.engagement.models.exercise import Exercise
from fiftysteps.engagement.models.response import LONGEST_ANSWER
from fiftysteps.evidence.models.session import make_key


class SessionKind(models.TextChoices):
    ASSEMBLY = "assembly", "Assembly or public meeting"
    FOCUS_GROUP = "focus-group", "Focus group"
    INTERVIEW = "interview", "Interview"
    OUTREACH = "outreach", "Outreach: a stall, a walk, a visit"


class ListeningSession(models.Model):
    """People met, and what they said was written down in points.

    Three numbers that never mix: `present` are contacts, all heads that were counted; `took_part` are people, those of
    them who said something and gave no form of their own; and each form that was handed in is a response by itself.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="sessions")
    key = models.CharField(max_length=40, unique=True, default=make_key, editable=False)
    kind = models.CharField(max_length=12, choices=SessionKind)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    held_on = models.DateField("held on")
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="listening_sessions"
    )
    language = models.CharField("language spoken", max_length=40, blank=True)
    present = models.PositiveIntegerField("how many people were there")
    took_part = models.PositiveIntegerField(
        "how many of them said something", help_text="Leave out those who filled in a form of their own"
    )
    communities = models.ManyToManyField(
        Community, blank=True, related_name="listening_sessions", verbose_name="held with"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-held_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(took_part__lte=models.F("present")), name="no_more_took_part_than_were_there"
            ),
        )

    def __str__(self) -> str:
        return self.title


class SessionCount(models.Model):
    """How many of those who took part in a session are of a category, as it was counted or they told."""

    session = models.ForeignKey(ListeningSession, on_delete=models.CASCADE, related_name="counts")
    variable = models.CharField(max_length=20)
    category = models.CharField(max_length=20)
    people = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "variable", "category"), name="one_count_of_a_category"),
        )

    def __str__(self) -> str:
        return f"{self.variable}: {self.category}"


class SessionPoint(models.Model):
    """One thing that was said in a session, in the words of whoever wrote it down."""

    session = models.ForeignKey(ListeningSession, on_delete=models.CASCADE, related_name="points")
    text = models.CharField(max_length=LONGEST_ANSWER)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Point {self.pk}"


class Invitation(models.Model):
    """A way in to an exercise that was put up or sent somewhere: a link and its square, so that its reach is known."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="invitations")
    code = models.SlugField(max_length=30)
    name = models.CharField("where it is", max_length=200, help_text="For example: poster in East Ham library")

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("exercise", "code"), name="one_invitation_of_a_code"),)

    def __str__(self) -> str:
        return self.name
