from django.conf import settings
from django.db import models

from fiftysteps.engagement.models.exercise import Exercise
from fiftysteps.engagement.models.response import Response


class Alarm(models.TextChoices):
    """What a safeguarding flag is raised for. It says where to look, never what was written."""

    SELF_HARM = "self-harm", "Self-harm or suicide"
    ABUSE = "abuse", "Abuse or violence at home"
    CHILD = "child", "A child in danger"
    DANGER = "danger", "Danger to life"


class SafeguardingFlag(models.Model):
    """Words in a response that somebody has to look at at once. The clock runs from `raised` to `seen`."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="flags")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="flags")
    alarm = models.CharField(max_length=10, choices=Alarm)
    raised = models.DateTimeField(auto_now_add=True)
    told = models.DateTimeField("recipient was told", null=True, blank=True)
    seen = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ("-raised",)
        constraints = (models.UniqueConstraint(fields=("response", "alarm"), name="one_flag_of_an_alarm"),)

    def __str__(self) -> str:
        return f"{self.get_alarm_display()}, response {self.response_id}"


class Arrival(models.Model):
    """From which network a response came, as a digest that changes every day, to see when many come at once.

    It is kept apart from what was said, and goes after two weeks.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="arrivals")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, null=True, related_name="arrivals")
    network = models.CharField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("exercise", "network", "at"), name="arrivals_of_a_network"),)

    def __str__(self) -> str:
        return f"Arrival {self.pk}"


class Group(models.Model):
    """Responses that belong together: the same letter sent by many, or sendings that look like one hand's.

    Grouping changes no count by itself. `method` says how they were found, and what is published says so too.
    """

    class Kind(models.TextChoices):
        LETTER = "letter", "The same letter"
        SUSPECT = "suspect", "Sent many times by one hand, it seems"
        REPEAT = "repeat", "Sent twice by one person, it seems"

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="groups")
    kind = models.CharField(max_length=7, choices=Kind)
    key = models.CharField(max_length=64)
    method = models.CharField(max_length=300)
    responses = models.ManyToManyField(Response, related_name="groups")
    found = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("kind", "pk")
        constraints = (models.UniqueConstraint(fields=("exercise", "kind", "key"), name="one_group_of_a_key"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, group {self.pk}"
