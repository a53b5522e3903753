"""Insights: what residents said, and the replies to it."""

from collections.abc import Iterator
from typing import Annotated

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.organisations import (
    ORGANISATIONS,
    check_not_invented,
    get_real_organisations,
)
from fiftysteps.accounts.workspace.provenance import SourcedShape, check_source, fill_provenance
from fiftysteps.accounts.workspace.retiring import archive
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.shapes import Day, MaybeWords, Shape, Whole, Words, between, one_of
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.engagement.models import Decision, Insight, Reply
from fiftysteps.engagement.workspace.exercises import EXERCISES
from fiftysteps.evidence.workspace.evidence import EVIDENCE_FILES, EvidenceShape, fill_evidence

# As many people as the column can count.
MOST_PEOPLE = 2_000_000_000


class ReplyShape(Shape):
    decision: Annotated[str, one_of(Decision.values)]
    text: Words
    by: Words
    date: Day


class PlacedReply(ReplyShape, SourcedShape):
    """A reply with the insight that it answers."""

    insight: str


class InsightShape(EvidenceShape):
    summary: Words
    exercise: Annotated[Words, fits(Insight, "exercise")]
    held_in: MaybeWords = ""
    date: Day
    mentioned: Annotated[Whole, between(0, MOST_PEOPLE)]
    answered: Annotated[Whole, between(0, MOST_PEOPLE)]
    groups: MaybeWords = ""
    quotation: MaybeWords = ""
    reply: ReplyShape | None = None


INSIGHTS = Section("insight", EVIDENCE_FILES, InsightShape, "insights")


def check_insights(workspace: Workspace) -> None:
    real = get_real_organisations(workspace)
    for item in workspace.get(INSIGHTS):
        insight = item.value
        check_source(workspace, item)
        workspace.check_name(item, insight.held_in, "an exercise", [EXERCISES], "held_in")
        if insight.mentioned > insight.answered:
            rule = '"mentioned" is more than "answered": nobody can have said it who did not take part'
            workspace.note(item.get_fault(rule, "mentioned", got=f"{insight.mentioned} of {insight.answered}"))
        if insight.reply:
            _check_reply(workspace, item, insight.reply)
            check_not_invented(workspace, real, item, insight.nature, "reply", "by")


def _check_reply(workspace: Workspace, item: Item[InsightShape], reply: ReplyShape) -> None:
    workspace.check_name(item, reply.by, "an organisation", [ORGANISATIONS], "reply", "by")
    if reply.date < item.value.date:
        rule = '"date" of the reply is before the day on which it was said'
        workspace.note(item.get_fault(rule, "reply", "date", got=reply.date))


def _fill_insight(loading: Loading, obj: Insight, value: InsightShape) -> None:
    fill_evidence(loading, obj, value)
    obj.summary, obj.date, obj.exercise = value.summary, value.date, value.exercise
    obj.mentioned, obj.answered = value.mentioned, value.answered
    obj.held_in = loading.find("exercises", value.held_in)
    obj.groups, obj.quotation = value.groups, value.quotation


def _fill_reply(loading: Loading, obj: Reply, value: PlacedReply) -> None:
    fill_provenance(obj, value, loading.sources)
    obj.insight = loading.get("insights", value.insight)
    obj.decision, obj.text, obj.date = value.decision, value.text, value.date
    obj.by = loading.get("organisations", value.by)


def _delete(loading: Loading, obj: Reply) -> None:
    obj.delete()


def _get_reply_key(obj: Reply) -> str:
    """Return the theme that a reply answers: one to submissions is never loaded from a file."""
    return obj.insight.slug if obj.insight else f"submissions {obj.pk}"


INSIGHT_KIND = Kind(
    "insights",
    Insight,
    lambda item: item.value.id,
    lambda obj: obj.slug,
    _fill_insight,
    archive,
    parts=frozenset({"reply"}),
)
REPLY_KIND = Kind(
    "replies",
    Reply,
    lambda item: item.value.insight,
    _get_reply_key,
    _fill_reply,
    _delete,
    related=("insight",),
)


def write_insights(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, INSIGHT_KIND, workspace.get(INSIGHTS))


def write_replies(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, REPLY_KIND, [part for item in workspace.get(INSIGHTS) for part in _place_reply(item)])


def _place_reply(item: Item[InsightShape]) -> Iterator[Item[PlacedReply]]:
    """Yield the reply as an object of its own, as real as what it answers, or nothing."""
    insight = item.value
    if insight.reply:
        placed = PlacedReply.model_construct(
            **dict(insight.reply),
            nature=insight.nature,
            source=insight.source,
            confidence=insight.confidence,
            insight=insight.id,
        )
        yield item.get_part(placed, "reply")
