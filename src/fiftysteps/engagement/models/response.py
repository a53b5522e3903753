import re
from typing import Final

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fiftysteps.engagement.models.exercise import Exercise, Question
from fiftysteps.engagement.privacy.kinds import Found, redact, trace
from fiftysteps.engagement.privacy.patterns import find_by_form

LONGEST_ANSWER: Final = 10_000
# A submission of an organisation may be a document of many pages.
LONGEST_SUBMISSION: Final = 500_000


class Channel(models.TextChoices):
    """How an answer came. None counts more than another."""

    ONLINE = "online", "On line"
    PAPER = "paper", "On paper"
    TELEPHONE = "telephone", "By telephone"
    INTERPRETER = "interpreter", "With an interpreter"
    BSL = "bsl", "In British Sign Language"
    FACE = "face", "Face to face"
    LETTER = "letter", "Letter or e-mail"
    OTHER_TOOL = "other-tool", "From another tool"


class Capacity(models.TextChoices):
    """In what capacity somebody answers: several can hold."""

    LIVES = "lives", _("I live here")
    WORKS = "works", _("I work or study here")
    CARER = "carer", _("I am an unpaid carer")
    STAFF = "staff", _("I am council or NHS staff")
    ORGANISATION = "organisation", _("I answer for an organisation")
    ELSEWHERE = "elsewhere", _("None of these")


class Standing(models.TextChoices):
    """Whether a response counts. None is ever deleted because of doubt; what a writer takes back is erased."""

    COUNTED = "counted", "Counted"
    REPEAT = "repeat", "A repeat by the same person"
    ERASED = "erased", "Taken back by its writer, or erased on its date"


class Considered(models.TextChoices):
    WAITING = "waiting", "Waiting"
    CODED = "coded", "Coded"
    READ = "read", "Considered, without a code"
    UNREADABLE = "unreadable", "Cannot be read"


class Response(models.Model):
    """What one person, or one organisation, sent in to an exercise.

    `key` is a keyed digest of the code on its receipt: the code itself is held nowhere, and sent twice it is one
    response. What was answered, who answered and how to reach them stand in tables of their own, with rights of their
    own.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="responses")
    key = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Of what was sent, to tell a repeat from a change")
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.ONLINE)
    language = models.CharField(max_length=10, default="en-gb")
    capacities = models.JSONField(default=list)
    is_resident = models.BooleanField(default=False)
    reference = models.CharField("number on the paper", max_length=40, blank=True)
    organisation = models.CharField("answers for", max_length=200, blank=True)
    is_child = models.BooleanField(default=False)
    day = models.DateField("received on")
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    invitation = models.ForeignKey(
        "engagement.Invitation", on_delete=models.SET_NULL, null=True, blank=True, related_name="responses"
    )
    session = models.ForeignKey(
        "engagement.ListeningSession", on_delete=models.SET_NULL, null=True, blank=True, related_name="responses"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    standing = models.CharField(max_length=7, choices=Standing, default=Standing.COUNTED)
    considered = models.CharField(max_length=10, choices=Considered, default=Considered.WAITING)
    considered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    considered_at = models.DateTimeField(null=True, blank=True)
    considered_note = models.TextField(blank=True)
    themes = models.ManyToManyField("engagement.Insight", blank=True, related_name="responses")

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("exercise", "standing", "is_resident"), name="responses_that_count"),
            models.Index(fields=("exercise", "considered"), name="responses_waiting"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(considered="waiting", considered_by__isnull=True)
                | (~models.Q(considered="waiting") & models.Q(considered_by__isnull=False)),
                name="considered_by_a_named_person",
            ),
        )

    def __str__(self) -> str:
        return f"Response {self.pk}: {self.organisation}" if self.organisation else f"Response {self.pk}"

    @property
    def is_for_organisation(self) -> bool:
        return Capacity.ORGANISATION in self.capacities


class Answer(models.Model):
    """What somebody answered to one question: words as they were written, or numbers of lines."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    value = models.JSONField(null=True, blank=True, help_text="Numbers of chosen lines, in their order, or a ward")
    pin = models.JSONField(null=True, blank=True, help_text="Latitude and longitude of a place on the map")
    looked_at_by = models.PositiveSmallIntegerField(
        default=0, help_text="The version of what looked for personal data; 0 where nothing has yet"
    )
    written_in = models.CharField(
        max_length=5, blank=True, help_text="The language of the words, as a machine tells it"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("response", "question"), name="one_answer_to_a_question"),)

    def __str__(self) -> str:
        return f"Answer {self.pk}"

    @property
    def shown(self) -> str:
        """What a reader sees: the words without what points at a person.

        Before the machine has looked, what has a form of its own is hidden; names it hides a minute later.
        """
        return redact(self.text, self.list_hidden())

    def show(self, start: int, end: int) -> str:
        """Return a part of the words as a reader sees it: what is hidden in it, and what it cuts, stays hidden."""
        cut = [
            Found(each.kind, max(each.start, start) - start, min(each.end, end) - start)
            for each in self.list_hidden()
            if each.start < end and each.end > start
        ]
        return redact(self.text[start:end], cut)

    def find(self, words: str) -> tuple[int, int] | None:
        """Return from where to where words stand that were copied from what is shown, however lines are broken."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        hidden = self.list_hidden()
        match = re.search(pattern, redact(self.text, hidden)) if pattern else None
        if match is None:
            return None
        places = trace(self.text, hidden)
        return places[match.start()][0], places[match.end() - 1][1]

    def list_hidden(self) -> list[Found]:
        """Return what is hidden in the words from those who read them."""
        spans = [each.get_found() for each in self.spans.all() if each.released_by_id is None]
        return spans if self.looked_at_by else [*spans, *find_by_form(self.text)]


class AboutYou(models.Model):
    """Who somebody said they are, in the core set's categories. Empty where they left it out."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="about", primary_key=True)
    age = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    ward = models.CharField(max_length=10, blank=True)
    tenure = models.CharField(max_length=10, blank=True)
    english = models.CharField(max_length=10, blank=True)
    disability = models.CharField(max_length=12, blank=True)
    ethnicity = models.CharField(max_length=20, blank=True)
    religion = models.CharField(max_length=10, blank=True)
    orientation = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = "answer about who answers"
        verbose_name_plural = "answers about who answers"

    def __str__(self) -> str:
        return f"About the writer of response {self.pk}"


