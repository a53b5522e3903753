"""Who leans on a piece of evidence or an indicator: the way back along the thread."""

from wagtail.models import ReferenceIndex

from fiftysteps.evidence.models import Evidence, Indicator
from fiftysteps.publishing.models import TopicPage
from fiftysteps.strategy.models import Citation, Measure


def get_leaning_steps(evidence: Evidence) -> list[Citation]:
    """Return the citations of `evidence` by live steps, each with its step."""
    citations = Citation.objects.filter(evidence_id=evidence.pk, step__live=True, step__strategy__live=True)
    return list(citations.select_related("step__strategy", "step__theme").order_by("step__strategy", "step__number"))


def get_measuring_steps(indicator: Indicator) -> list[Measure]:
    """Return the measures of live steps that use `indicator`, each with its step."""
    measures = Measure.objects.filter(indicator=indicator, step__live=True, step__strategy__live=True)
    return list(measures.select_related("step__strategy", "step__theme").order_by("step__strategy", "step__number"))


def get_topics_citing(thing: Evidence | Indicator) -> list[TopicPage]:
    """Return the live topics of the needs assessment that set out `thing`."""
    references = ReferenceIndex.get_references_to(thing)
    keys = {reference.object_id for reference in references if reference.content_type.model == "topicpage"}
    return list(TopicPage.objects.live().filter(pk__in=keys).order_by("number"))
