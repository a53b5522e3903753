"""Who leans on a piece of evidence or an indicator: the way back along the thread."""

from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import ReferenceIndex

from fiftysteps.evidence.models import Evidence, Indicator
from fiftysteps.publishing.models import TopicPage
from fiftysteps.strategy.models import Citation, Measure, Step
from fiftysteps.strategy.queries.steps import is_shown


def get_leaning_steps(evidence: Evidence) -> list[Citation]:
    """Return the citations of `evidence` by live steps, each with its step."""
    citations = _of_live_steps(Citation.objects.filter(evidence_id=evidence.pk))
    return list(citations.order_by("step__strategy", "step__number"))


@dataclass(frozen=True)
class Leaning:
    """A step and how it leans on something, in words."""

    step: Step
    note: str


def get_steps_on(indicator: Indicator) -> list[Leaning]:
    """Return the live steps that measure by `indicator` or cite a finding about it, by strategy and number."""
    measures = _of_live_steps(Measure.objects.filter(indicator=indicator))
    citations = _of_live_steps(Citation.objects.filter(evidence__finding__indicator=indicator))
    found = [Leaning(measure.step, measure.get_kind_display()) for measure in measures]
    found += [Leaning(citation.step, f"{citation.get_role_display()}: {citation.reason}") for citation in citations]
    return sorted(found, key=lambda leaning: (-leaning.step.strategy.starts.toordinal(), leaning.step.number))


def _of_live_steps[M: (Measure, Citation)](links: QuerySet[M]) -> QuerySet[M]:
    return links.filter(is_shown("step__")).select_related("step__strategy", "step__theme")


def get_topics_citing(thing: Evidence | Indicator) -> list[TopicPage]:
    """Return the live topics of the needs assessment that set out `thing`."""
    references = ReferenceIndex.get_references_to(thing).filter(content_type__model="topicpage")
    keys = set(references.values_list("object_id", flat=True))
    return list(TopicPage.objects.live().filter(pk__in=keys).order_by("number"))
