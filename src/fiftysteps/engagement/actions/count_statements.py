"""Count the votes on a question's statements in batches, so that each keeps how much one more vote would tell."""

import datetime
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from fiftysteps.engagement.asking.choosing import TELLS_AS_MEAN, get_priority
from fiftysteps.engagement.models import OpinionMap, Question, Statement, StatementCount, Vote
from fiftysteps.engagement.opinions.ballots import get_counted

# A list that is ten minutes old is as good: a new statement stays new until it has some dozens of votes.
EVERY: Final = datetime.timedelta(minutes=10)


def count_statements(question: Question, *, now: datetime.datetime | None = None) -> bool:
    """Give each statement its priority, unless that was done within ten minutes or nothing is new.

    Returns
    -------
    bool
        Whether it counted.
    """
    now = now or timezone.now()
    last = StatementCount.objects.filter(question=question).first()
    if last and now - last.at < EVERY:
        return False
    mark = _get_mark(question)
    if last and last.mark == mark:
        return False
    counts: dict[int, Counter[str]] = {}
    for pk, vote, number in (
        get_counted(question).values_list("statement_id", "vote").annotate(number=Count("pk")).order_by()
    ):
        counts.setdefault(pk, Counter())[vote] = number
    tells = _find_what_tells(question)
    statements = list(Statement.objects.filter(question=question, state=Statement.State.SHOWN))
    for each in statements:
        own = counts.get(each.pk, Counter())
        each.priority = get_priority(
            own[Vote.AGREE], own[Vote.DISAGREE], own[Vote.PASS], tells.get(each.pk, TELLS_AS_MEAN)
        )
    with transaction.atomic():
        Statement.objects.bulk_update(statements, ["priority"])
        StatementCount.objects.update_or_create(question=question, defaults={"at": now, "mark": mark})
    return True


def _get_mark(question: Question) -> str:
    """Return what changes when a response, a statement or a map is new."""
    newest = question.exercise.responses.aggregate(newest=Max("pk"), count=Count("pk"))
    shown = Statement.objects.filter(question=question, state=Statement.State.SHOWN).count()
    made = OpinionMap.objects.filter(question=question).values_list("at", flat=True).first()
    return f"{newest['newest']}|{newest['count']}|{shown}|{made.timestamp() if made else ''}"


def _find_what_tells(question: Question) -> Mapping[int, float]:
    """Return how far each statement tells opinions apart, by the last map; 1 is as far as the mean of all."""
    found = OpinionMap.objects.filter(question=question).first()
    placing: Mapping[str, Any] | None = found.result.get("placing") if found else None
    if not placing:
        return {}
    lengths = [sum(part**2 for part in own) ** 0.5 for own in zip(*placing["loadings"], strict=True)]
    mean = sum(lengths) / len(lengths)
    return {pk: length / mean for pk, length in zip(placing["statements"], lengths, strict=True)} if mean else {}
