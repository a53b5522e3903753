"""The golden thread of one step: need, voice, what works and learning; the step; who, measure, impact and reply."""

from collections.abc import Iterable
from dataclasses import dataclass

from fiftysteps.engagement.models import Reply
from fiftysteps.evidence.models import Evidence, Finding
from fiftysteps.evidence.observations import Observation, get_series
from fiftysteps.evidence.queries.movements import get_open_movements
from fiftysteps.evidence.queries.observations import get_many
from fiftysteps.evidence.queries.specific import get_specific
from fiftysteps.evidence.queries.statement import Statement, get_statement
from fiftysteps.strategy.models import Alignment, Citation, CitationRole, Framework, Measure, Step, StepRole
from fiftysteps.strategy.queries.signature import Node, get_nodes


@dataclass(frozen=True)
class Cited:
    """A citation with its evidence as the model of its kind; a finding brings the sentence written from the data."""

    citation: Citation
    evidence: Evidence
    statement: Statement | None

    @property
    def reason(self) -> str:
        return self.citation.reason


@dataclass(frozen=True)
class MeasureView:
    """A measure with the observations of its indicator for everyone in the place, oldest first."""

    measure: Measure
    series: tuple[Observation, ...]

    @property
    def latest(self) -> Observation | None:
        known = [observation for observation in self.series if observation.value is not None]
        return known[-1] if known else None


@dataclass(frozen=True)
class FrameworkAlignments:
    framework: Framework
    alignments: tuple[Alignment, ...]


@dataclass(frozen=True)
class Thread:
    """Everything a step hangs on and everything that hangs on it, in the order in which it is read."""

    step: Step
    nodes: tuple[Node, ...]
    cited: tuple[Cited, ...]
    roles: tuple[StepRole, ...]
    measures: tuple[MeasureView, ...]
    frameworks: tuple[FrameworkAlignments, ...]
    replies: tuple[Reply, ...]

    def _get_cited(self, role: CitationRole) -> tuple[Cited, ...]:
        return tuple(item for item in self.cited if item.citation.role == role)

    @property
    def need(self) -> tuple[Cited, ...]:
        return self._get_cited(CitationRole.NEED)

    @property
    def voice(self) -> tuple[Cited, ...]:
        return self._get_cited(CitationRole.VOICE)

    @property
    def works(self) -> tuple[Cited, ...]:
        return self._get_cited(CitationRole.EFFECTIVENESS)

    @property
    def learning(self) -> tuple[Cited, ...]:
        return self._get_cited(CitationRole.LEARNING)

    @property
    def contrary(self) -> tuple[Cited, ...]:
        return self._get_cited(CitationRole.CONTRARY)


def get_thread(step: Step) -> Thread:
    """Return the thread of `step`, which may be a draft that is not saved as live."""
    citations = list(step.citations.all())
    specific = get_specific(citation.evidence for citation in citations)
    replies = _get_replies(specific.values())
    return Thread(
        step=step,
        nodes=get_nodes(
            step,
            frozenset(reply.insight_id for reply in replies if reply.insight_id),
            frozenset(get_open_movements(specific)),
        ),
        cited=tuple(_get_cited(citation, specific[citation.evidence_id]) for citation in citations),
        roles=tuple(step.roles.all()),
        measures=_get_measures(step),
        frameworks=_get_frameworks(step.alignments.all()),
        replies=replies,
    )


def _get_cited(citation: Citation, evidence: Evidence) -> Cited:
    return Cited(citation, evidence, get_statement(evidence) if isinstance(evidence, Finding) else None)


def _get_replies(evidence: Iterable[Evidence]) -> tuple[Reply, ...]:
    replies = Reply.objects.filter(insight__in=[item.pk for item in evidence])
    return tuple(replies.select_related("insight", "by").order_by("date", "pk"))


def _get_measures(step: Step) -> tuple[MeasureView, ...]:
    measures = list(step.measures.all())
    place = step.strategy.place.code if step.strategy.place else ""
    series = get_many(tuple(measure.indicator.slug for measure in measures))
    return tuple(MeasureView(measure, get_series(series[measure.indicator.slug], area=place)) for measure in measures)


def _get_frameworks(alignments: Iterable[Alignment]) -> tuple[FrameworkAlignments, ...]:
    by_framework: dict[int, list[Alignment]] = {}
    for alignment in alignments:
        by_framework.setdefault(alignment.clause.framework_id, []).append(alignment)
    return tuple(FrameworkAlignments(group[0].clause.framework, tuple(group)) for group in by_framework.values())
