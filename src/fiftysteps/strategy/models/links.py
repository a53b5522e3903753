"""What a step is tied to: evidence with a reason, partners with a role, earlier steps, and replies to residents."""

from django.db import models
from modelcluster.fields import ParentalKey

from fiftysteps.accounts.models import Organisation
from fiftysteps.engagement.models import Reply
from fiftysteps.evidence.models import Evidence
from fiftysteps.strategy.models.step import LAST, Step


class Task(models.Model):
    """One action of a step's plan, in words."""

    step = ParentalKey(Step, on_delete=models.CASCADE, related_name="tasks")
    sort = models.PositiveSmallIntegerField("place in the list", default=LAST)
    text = models.TextField()

    class Meta:
        ordering = ("sort", "pk")
        verbose_name = "action"

    def __str__(self) -> str:
        return self.text


class CitationRole(models.TextChoices):
    NEED = "need", "Need"
    VOICE = "voice", "Voice"
    EFFECTIVENESS = "effectiveness", "What works"
    LEARNING = "learning", "Learning"
    CONTRARY = "contrary", "Speaks against it"


class Citation(models.Model):
    """A step rests on a piece of evidence, in a role, for a reason."""

    step = ParentalKey(Step, on_delete=models.CASCADE, related_name="citations")
    sort = models.PositiveSmallIntegerField("place in the list", default=LAST)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    role = models.CharField(max_length=13, choices=CitationRole)
    reason = models.TextField()

    class Meta:
        ordering = ("sort", "pk")
        constraints = (models.UniqueConstraint(fields=("step", "evidence", "role"), name="one_citation_per_role"),)

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.evidence}"


class PartnerRole(models.TextChoices):
    LEAD = "lead", "Leads"
    DELIVER = "deliver", "Delivers"
    SUPPORT = "support", "Supports"


class StepRole(models.Model):
    """An organisation's role on a step."""

    step = ParentalKey(Step, on_delete=models.CASCADE, related_name="roles")
    sort = models.PositiveSmallIntegerField("place in the list", default=LAST)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="step_roles")
    role = models.CharField(max_length=7, choices=PartnerRole)
    brings = models.CharField("what it brings", max_length=300, blank=True)

    class Meta:
        ordering = ("sort", "pk")
        constraints = (models.UniqueConstraint(fields=("step", "organisation"), name="one_role_per_organisation"),)

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_role_display().lower()}"


class LineageKind(models.TextChoices):
    CONTINUED = "continued", "Continues"
    WIDENED = "widened", "Widens"
    SPLIT = "split", "Was split from"
    MERGED = "merged", "Merges"
    REPLACED = "replaced", "Replaces"


class StepLineage(models.Model):
    """A step comes from a step of an earlier cycle."""

    step = ParentalKey(Step, on_delete=models.CASCADE, related_name="lineage")
    previous = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="descendants")
    how = models.CharField(max_length=9, choices=LineageKind)
    note = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("step", "previous"), name="one_lineage_per_step"),)

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.previous}"


class StepReply(models.Model):
    """A reply to residents points at the step that answers them."""

    step = ParentalKey(Step, on_delete=models.CASCADE, related_name="replies")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="step_replies")

    class Meta:
        verbose_name_plural = "step replies"
        constraints = (models.UniqueConstraint(fields=("step", "reply"), name="one_reply_per_step"),)

    def __str__(self) -> str:
        return f"{self.reply} → {self.step}"
