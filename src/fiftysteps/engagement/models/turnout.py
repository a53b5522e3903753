from django.db import models

from fiftysteps.engagement.models.exercise import Exercise


class Turnout(models.Model):
    """How many residents who took part are of a category: counted anew in batches, so that a page reads a few rows.

    The variable of a crossing is two names with "*" between them, and so is its category. The variable `total` counts
    people, responses and contacts apart.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="turnout")
    variable = models.CharField(max_length=40)
    category = models.CharField(max_length=40)
    people = models.PositiveIntegerField()
    is_hidden = models.BooleanField(default=False, help_text="Small, or would give a small one back")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("exercise", "variable", "category"), name="one_turnout_of_a_category"),
        )

    def __str__(self) -> str:
        return f"{self.variable}: {self.category}"


class TurnoutCount(models.Model):
    """When the turnout of an exercise was counted last, and of what: `mark` changes when there is something new."""

    exercise = models.OneToOneField(Exercise, on_delete=models.CASCADE, related_name="turnout_count")
    at = models.DateTimeField()
    mark = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"Turnout of {self.exercise_id}"


class PublishedTurnout(models.Model):
    """Who took part as it was last published: only what is safe to show, frozen on its day."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="published_turnouts")
    day = models.DateField()
    shown = models.JSONField()

    class Meta:
        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return f"Who took part, {self.day:%-d %B %Y}"
