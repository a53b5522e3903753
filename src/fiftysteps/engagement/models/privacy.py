from django.conf import settings
from django.db import models

from fiftysteps.engagement.models.response import Answer
from fiftysteps.engagement.privacy.kinds import Found, PersonalKind


class PersonalSpan(models.Model):
    """A piece of an answer that points at a person, hidden from readers until somebody says that it does not.

    `by` is who marked it, empty where the machine did.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="spans")
    kind = models.CharField(max_length=13, choices=PersonalKind)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("start", "pk")
        permissions = (("view_original", "Can read what was written before anything was hidden"),)
        constraints = (
            models.UniqueConstraint(fields=("answer", "start", "end"), name="one_mark_on_a_piece"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="a_piece_has_letters"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in answer {self.answer_id}"

    def get_found(self) -> Found:
        return Found(PersonalKind(self.kind), self.start, self.end)
