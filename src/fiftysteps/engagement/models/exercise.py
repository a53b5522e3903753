import datetime
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from fiftysteps.accounts.models import Organisation, Provenance
from fiftysteps.evidence.models import Area

MOST_HELP_LINES: Final = 6


class ExerciseKind(models.TextChoices):
    LISTENING = "listening", "Listening"
    CONSULTATION = "consultation", "Consultation on a decision"


class ExerciseState(models.TextChoices):
    """How far an exercise is. It goes forward one at a time, and back only from closed to open."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    CONSIDERED = "considered", "Considered"
    DECIDED = "decided", "Decided"
    ANSWERED = "answered", "Answered"


class Exercise(Provenance, ClusterableModel):  # type: ignore[django-manager-missing]
    """A time in which people are asked or listened to, over every channel, with what law and fairness ask of it.

    What stands here before it opens is what people were told when they answered, so it can be changed only in draft.
    """

    slug = models.SlugField(max_length=60, unique=True, help_text="Stands in its address, so keep it short")
    title = models.CharField(max_length=120, help_text="A question is best: What would help you stay well?")
    kind = models.CharField(max_length=12, choices=ExerciseKind, default=ExerciseKind.LISTENING)
    state = models.CharField(max_length=10, choices=ExerciseState, default=ExerciseState.DRAFT, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="exercises", verbose_name="place")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="exercises", verbose_name="who asks")
    minutes = models.PositiveSmallIntegerField("about how many minutes it takes", default=3)
    purpose = models.TextField(
        blank=True, help_text="What it is for and what will be done with the answers, in one or two short sentences"
    )
    opens = models.DateField(null=True, blank=True)
    closes = models.DateField("last day", null=True, blank=True)

    privacy_notice = models.TextField(
        blank=True, help_text="Who keeps the answers, on what legal basis, for how long, and whom to ask"
    )
    dpia_screening = models.TextField(
        "screening for a data protection impact assessment", blank=True, help_text="Whether one is needed, and why"
    )
    dpia = models.TextField(
        "data protection impact assessment", blank=True, help_text="Its outcome, or where it can be read"
    )
    dpia_covers_opinions = models.BooleanField(
        "the assessment allows opinion groups by faith and ethnicity",
        default=False,
        help_text="Then those who may read who people are see them too. They are never published",
    )
    erase_on = models.DateField("answers are erased on", null=True, blank=True)
    help_lines = models.TextField(
        blank=True, help_text="Where somebody in danger or distress finds help: one on each line, with its number"
    )
    safeguarding = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="who looks at a safeguarding flag",
    )
    asks_contact = models.BooleanField("ask for an e-mail address, for the answer", default=True)
    for_children = models.BooleanField("has a way in for people under 16", default=False)
    child_privacy_notice = models.TextField("privacy notice for under-16s", blank=True)
    child_consent = models.TextField(
        "consent of under-16s", blank=True, help_text="What a child confirms before they begin"
    )

    can_change = models.TextField("what can still change", blank=True)
    cannot_change = models.TextField("what cannot change, and why", blank=True)
    why_shorter = models.TextField("why it is open for less than six weeks", blank=True)

    crossings = models.CharField(
        "looked at together",
        max_length=100,
        blank=True,
        default="age*ward",
        help_text="Which answers are crossed with the ward people live in: age*ward, religion*ward, disability*ward, "
        "tenure*ward, with commas between them",
    )
    changed = models.DateTimeField(auto_now=True)
    decision = models.TextField("what was decided", blank=True, editable=False)
    decided_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-opens", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True)
                | models.Q(closes__isnull=True)
                | models.Q(closes__gte=models.F("opens")),
                name="exercise_closes_after_it_opens",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("say", args=[self.slug])

    @property
    def key(self) -> str:
        """How the audit trail names it."""
        return f"engagement.exercise:{self.pk}"

    @property
    def is_consultation(self) -> bool:
        return self.kind == ExerciseKind.CONSULTATION

    def is_taking(self, today: datetime.date) -> bool:
        """Whether people can answer by themselves on this day."""
        begun = self.opens is None or self.opens <= today
        return self.state == ExerciseState.OPEN and begun and (self.closes is None or today <= self.closes)

    def list_crossings(self) -> list[str]:
        return [part.strip() for part in self.crossings.split(",") if part.strip()]

    def list_help_lines(self) -> list[str]:
        return [line.strip() for line in self.help_lines.splitlines() if line.strip()][:MOST_HELP_LINES]


class ExerciseOption(Orderable):
    """A way that a decision could go. One that was rejected stays, with the reason, as the law of consultation asks."""

    exercise = ParentalKey(Exercise, on_delete=models.CASCADE, related_name="options")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    is_rejected = models.BooleanField("was rejected", default=False)
    reason = models.TextField("why it was rejected", blank=True)

    class Meta(Orderable.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(is_rejected=False) | ~models.Q(reason=""), name="rejected_option_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        return self.title


class QuestionKind(models.TextChoices):
    TEXT = "text", "Their own words"
    ONE = "one", "One of several answers"
    MANY = "many", "Several of several answers"
    SCALE = "scale", "A scale"
    RANKING = "ranking", "Putting things in order"
    PLACE = "place", "A place"
    STATEMENTS = "statements", "Statements to agree or disagree with"


# Kinds whose answers are chosen from a list that the question brings.
LISTED: Final = frozenset({QuestionKind.ONE, QuestionKind.MANY, QuestionKind.RANKING})


class Question(Orderable):
    """One thing that an exercise asks. An answer to a list is the number of its line, so words can be translated."""

    exercise = ParentalKey(Exercise, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=30, help_text="Stands in the address of its page and in files")
    kind = models.CharField(max_length=10, choices=QuestionKind, default=QuestionKind.TEXT)
    text = models.CharField("the question", max_length=200)
    hint = models.CharField(max_length=300, blank=True)
    choices = models.TextField(blank=True, help_text="One answer, thing to order, or statement on each line")
    most = models.PositiveSmallIntegerField("at most how many answers", null=True, blank=True)
    low = models.CharField("what the low end of the scale means", max_length=60, blank=True)
    high = models.CharField("what the high end of the scale means", max_length=60, blank=True)
    is_required = models.BooleanField("must be answered", default=False)
    depends_on = models.SlugField(
        "asked only after", max_length=30, blank=True, help_text="The code of another question"
    )
    depends_answers = models.CharField(
        "with one of these answers", max_length=60, blank=True, help_text="Numbers of its lines, such as 1, 3"
    )

    class Meta(Orderable.Meta):
        constraints = (models.UniqueConstraint(fields=("exercise", "code"), name="one_question_of_a_code"),)

    def __str__(self) -> str:
        return self.text

    def list_choices(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    def list_depends_answers(self) -> list[int]:
        return [int(part) for part in self.depends_answers.replace(",", " ").split() if part.isdecimal()]


class Wording(models.Model):
    """A text of an exercise in another language. `part` is a field's name, or a question's code with one."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=10)
    part = models.CharField(max_length=60)
    text = models.TextField()
    is_checked = models.BooleanField("checked by somebody who speaks it", default=False)

    class Meta:
        ordering = ("language", "pk")
        constraints = (
            models.UniqueConstraint(fields=("exercise", "language", "part"), name="one_wording_of_a_part"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.language}: {self.part}"


def list_parts(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Yield every text of an exercise that a translator writes anew, with the name of its part."""
    for name in ("title", "purpose", "privacy_notice", "child_privacy_notice", "child_consent"):
        if text := getattr(exercise, name):
            yield name, text
    for question in exercise.questions.all():
        for name in ("text", "hint", "choices", "low", "high"):
            if text := getattr(question, name):
                yield f"{question.code}.{name}", text
