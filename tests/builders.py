"""Builders of the objects that tests need: every argument by name, everything else as plain as it may be."""

import datetime
import itertools
from typing import Any

from fiftysteps.accounts.models import Nature, Organisation, Role, User
from fiftysteps.engagement.models import Decision, Insight, Reply
from fiftysteps.evidence.models import (
    Area,
    Finding,
    Indicator,
    LocalLearning,
    Reference,
    Reflection,
)
from fiftysteps.strategy.models import (
    Alignment,
    Citation,
    CitationRole,
    Clause,
    Framework,
    Measure,
    MeasureKind,
    PartnerRole,
    Step,
    StepReply,
    StepRole,
    Strategy,
    StrategyStatus,
    Theme,
)

_numbers = itertools.count(1)
ILLUSTRATIVE = {"nature": Nature.ILLUSTRATIVE}


def make_user(*, role: Role = Role.STRATEGY_LEAD, email: str = "", **fields: Any) -> User:
    return User.objects.create_user(
        email or f"{role}-{next(_numbers)}@council.example", "a long password", role=role, **fields
    )


def make_organisation(*, slug: str = "", name: str = "", **fields: Any) -> Organisation:
    slug = slug or f"organisation-{next(_numbers)}"
    fields = ILLUSTRATIVE | {"type": "council"} | fields
    return Organisation.objects.create(slug=slug, name=name or slug.capitalize(), **fields)


def make_area(*, code: str = "E09000025", name: str = "Newham", **fields: Any) -> Area:
    area, _ = Area.objects.get_or_create(code=code, defaults={"name": name, "type": "borough"} | fields)
    return area


def make_indicator(*, slug: str = "", **fields: Any) -> Indicator:
    slug = slug or f"indicator-{next(_numbers)}"
    fields = (
        ILLUSTRATIVE
        | {
            "name": slug.capitalize(),
            "plain_name": slug.capitalize(),
            "definition": "What is counted.",
            "unit": "%",
            "polarity": "lower",
            "kind": "outcome",
        }
        | fields
    )
    return Indicator.objects.create(slug=slug, **fields)


def make_finding(*, slug: str = "", indicator: Indicator | None = None, period: str = "2021", **fields: Any) -> Finding:
    slug = slug or f"need-{next(_numbers)}"
    fields = ILLUSTRATIVE | {"title": slug.capitalize(), "area": fields.get("area") or make_area()} | fields
    return Finding.objects.create(slug=slug, indicator=indicator or make_indicator(), period=period, **fields)


def make_reference(*, slug: str = "", **fields: Any) -> Reference:
    slug = slug or f"reference-{next(_numbers)}"
    fields = {
        "nature": Nature.REAL,
        "source_title": "A journal",
        "title": slug.capitalize(),
        "authors": "Silva A",
        "year": 2020,
        "reference_kind": "guidance",
        "strength": "moderate",
    } | fields
    return Reference.objects.create(slug=slug, **fields)


def make_learning(*, slug: str = "", **fields: Any) -> LocalLearning:
    slug = slug or f"learning-{next(_numbers)}"
    fields = (
        ILLUSTRATIVE
        | {
            "title": slug.capitalize(),
            "when": "2022",
            "tried": "Letters.",
            "expected": "Many answers.",
            "seen": "Few answers.",
            "verdict": "stop",
        }
        | fields
    )
    return LocalLearning.objects.create(slug=slug, **fields)


def make_reflection(*, slug: str = "", network: Organisation | None = None, **fields: Any) -> Reflection:
    slug = slug or f"reflection-{next(_numbers)}"
    fields = (
        ILLUSTRATIVE
        | {
            "title": slug.capitalize(),
            "worked_well": "Meeting early.",
            "could_be_better": "Notes.",
        }
        | fields
    )
    return Reflection.objects.create(slug=slug, network=network or make_organisation(), **fields)


def make_insight(*, slug: str = "", **fields: Any) -> Insight:
    slug = slug or f"insight-{next(_numbers)}"
    fields = (
        ILLUSTRATIVE
        | {
            "title": slug.capitalize(),
            "exercise": "The big conversation (illustrative)",
            "mentioned": 214,
            "answered": 3214,
        }
        | fields
    )
    return Insight.objects.create(slug=slug, **fields)


