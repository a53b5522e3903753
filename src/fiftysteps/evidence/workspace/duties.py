"""Duties: what the law asks, from one day to another, and what shows that it is done."""

from typing import Annotated

from fiftysteps.accounts.models import Confidence, Nature
from fiftysteps.accounts.workspace.fields import fits, web_address
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.retiring import archive, delete_if_unused
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.links import RULE, is_link
from fiftysteps.core.shapes import Day, MaybeDay, MaybeWords, Shape, Slug, Whole, Words, between, one_of
from fiftysteps.core.workspace import Section, Workspace
from fiftysteps.evidence.models import Duty, DutyProof, DutySubject


class DutyShape(Shape):
    id: Annotated[Slug, fits(Duty, "slug")]
    number: Annotated[Whole, between(1, 999)]
    subject: Annotated[str, one_of(DutySubject.values)]
    title: Annotated[Words, fits(Duty, "title")]
    asks: Words
    law: Annotated[Words, fits(Duty, "law")]
    provision: Annotated[MaybeWords, fits(Duty, "provision")] = ""
    url: Annotated[Words, fits(Duty, "url"), web_address]
    in_force_from: Day
    in_force_to: MaybeDay = None
    confidence: Annotated[str, one_of(Confidence.values)]
    note: MaybeWords = ""


class ProofShape(Shape):
    id: Annotated[Slug, fits(DutyProof, "slug")]
    duty: Words
    title: Annotated[Words, fits(DutyProof, "title")]
    link: Annotated[Words, fits(DutyProof, "link")]
    day: Day
    holds_until: MaybeDay = None
    nature: Annotated[str, one_of(Nature.values)]


FILES = ("duties.yaml",)
DUTIES = Section("duty", FILES, DutyShape, "duties")
PROOFS = Section("proof of a duty", FILES, ProofShape, "proofs")


def check_duties(workspace: Workspace) -> None:
    for item in workspace.get(DUTIES):
        value = item.value
        if value.in_force_to is not None and value.in_force_to < value.in_force_from:
            rule = '"in_force_to" is before "in_force_from"'
            workspace.note(item.get_fault(rule, "in_force_to", got=str(value.in_force_to)))
    for proof in workspace.get(PROOFS):
        workspace.check_name(proof, proof.value.duty, "a duty", [DUTIES], "duty")
        if not is_link(proof.value.link):
            workspace.note(proof.get_fault(f'"link" {RULE}', "link", got=proof.value.link))
        if proof.value.holds_until is not None and proof.value.holds_until < proof.value.day:
            rule = '"holds_until" is before "day"'
            workspace.note(proof.get_fault(rule, "holds_until", got=str(proof.value.holds_until)))


def _fill_duty(loading: Loading, obj: Duty, value: DutyShape) -> None:
    obj.slug, obj.number, obj.subject, obj.title = value.id, value.number, value.subject, value.title
    obj.asks, obj.law, obj.provision, obj.url = value.asks, value.law, value.provision, value.url
    obj.in_force_from, obj.in_force_to = value.in_force_from, value.in_force_to
    obj.confidence, obj.note, obj.archived = value.confidence, value.note, False


def _fill_proof(loading: Loading, obj: DutyProof, value: ProofShape) -> None:
    obj.slug, obj.duty, obj.title = value.id, loading.get("duties", value.duty), value.title
    obj.link, obj.day, obj.holds_until, obj.nature = value.link, value.day, value.holds_until, value.nature


DUTY_KIND = Kind("duties", Duty, lambda item: item.value.id, lambda obj: obj.slug, _fill_duty, archive)
PROOF_KIND = Kind(
    "proofs of duties", DutyProof, lambda item: item.value.id, lambda obj: obj.slug, _fill_proof, delete_if_unused
)


def write_duties(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, DUTY_KIND, workspace.get(DUTIES))
    write_kind(loading, PROOF_KIND, workspace.get(PROOFS))
