"""What was taken off the site is in no page, file or search that a visitor can open, however it is linked."""

import pytest
from django.core.management import call_command

from fiftysteps.evidence.models import Evidence
from fiftysteps.publishing.models import JsnaIndexPage, TopicPage
from fiftysteps.strategy.models import Alignment, CitationRole, StepLineage, StepReply, StepRole, ThemeOutcome
from tests.builders import (
    cite,
    make_clause,
    make_finding,
    make_framework,
    make_indicator,
    make_insight,
    make_learning,
    make_organisation,
    make_reference,
    make_reflection,
    make_reply,
    make_step,
    make_strategy,
    make_theme,
)

pytestmark = pytest.mark.django_db
CANARY = "Canarybird"
HIDDEN = {"live": False}


@pytest.fixture
def addresses(brand) -> list[str]:
    """Everything public, tied in every way to one unpublished object of each kind, all called Canarybird."""
    hidden_strategy = make_strategy(title=CANARY, short_title=CANARY, vision=CANARY, **HIDDEN)
    strategy = make_strategy(previous=hidden_strategy)
    theme = make_theme(strategy=strategy)
    step = make_step(theme=theme, number=1)
    hidden_theme = make_theme(strategy=strategy, number=2, title=CANARY, summary=CANARY, **HIDDEN)
    under_hidden = make_step(theme=hidden_theme, number=2, title=f"{CANARY} below a theme")
    within_hidden = make_step(theme=make_theme(strategy=hidden_strategy), number=1, title=f"{CANARY} within")
    indicator, owner = make_indicator(), make_organisation()
    evidence = [
        make_insight(title=CANARY, quotation=CANARY, **HIDDEN),
        make_reference(title=CANARY, recommends=CANARY, **HIDDEN),
        make_learning(title=CANARY, seen=CANARY, **HIDDEN),
        make_reflection(title=CANARY, network=owner, worked_well=CANARY, **HIDDEN),
        make_finding(title=CANARY, indicator=indicator, **HIDDEN),
    ]
    for item in evidence:
        cite(step, item, CitationRole.NEED)
    old = make_reference(superseded_by=Evidence.objects.get(pk=evidence[1].pk))
    cite(step, old, CitationRole.EFFECTIVENESS)
    cite(within_hidden, old, CitationRole.EFFECTIVENESS)
    cite(under_hidden, old, CitationRole.NEED)
    reply = make_reply(insight=evidence[0], by=owner, text=CANARY)
    StepReply.objects.create(step=step, reply=reply)
    clause = make_clause(framework=make_framework(title=CANARY, short_title=CANARY, **HIDDEN), title=CANARY)
    shown_clause = make_clause()
    for number, other in enumerate((step, under_hidden, within_hidden)):
        Alignment.objects.create(step=other, clause=clause, strength="weak", reason=CANARY)
        Alignment.objects.create(step=other, clause=shown_clause, strength="weak", reason=f"Reason {number}")
        StepRole.objects.create(step=other, organisation=owner, role="lead")
    StepRole.objects.create(step=step, organisation=make_organisation(name=CANARY, **HIDDEN), role="deliver")
    StepLineage.objects.create(step=step, previous=within_hidden, how="split")
    StepLineage.objects.create(step=within_hidden, previous=step, how="split")
    ThemeOutcome.objects.create(theme=hidden_theme, indicator=indicator)
    index = brand.site.root_page.add_child(instance=JsnaIndexPage(title="Our needs", slug="needs"))
    kinds = ("heard", "works", "tried", "reflection", "finding")
    blocks = [{"type": kind, "value": item.pk} for kind, item in zip(kinds, evidence, strict=True)]
    blocks.append({"type": "steps", "value": [step.pk, under_hidden.pk, within_hidden.pk]})
    index.add_child(instance=TopicPage(title="Homes", slug="homes", number=1, nature="illustrative", blocks=blocks))
    index.add_child(instance=TopicPage(title=CANARY, slug="hidden", number=2, nature="illustrative", live=False))
    brand.current_strategy = hidden_strategy
    brand.save()
    call_command("update_index", verbosity=0)
    lists = (
        "strategies",
        "evidence",
        "what-we-heard",
        "indicators",
        "organisations",
        "frameworks",
        "areas",
        "gaps",
        "needs",
    )
    return [
        *("/", f"/search/?q={CANARY}", "/needs/homes/", *(f"/{name}/" for name in lists)),
        *(thing.get_absolute_url() for thing in (strategy, theme, step, old, indicator, owner, shown_clause.framework)),
        f"{strategy.get_absolute_url()}alignment/",
        f"{strategy.get_absolute_url()}alignment/?by=clause",
        f"{indicator.get_absolute_url()}data.csv",
    ]


def test_no_public_byte_holds_what_is_not_published(client, addresses) -> None:
    found = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        text = response.content.decode().replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "")
        if count := text.count(CANARY):
            at = text.index(CANARY)
            found[address] = (count, text[max(0, at - 120) : at + 40])

    # The page of a search repeats the words that were searched for, and those alone.
    assert client.get(f"/search/?q={CANARY}").context["groups"] == []
    found.pop(f"/search/?q={CANARY}", None)
    assert not found, found
