from django.db import models

from fiftysteps.engagement.models.exercise import Exercise, Question


class StatementCount(models.Model):
    """When the votes on a question's statements were counted last, to choose whom to show which, and of what."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="statement_count")
    at = models.DateTimeField()
    mark = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"Votes on question {self.question_id}"


class OpinionMap(models.Model):
    """The opinion groups of a question as they were made last. It holds counts with small ones hidden, and no person.

    `result` may be published; `for_staff` never is. `people` and `newest` say of whom it was made: how many, and the
    number of their newest response, so that the next one is made only when enough others have come.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="opinion_maps")
    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="opinion_map")
    at = models.DateTimeField()
    people = models.PositiveIntegerField()
    newest = models.BigIntegerField()
    result = models.JSONField()
    for_staff = models.JSONField(default=dict)

    class Meta:
        ordering = ("question__sort_order", "pk")

    def __str__(self) -> str:
        return f"Opinion groups, {self.at:%-d %B %Y}"


class PublishedOpinions(models.Model):
    """The opinion groups of a question as they were published: only what is safe to show, frozen on its day."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="published_opinions")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="published_opinions")
    day = models.DateField()
    people = models.PositiveIntegerField()
    newest = models.BigIntegerField()
    shown = models.JSONField()

    class Meta:
        ordering = ("-day", "-pk")
        verbose_name_plural = "published opinions"

    def __str__(self) -> str:
        return f"Opinion groups, {self.day:%-d %B %Y}"
