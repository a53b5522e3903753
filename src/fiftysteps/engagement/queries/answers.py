"""How much of what an exercise heard has an answer, and how long an answer takes."""

import statistics
from dataclasses import dataclass

from django.db.models import Count, Q

from fiftysteps.engagement.models import Considered, Exercise, Insight, Response, Standing


@dataclass(frozen=True)
class AnswerCount:
    """Themes and whole submissions with their answers. `days` is the median from the last day to an answer."""

    themes: int
    answered_themes: int
    submissions: int
    answered_submissions: int
    responses: int
    considered: int
    days: int | None
    coded: int = 0
    unreadable: int = 0

    @property
    def asked(self) -> int:
        return self.themes + self.submissions

    @property
    def answered(self) -> int:
        return self.answered_themes + self.answered_submissions

    @property
    def share(self) -> int | None:
        """Of a hundred themes and submissions, how many have an answer; rounded down, so 100 means all."""
        return 100 * self.answered // self.asked if self.asked else None

    @property
    def ledger(self) -> tuple[tuple[str, int, float], ...]:
        """What became of each response: how many, and which share of all. Together they are the whole."""
        lines = (
            ("say something that has a code", self.coded),
            ("say nothing that has one", self.considered - self.coded - self.unreadable),
            ("cannot be read", self.unreadable),
            ("wait for somebody", self.responses - self.considered),
        )
        return tuple((label, count, count / self.responses) for label, count in lines) if self.responses else ()


def count_answers(exercise: Exercise) -> AnswerCount:
    themes = list(Insight.objects.filter(held_in=exercise, archived=False, live=True).select_related("reply"))
    replies = [theme.reply for theme in themes if hasattr(theme, "reply")]
    sent = Response.objects.filter(exercise=exercise).exclude(standing=Standing.ERASED)
    submissions = sent.exclude(organisation="").annotate(count=Count("replies"))
    since = exercise.closes
    days = [(reply.date - since).days for reply in replies if since and reply.date >= since]
    read = sent.aggregate(
        all=Count("pk"),
        read=Count("pk", filter=~Q(considered=Considered.WAITING)),
        coded=Count("pk", filter=Q(considered=Considered.CODED)),
        unreadable=Count("pk", filter=Q(considered=Considered.UNREADABLE)),
    )
    return AnswerCount(
        themes=len(themes),
        answered_themes=len(replies),
        submissions=submissions.count(),
        answered_submissions=submissions.filter(count__gt=0).count(),
        responses=read["all"],
        considered=read["read"],
        days=round(statistics.median(days)) if days else None,
        coded=read["coded"],
        unreadable=read["unreadable"],
    )
