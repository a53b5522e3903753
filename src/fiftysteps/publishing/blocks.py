"""The blocks of a needs assessment's topic. A figure enters only through one of them: prose carries none."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from fiftysteps.evidence.models import Finding
from fiftysteps.evidence.queries.statement import get_statement
from fiftysteps.publishing.cells import get_prose_rules, iterate_cells, remove_cells
from fiftysteps.publishing.maps import get_indicator_map
from fiftysteps.publishing.pictures import build_chart, make_view
from fiftysteps.publishing.queries.area import get_dimension
from fiftysteps.publishing.queries.places import get_places


class ChartKind(models.TextChoices):
    TREND = "trend", "Over time"
    COMPARE = "compare", "Against other places"
    WARDS = "wards", "By ward"
    GROUPS = "groups", "By group"
    GRADIENT = "gradient", "By deprivation"
    FUNNEL = "funnel", "By size, with what chance explains"


class ProseBlock(blocks.TextBlock):
    """Words between the figures, and figures that are bound to a finding."""

    class Meta:
        icon = "pilcrow"
        template = "publishing/blocks/prose.html"
        help_text = (
            "No digits: put a figure in as a finding, or write [[name-of-a-finding]] for its value and "
            "[[name-of-a-finding: share]] for “1 in 4”, so that it changes when the data do."
        )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        faults = [f"Prose {rule}; got {got!r}." for rule, got in get_prose_rules(str(value))]
        wanted = {cell.finding for cell in iterate_cells(str(value))}
        unknown = wanted - set(Finding.objects.filter(slug__in=wanted).values_list("slug", flat=True))
        faults += [f"There is no finding named {name!r}." for name in sorted(unknown)]
        if faults:
            raise ValidationError(faults)
        return value

    def get_searchable_content(self, value: Any) -> list[str]:
        return [remove_cells(str(value))]

    def extract_references(self, value: Any) -> Iterator[tuple[type[models.Model], str, str, str]]:
        """Yield the findings of its cells, so that a finding knows the pages that lean on it."""
        wanted = {cell.finding for cell in iterate_cells(str(value or ""))}
        for key in Finding.objects.filter(slug__in=wanted).values_list("pk", flat=True):
            yield Finding, str(key), "", ""


class ShownBlock(SnippetChooserBlock):
    """An object of the thread. One that was taken off the site leaves no trace on the page."""

    def render(self, value: Any, context: dict[str, Any] | None = None) -> Any:
        return super().render(value, context=context) if value and value.live else ""


class FindingBlock(ShownBlock):
    class Meta:
        template = "publishing/blocks/finding.html"
        icon = "doc-full"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("evidence.Finding", **kwargs)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["statement"] = get_statement(value) if value else None
        return context


class ChartBlock(blocks.StructBlock):
    indicator = SnippetChooserBlock("evidence.Indicator")
    kind = blocks.ChoiceBlock(choices=ChartKind.choices)
    title = blocks.CharBlock(max_length=200, help_text="Say the finding in words, without digits")
    area = SnippetChooserBlock("evidence.Area", required=False)

    class Meta:
        template = "publishing/blocks/chart.html"
        icon = "chart-line"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        if places := get_places(context["request"]):
            context["chart"] = make_view(
                build_chart(value["indicator"], value["kind"], places, value["title"], value["area"])
            )
        return context


class MapBlock(blocks.StructBlock):
    indicator = SnippetChooserBlock("evidence.Indicator")
    title = blocks.CharBlock(max_length=200)

    class Meta:
        template = "publishing/blocks/map.html"
        icon = "site"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        if places := get_places(context["request"]):
            context["map"] = get_indicator_map(value["indicator"], places.wards, value["title"])
        return context


class TableBlock(blocks.StructBlock):
    area = SnippetChooserBlock("evidence.Area")
    dimension = blocks.CharBlock(max_length=40)

    class Meta:
        template = "publishing/blocks/table.html"
        icon = "table"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["table"] = get_dimension(value["area"].code, value["dimension"])
        return context


class TopicBlocks(blocks.StreamBlock):
    """What a topic page is made of: what we see, what we heard, what works, what we tried, and what it means."""

    prose = ProseBlock()
    finding = FindingBlock()
    chart = ChartBlock()
    map = MapBlock()
    table = TableBlock()
    heard = ShownBlock("engagement.Insight", template="publishing/blocks/heard.html")
    works = ShownBlock("evidence.Reference", template="publishing/blocks/works.html")
    tried = ShownBlock("evidence.LocalLearning", template="publishing/blocks/tried.html")
    reflection = ShownBlock("evidence.Reflection", template="publishing/blocks/reflection.html")
    steps = blocks.ListBlock(SnippetChooserBlock("strategy.Step"), template="publishing/blocks/steps.html")


class HowMadeLineBlock(blocks.StructBlock):
    """One line of the account: what it says, what this product does about it, and the way there."""

    said = blocks.TextBlock(label="The account says")
    does = blocks.TextBlock(label="What we do")
    link_text = blocks.CharBlock(max_length=100)
    url = blocks.CharBlock(max_length=200, help_text="A path on this site, such as /needs/")

    class Meta:
        icon = "link"
