import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from fiftysteps.engagement.models.exercise import Exercise
from fiftysteps.engagement.models.insight import Insight
from fiftysteps.engagement.models.response import Answer, Considered, Response

LONGEST_NAME: Final = 100


class CodeState(models.TextChoices):
    IN_USE = "in-use", "In use"
    MERGED = "merged", "Merged into another"
    SPLIT = "split", "Split into others"
    DROPPED = "dropped", "Dropped"


class Code(models.Model):
    """Something that responses say, with the rule by which people tell whether one says it.

    `key` is what other programs know it by. A code that is merged, split or dropped stays, so that its lineage does.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="codes")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    definition = models.TextField(blank=True)
    includes = models.TextField(blank=True)
    excludes = models.TextField(blank=True)
    examples = models.TextField(blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=7, choices=CodeState, default=CodeState.IN_USE)
    insight = models.ForeignKey(Insight, on_delete=models.SET_NULL, null=True, blank=True, related_name="codes")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint("exercise", "key", name="one_code_of_a_key"),
            models.UniqueConstraint(
                "exercise", Lower("name"), condition=models.Q(state="in-use"), name="one_code_of_a_name_in_use"
            ),
        )

    def __str__(self) -> str:
        return self.name


class CodeChange(models.Model):
    """What a code became, and how: together they are its lineage. `other` is the code that it went into or came of."""

    class Kind(models.TextChoices):
        MADE = "made", "Made"
        SUGGESTED = "suggested", "Made of a suggestion"
        TAKEN_IN = "taken-in", "Taken in from a file"
        CHANGED = "changed", "Changed"
        MERGED = "merged", "Merged into"
        TOOK = "took", "Took in"
        SPLIT = "split", "Split into"
        CAME = "came", "Came of"
        DROPPED = "dropped", "Dropped"

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=9, choices=Kind)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    definition = models.TextField(blank=True)
    other = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name}: {self.get_kind_display().lower()}"


class Tone(models.TextChoices):
    """How a response speaks of something, as a person reads it."""

    GOOD = "good", "Speaks well of it"
    BAD = "bad", "Speaks badly of it"
    MIXED = "mixed", "Both"


class Coding(models.Model):
    """A person says that a response says something. `made_by` is what suggested it, empty where nobody but they did.

    The span is a place in the original text of an answer. `is_second` marks what a second person said of a sample,
    which counts for agreement alone.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="codings")
    is_second = models.BooleanField(default=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="codings")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    tone = models.CharField(max_length=5, choices=Tone, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_by = models.CharField(max_length=200, blank=True)
    probability = models.FloatField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("response", "code", "is_second"), name="a_response_has_a_code_once"),
            models.CheckConstraint(
                condition=models.Q(answer__isnull=True, start__isnull=True, end__isnull=True)
                | models.Q(answer__isnull=False, start__isnull=False, end__gt=models.F("start")),
                name="a_span_has_a_beginning_and_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(made_by="", probability__isnull=True)
                | (~models.Q(made_by="") & models.Q(probability__gte=0, probability__lte=1)),
                name="what_a_machine_suggested_says_how_sure_it_was",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} in response {self.response_id}"

    @property
    def shown_words(self) -> str:
        """The words that say it, without what points at a person; empty where none were chosen."""
        if self.answer is None or self.start is None or self.end is None:
            return ""
        return self.answer.show(self.start, self.end)


class CodingAct(models.Model):
    """What somebody did to a response when they coded it, so that it can be undone and is known afterwards.

    `before` and `after` hold the outcome and the codes by their numbers, never a word of the response.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="coding_acts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    before = models.JSONField()
    after = models.JSONField()
    undone = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("by", "-id"), name="coding_acts_of_somebody"),)

    def __str__(self) -> str:
        return f"Response {self.response_id} was coded"


class SecondReading(models.Model):
    """A response that was drawn to be coded by a second person who does not see what the first said."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="second_reading", primary_key=True)
    drawn = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Considered, default=Considered.WAITING)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome="waiting", by__isnull=True)
                | (~models.Q(outcome="waiting") & models.Q(by__isnull=False)),
                name="second_reading_by_a_named_person",
            ),
        )

    def __str__(self) -> str:
        return f"Second reading of response {self.response_id}"


class ThemeSuggestion(models.Model):
    """A theme that words which stand together point at: where a codebook can begin. A person takes it or drops it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be looked at"
        TAKEN = "taken", "Taken as a code"
        DROPPED = "dropped", "Dropped"

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="theme_suggestions")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=LONGEST_NAME)
    terms = models.JSONField(default=list)
    size = models.PositiveIntegerField()
    typical = models.JSONField(default=list, help_text="Numbers of the responses that say it most plainly")
    method = models.CharField(max_length=200)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    code = models.ForeignKey(Code, on_delete=models.SET_NULL, null=True, blank=True, related_name="suggestions")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("exercise", "number"), name="one_suggestion_of_a_number"),)

    def __str__(self) -> str:
        return self.label


class MachineRun(models.Model):
    """The machine learned from people's codings and looked at what waits. `order` is what it would be shown next."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="machine_runs")
    method = models.CharField(max_length=200)
    learned_from = models.PositiveIntegerField()
    looked_at = models.PositiveIntegerField()
    order = models.JSONField(default=list)
    scores = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.method}, learned from {self.learned_from}"


class CodeSuggestion(models.Model):
    """The machine thinks that a response says something. What it thought before a person coded it is kept.

    So how often it is right can be counted on responses that it had not learned from.
    """

    run = models.ForeignKey(MachineRun, on_delete=models.CASCADE, related_name="suggestions")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="code_suggestions")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="code_suggestions")
    probability = models.FloatField()

    class Meta:
        ordering = ("-probability", "pk")
        constraints = (models.UniqueConstraint(fields=("response", "code"), name="one_suggestion_of_a_code"),)

    def __str__(self) -> str:
        return f"{self.code}, perhaps"
