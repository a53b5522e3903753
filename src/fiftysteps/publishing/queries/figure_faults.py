"""What is wrong with the figures of a topic page, so that it cannot be published as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from fiftysteps.evidence.models import Finding
from fiftysteps.evidence.queries.observations import get_current_files
from fiftysteps.evidence.queries.protection import attack_indicators
from fiftysteps.evidence.queries.statement import get_statements
from fiftysteps.publishing.cells import iterate_cells
from fiftysteps.publishing.maps import get_indicator_map
from fiftysteps.publishing.models import Brand, TopicPage
from fiftysteps.publishing.pictures import build_chart
from fiftysteps.publishing.queries.area import get_dimension
from fiftysteps.publishing.queries.cells import get_cells
from fiftysteps.publishing.queries.places import Places, make_places


@dataclass(frozen=True)
class FigureFault:
    """What is wrong with one figure: for everyone, and for those who may see what is not published."""

    sentence: str
    detail: str


def get_figure_faults(page: TopicPage) -> tuple[FigureFault, ...]:
    """Return each figure that is broken, or that moved and that nobody has looked at since."""
    findings = get_shown_findings(page)
    faults = [*_find_moved(findings), *_find_broken_cells(page)]
    places = make_places(Brand.objects.select_related(*Brand.select_related).first())
    for block in page.blocks:
        faults += _find_broken_block(block.block_type, block.value, places)
    return tuple(dict.fromkeys(faults))


def find_disclosures(page: TopicPage) -> tuple[FigureFault, ...]:
    """Attack what is shown of each indicator on a page; return those of which a small count can be worked out.

    How small it is stands in no sentence: the page that says so would tell it.
    """
    slugs = {finding.indicator.slug for finding in get_shown_findings(page)}
    slugs |= {block.value["indicator"].slug for block in page.blocks if block.block_type in {"chart", "map"}}
    found = attack_indicators(get_current_files("observations"), slugs)
    return tuple(
        _make_public(
            f"From what is shown of “{each.indicator.slug}” a small number could be worked out. "
            f"An administrator sees which: fiftysteps indicators attack {each.indicator.slug}"
        )
        for each in found
        if each.leaks
    )


def get_shown_findings(page: TopicPage) -> tuple[Finding, ...]:
    """Return the findings that a page shows, in blocks of their own or within its prose, as far as they are there."""
    chosen = [block.value.pk for block in page.blocks if block.block_type == "finding" and block.value]
    texts = [block.value for block in page.blocks if block.block_type == "prose"]
    cells = [cell.finding for text in texts for cell in iterate_cells(text)]
    shown = Q(pk__in=chosen) | Q(slug__in=cells, live=True, archived=False)
    return tuple(Finding.objects.filter(shown).select_related("indicator", "area", "comparator").order_by("slug"))


def _make_public(sentence: str) -> FigureFault:
    return FigureFault(sentence, sentence)


def _find_moved(findings: tuple[Finding, ...]) -> Iterator[FigureFault]:
    for finding, statement in zip(findings, get_statements(findings), strict=True):
        if not finding.live or finding.archived:
            yield FigureFault("A finding on it is not published.", f"The finding “{finding}” is not published.")
        elif statement.is_missing:
            yield _make_public(f"The finding “{finding}” has no figure: {statement.sentence}")
        elif statement.movement is not None:
            changes = " ".join(statement.changes)
            yield _make_public(f"The finding “{finding}” moved, and nobody has looked since. {changes}")


def _find_broken_cells(page: TopicPage) -> Iterator[FigureFault]:
    for block in page.blocks:
        if block.block_type == "prose":
            for cell, view in get_cells(block.value).items():
                if not view.text:
                    detail = f"The text has [[{cell.finding}: {cell.part}]], and there is nothing to say there."
                    yield FigureFault("A figure in its text has nothing to show.", detail)


def _find_broken_block(kind: str, value: Any, places: Places | None) -> Iterator[FigureFault]:
    if places is None:
        return
    if kind == "chart":
        area = value["area"]
        if build_chart(value["indicator"], value["kind"], places, value["title"], area) is None:
            yield _make_public(f"The chart “{value['title']}” has too few figures to draw.")
    elif kind == "map" and get_indicator_map(value["indicator"], places.wards, value["title"]) is None:
        yield _make_public(f"The map “{value['title']}” has too few figures to draw.")
    elif kind == "table" and not get_dimension(value["area"].code, value["dimension"]).rows:
        yield _make_public(f"The table of {value['dimension']} has no figures for {value['area']}.")
