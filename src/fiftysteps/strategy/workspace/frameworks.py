"""Frameworks and their clauses: what the strategy is aligned with."""

import re
from collections import Counter
from functools import partial
from typing import Annotated

from fiftysteps.accounts.workspace.children import set_children
from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import SOURCES, SourcedShape, check_source, fill_provenance
from fiftysteps.accounts.workspace.retiring import unpublish
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.circles import find_circles
from fiftysteps.core.faults import Fault
from fiftysteps.core.shapes import Flag, Many, MaybeDay, MaybeWords, Shape, Slug, Words, passes
from fiftysteps.core.text import quote, suggest
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.strategy.models import Clause, Framework, Step

# A reference is a part of an address, as in /frameworks/marmot/#MARMOT1.
_REF = re.compile(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")


def _check_ref(value: str) -> None:
    if not _REF.fullmatch(value):
        raise ValueError('must be letters and digits, in parts with "-" or "." between them')


class ClauseShape(Shape):
    ref: Annotated[Words, fits(Clause, "ref"), passes(_check_ref)]
    title: Annotated[Words, fits(Clause, "title")]
    parent: MaybeWords = ""
    source: MaybeWords = ""
    applies: Flag = True
    note: MaybeWords = ""


class FrameworkShape(SourcedShape):
    id: Annotated[Slug, fits(Framework, "slug")]
    title: Annotated[Words, fits(Framework, "title")]
    short_title: Annotated[Words, fits(Framework, "short_title")]
    version: Annotated[Words, fits(Framework, "version")]
    owner: Annotated[Words, fits(Framework, "owner")]
    in_force_from: MaybeDay
    in_force_to: MaybeDay
    complete: Flag
    note: MaybeWords = ""
    clauses: Many[ClauseShape] = ()


FRAMEWORKS = Section("framework", ("frameworks/*.yaml",), FrameworkShape)


def check_frameworks(workspace: Workspace) -> None:
    for item in workspace.get(FRAMEWORKS):
        framework = item.value
        check_source(workspace, item)
        if item.file != f"frameworks/{framework.id}.yaml":
            workspace.note(item.get_fault('"id" must be the name of the file', "id", got=framework.id))
        begins, ends = framework.in_force_from, framework.in_force_to
        if begins and ends and ends < begins:
            workspace.note(item.get_fault('"in_force_to" is before "in_force_from"', "in_force_to", got=ends))
        _check_clauses(workspace, item)


def _check_clauses(workspace: Workspace, item: Item[FrameworkShape]) -> None:
    clauses = item.value.clauses
    times = Counter(clause.ref for clause in clauses)
    circles = find_circles({clause.ref: {clause.parent} for clause in clauses})
    for number, clause in enumerate(clauses):
        workspace.check_name(item, clause.source, "a source", [SOURCES], "clauses", number, "source")
        if times[clause.ref] > 1:
            rule = f"the clause {quote(clause.ref)} is there twice"
            workspace.note(item.get_fault(rule, "clauses", number, "ref"))
        if clause.parent and clause.parent not in times:
            rule = f'"parent" must be the reference of a clause of this framework{suggest(clause.parent, times)}'
            workspace.note(item.get_fault(rule, "clauses", number, "parent", got=clause.parent))
        elif clause.ref in circles:
            rule = 'the clause belongs, through "parent", to itself'
            workspace.note(item.get_fault(rule, "clauses", number, "parent", got=clause.parent))


def _fill(loading: Loading, obj: Framework, value: FrameworkShape) -> None:
    fill_provenance(obj, value, loading.sources)
    obj.slug, obj.title, obj.short_title, obj.version = value.id, value.title, value.short_title, value.version
    obj.owner, obj.complete, obj.note = value.owner, value.complete, value.note
    obj.in_force_from, obj.in_force_to = value.in_force_from, value.in_force_to
    clauses = [
        Clause(ref=clause.ref, title=clause.title, parent_ref=clause.parent, applies=clause.applies, note=clause.note)
        for clause in value.clauses
    ]
    set_children(obj, "clauses", [*clauses, *_get_held(loading, obj, value)], lambda clause: clause.ref)


def _get_held(loading: Loading, obj: Framework, value: FrameworkShape) -> list[Clause]:
    """Return the clauses that have gone but that a step still points at: they wait until the steps are written."""
    gone = Clause.objects.filter(framework_id=obj.pk).exclude(ref__in=[clause.ref for clause in value.clauses])
    held = list(gone.filter(alignments__isnull=False).distinct())
    loading.gone += [partial(_delete_clause, loading, clause) for clause in held]
    return held


def _delete_clause(loading: Loading, clause: Clause) -> None:
    step = Step.objects.filter(alignments__clause=clause).first()
    if step is not None:
        rule = f"the clause {quote(clause.ref)} has gone, but on the site {quote(step)} is aligned with it"
        loading.faults.append(Fault(f"frameworks/{clause.framework.slug}.yaml", None, rule))
    else:
        clause.delete()


KIND = Kind("frameworks", Framework, lambda item: item.value.id, lambda obj: obj.slug, _fill, unpublish)


def write_frameworks(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, KIND, workspace.get(FRAMEWORKS))
