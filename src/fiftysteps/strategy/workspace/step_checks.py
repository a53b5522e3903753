"""What holds between a step and everything that it names."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from fiftysteps.accounts.workspace.organisations import (
    ORGANISATIONS,
    check_not_invented,
    get_real_organisations,
)
from fiftysteps.accounts.workspace.provenance import check_source
from fiftysteps.core.circles import find_circles
from fiftysteps.core.text import suggest
from fiftysteps.core.workspace import Item, Workspace
from fiftysteps.engagement.workspace import ALL_EVIDENCE
from fiftysteps.engagement.workspace.insights import INSIGHTS
from fiftysteps.evidence.models import AreaType
from fiftysteps.evidence.workspace.areas import AREAS
from fiftysteps.evidence.workspace.indicators import INDICATORS
from fiftysteps.strategy.workspace.frameworks import FRAMEWORKS
from fiftysteps.strategy.workspace.step_shapes import (
    LONGEST_TILE_TITLE,
    STEPS,
    StepShape,
    get_folder_strategy,
    get_item_key,
)
from fiftysteps.strategy.workspace.strategies import STRATEGIES

type StepItem = Item[StepShape]


@dataclass(frozen=True)
class Known:
    """What steps are checked against, looked up once."""

    themes: dict[str, list[str]]
    clauses: dict[str, list[str]]
    real: Collection[str]
    unanswered: set[str]
    no_wards: set[str]


def _get_known(workspace: Workspace) -> Known:
    return Known(
        themes={item.value.id: [theme.id for theme in item.value.themes] for item in workspace.get(STRATEGIES)},
        clauses={item.value.id: [clause.ref for clause in item.value.clauses] for item in workspace.get(FRAMEWORKS)},
        real=get_real_organisations(workspace),
        unanswered={item.value.id for item in workspace.get(INSIGHTS) if not item.value.reply},
        no_wards={item.value.code for item in workspace.get(AREAS) if item.value.type != AreaType.WARD},
    )


def check_steps(workspace: Workspace) -> None:
    known = _get_known(workspace)
    for item in workspace.get(STEPS):
        check_source(workspace, item)
        _check_place(workspace, item)
        for check in (_check_theme, _check_measures, _check_roles, _check_alignments, _check_replies, _check_wards):
            check(workspace, known, item)
        _check_citations(workspace, item)
    _check_lineage(workspace)


def _check_place(workspace: Workspace, item: StepItem) -> None:
    step = item.value
    if PurePosixPath(item.file).stem != f"{step.number:02d}":
        rule = f'"number" must be that of the file\'s name, which for this number is {step.number:02d}.yaml'
        workspace.note(item.get_fault(rule, "number", got=step.number))
    if len(step.title) > LONGEST_TILE_TITLE and not step.short_title:
        rule = f'"short_title" is missing: a title of more than {LONGEST_TILE_TITLE} characters does not fit on a tile'
        workspace.note(item.get_fault(rule, "title", got=f"{len(step.title)} characters"))


def _check_theme(workspace: Workspace, known: Known, item: StepItem) -> None:
    folder, theme = get_folder_strategy(item.file), item.value.theme
    if not workspace.is_known(folder, STRATEGIES):
        workspace.note(item.get_fault(f"there is no strategies/{folder}/strategy.yaml for this step"))
    elif folder in known.themes and theme not in known.themes[folder]:
        others = [name for name, ids in known.themes.items() if theme in ids]
        rule = f'"theme" must be the id of a theme of this strategy{suggest(theme, known.themes[folder])}'
        if others:
            rule = f'"theme" is a theme of another strategy, {others[0]}'
        workspace.note(item.get_fault(rule, "theme", got=theme))


def _check_measures(workspace: Workspace, known: Known, item: StepItem) -> None:
    measures = item.value.measures
    for at, measure in enumerate(measures):
        workspace.check_name(item, measure.indicator, "an indicator", [INDICATORS], "measures", at, "indicator")
        workspace.check_name(item, measure.owner, "an organisation", [ORGANISATIONS], "measures", at, "owner")
        check_not_invented(workspace, known.real, item, item.value.nature, "measures", at, "owner")
    keys = [(measure.kind, measure.indicator) for measure in measures]
    _check_repeats(workspace, item, keys, "the indicator is a measure of this kind already", "measures", "indicator")


def _check_roles(workspace: Workspace, known: Known, item: StepItem) -> None:
    roles = item.value.roles
    for at, role in enumerate(roles):
        workspace.check_name(item, role.organisation, "an organisation", [ORGANISATIONS], "roles", at, "organisation")
        check_not_invented(workspace, known.real, item, item.value.nature, "roles", at, "organisation")
    keys = [role.organisation for role in roles]
    _check_repeats(workspace, item, keys, "the organisation has a role on this step already", "roles", "organisation")


def _check_citations(workspace: Workspace, item: StepItem) -> None:
    citations = item.value.evidence
    for at, citation in enumerate(citations):
        workspace.check_name(item, citation.id, "a piece of evidence", ALL_EVIDENCE.values(), "evidence", at, "id")
    keys = [(citation.id, citation.role) for citation in citations]
    _check_repeats(workspace, item, keys, "the evidence is cited in this role already", "evidence", "id")


def _check_alignments(workspace: Workspace, known: Known, item: StepItem) -> None:
    alignments = item.value.alignments
    for at, alignment in enumerate(alignments):
        place = ("alignments", at, "clause")
        workspace.check_name(item, alignment.framework, "a framework", [FRAMEWORKS], "alignments", at, "framework")
        clauses = known.clauses.get(alignment.framework)
        if clauses is not None and alignment.clause not in clauses:
            rule = f'"clause" must be the reference of a clause of the framework{suggest(alignment.clause, clauses)}'
            workspace.note(item.get_fault(rule, *place, got=alignment.clause))
    keys = [(alignment.framework, alignment.clause) for alignment in alignments]
    _check_repeats(workspace, item, keys, "the step is aligned with this clause already", "alignments", "clause")


def _check_replies(workspace: Workspace, known: Known, item: StepItem) -> None:
    for at, name in enumerate(item.value.replies):
        workspace.check_name(item, name, "an insight", [INSIGHTS], "replies", at)
        if name in known.unanswered:
            workspace.note(item.get_fault("the insight has no reply that a step could answer", "replies", at, got=name))
    _check_repeats(workspace, item, item.value.replies, "the insight is named already", "replies")


def _check_wards(workspace: Workspace, known: Known, item: StepItem) -> None:
    for at, code in enumerate(item.value.wards):
        workspace.check_name(item, code, "an area", [AREAS], "wards", at)
        if code in known.no_wards:
            workspace.note(item.get_fault('"wards" holds an area that is no ward', "wards", at, got=code))
    _check_repeats(workspace, item, item.value.wards, "the ward is named already", "wards")


def _check_repeats(workspace: Workspace, item: StepItem, keys: Sequence[Hashable], rule: str, *place: str) -> None:
    """Note every key that stands in the list `place[0]` a second time."""
    seen: set[Hashable] = set()
    for at, key in enumerate(keys):
        if key in seen:
            got = key[-1] if isinstance(key, tuple) else key
            workspace.note(item.get_fault(rule, place[0], at, *place[1:], got=got))
        seen.add(key)


def _check_lineage(workspace: Workspace) -> None:
    items = {get_item_key(item): item for item in workspace.get(STEPS)}
    circles = find_circles({key: {link.key for link in item.value.previous} for key, item in items.items()})
    for key, item in items.items():
        links = item.value.previous
        for at, link in enumerate(links):
            workspace.check_name(item, link.key, "a step", [STEPS], "previous", at)
            if link.strategy == get_folder_strategy(item.file):
                rule = '"strategy" must be another one: a step comes from an earlier cycle'
                workspace.note(item.get_fault(rule, "previous", at, "strategy", got=link.strategy))
            elif {key, link.key} <= circles:
                workspace.note(item.get_fault('"previous" leads back to this step', "previous", at, got=link.key))
        _check_repeats(workspace, item, [link.key for link in links], "the step is named already", "previous")