def make_reply(*, insight: Insight, by: Organisation | None = None, **fields: Any) -> Reply:
    fields = (
        ILLUSTRATIVE
        | {
            "decision": Decision.WE_WILL,
            "text": "We will.",
            "date": datetime.date(2024, 2, 1),
        }
        | fields
    )
    return Reply.objects.create(insight=insight, by=by or make_organisation(), **fields)


def make_strategy(*, slug: str = "", **fields: Any) -> Strategy:
    slug = slug or f"strategy-{next(_numbers)}"
    fields = (
        ILLUSTRATIVE
        | {
            "title": slug.capitalize(),
            "short_title": slug.capitalize(),
            "vision": "A fairer borough.",
            "starts": datetime.date(2024, 4, 1),
            "ends": datetime.date(2027, 3, 31),
            "status": StrategyStatus.LIVE,
            "owner": fields.get("owner") or make_organisation(),
            "place": fields.get("place") or make_area(),
        }
        | fields
    )
    return Strategy.objects.create(slug=slug, **fields)


def make_theme(*, strategy: Strategy | None = None, number: int = 1, **fields: Any) -> Theme:
    fields = (
        ILLUSTRATIVE
        | {
            "slug": f"theme-{number}",
            "title": f"Theme {number}",
            "mark": "square",
            "hue": "#0b5b56",
        }
        | fields
    )
    return Theme.objects.create(strategy=strategy or make_strategy(), number=number, **fields)


def make_step(*, theme: Theme | None = None, number: int = 1, **fields: Any) -> Step:
    """A step with nothing: no evidence, no partner, no measure."""
    theme = theme or make_theme()
    fields = ILLUSTRATIVE | {"title": f"A step numbered {number}", "summary": "We will do it."} | fields
    return Step.objects.create(strategy=theme.strategy, theme=theme, number=number, **fields)


def cite(step: Step, evidence: Any, role: CitationRole, reason: str = "It matters here.") -> Citation:
    return Citation.objects.create(step=step, evidence_id=evidence.pk, role=role, reason=reason)


def make_clause(*, ref: str = "C1", framework: Framework | None = None, **fields: Any) -> Clause:
    framework = framework or make_framework()
    return Clause.objects.create(framework=framework, ref=ref, **{"title": f"Clause {ref}"} | fields)


def make_framework(*, slug: str = "", **fields: Any) -> Framework:
    slug = slug or f"framework-{next(_numbers)}"
    fields = (
        ILLUSTRATIVE
        | {
            "title": slug.capitalize(),
            "short_title": slug.capitalize(),
            "version": "2024",
            "owner": "A board",
            "complete": True,
        }
        | fields
    )
    return Framework.objects.create(slug=slug, **fields)


def make_complete_step(*, theme: Theme | None = None, number: int = 1, **fields: Any) -> Step:
    """A step that breaks no rule of the thread."""
    step = make_step(theme=theme, number=number, **{"equity_objective": "Narrow the gap."} | fields)
    insight = make_insight()
    reply = make_reply(insight=insight)
    cite(step, make_finding(), CitationRole.NEED)
    cite(step, insight, CitationRole.VOICE)
    cite(step, make_reference(), CitationRole.EFFECTIVENESS)
    cite(step, make_learning(), CitationRole.LEARNING)
    StepRole.objects.create(step=step, organisation=make_organisation(), role=PartnerRole.LEAD)
    StepRole.objects.create(step=step, organisation=make_organisation(), role=PartnerRole.DELIVER)
    numbers = {"baseline": 10, "baseline_period": "2023", "target": 20, "target_date": datetime.date(2027, 3, 31)}
    Measure.objects.create(step=step, kind=MeasureKind.OUTPUT_KPI, indicator=make_indicator(kind="output"), **numbers)
    Measure.objects.create(step=step, kind=MeasureKind.EQUITY, indicator=make_indicator(kind="equity"), **numbers)
    Alignment.objects.create(step=step, clause=make_clause(), strength="strong", reason="It serves it.")
    StepReply.objects.create(step=step, reply=reply)
    return step