class Contact(models.Model):
    """How to reach somebody who wants to hear what came of it. Sealed: only the site's own key opens it."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="contact", primary_key=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"Contact of response {self.pk}"


class HalfFilled(models.Model):
    """A form that somebody has begun and not sent. It can be taken up again with its code, and goes after two weeks."""

    key = models.CharField(max_length=64, primary_key=True)
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="half_filled")
    answers = models.JSONField(default=dict)
    language = models.CharField(max_length=10, default="en-gb")
    is_child = models.BooleanField(default=False)
    invitation = models.ForeignKey("engagement.Invitation", on_delete=models.SET_NULL, null=True, blank=True)
    touched = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = "form that was begun"
        verbose_name_plural = "forms that were begun"

    def __str__(self) -> str:
        return "A form that was begun"


class SecondEntry(models.Model):
    """Somebody typed a paper form in a second time, without seeing the first: in how many of its fields they differ."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="second_entry", primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    fields = models.PositiveSmallIntegerField()
    different = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "second entries"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(different__lte=models.F("fields")), name="no_more_differ_than_there_are"
            ),
        )

    def __str__(self) -> str:
        return f"{self.different} of {self.fields} fields differ"


class Attachment(models.Model):
    """A document that came with a submission, kept where no address leads to it but the page for those who read it."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Vote(models.TextChoices):
    AGREE = "agree", _("Agree")
    DISAGREE = "disagree", _("Disagree")
    PASS = "pass", _("Pass")


class Statement(models.Model):
    """Something to agree or disagree with: a line of the question, or what a resident added."""

    class State(models.TextChoices):
        SHOWN = "shown", "Shown"
        WAITING = "waiting", "Waiting to be looked at"
        REFUSED = "refused", "Not shown"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="statements")
    text = models.CharField(max_length=200)
    line = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Its line in the question")
    written_in = models.ForeignKey(
        Response, on_delete=models.SET_NULL, null=True, blank=True, related_name="statements"
    )
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    reason = models.CharField("why it is not shown", max_length=300, blank=True)
    priority = models.FloatField(
        null=True, editable=False, help_text="How much one more vote on it would tell; none before its first count"
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("question", "line"), name="one_statement_for_a_line"),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(reason=""), name="refused_statement_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        return self.text


class StatementVote(models.Model):
    """What one response says to one statement."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    vote = models.CharField(max_length=8, choices=Vote)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("response", "statement"), name="one_vote_on_a_statement"),)

    def __str__(self) -> str:
        return f"{self.vote} to {self.statement_id}"


def get_capacity_label(code: str) -> str | Promise:
    """Return the words of a capacity."""
    return dict(Capacity.choices).get(code, code)
