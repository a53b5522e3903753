"""People and where they work. Their accounts are in accounts.py beside this file."""

from typing import Annotated

from fiftysteps.accounts.models import Membership, Person, Role, User
from fiftysteps.accounts.workspace.fields import e_mail_address, fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.organisations import (
    ORGANISATIONS,
    check_not_invented,
    get_real_organisations,
)
from fiftysteps.accounts.workspace.provenance import SourcedShape, check_source, fill_provenance
from fiftysteps.accounts.workspace.retiring import archive
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.shapes import MaybeDay, MaybeWords, Slug, Words, one_of
from fiftysteps.core.workspace import Item, Section, Workspace


class PersonShape(SourcedShape):
    id: Annotated[Slug, fits(Person, "slug")]
    name: Annotated[Words, fits(Person, "name")]
    title: Annotated[MaybeWords, fits(Person, "title")] = ""
    organisation: MaybeWords = ""
    starts: MaybeDay = None
    ends: MaybeDay = None
    email: Annotated[MaybeWords, fits(User, "email"), e_mail_address] = ""
    role: Annotated[str, one_of(("", *Role.values))] = ""


PEOPLE = Section("person", ("people.yaml", "people/*.yaml"), PersonShape, "people")


def check_people(workspace: Workspace) -> None:
    real = get_real_organisations(workspace)
    addresses: dict[str, Item[PersonShape]] = {}
    for item in workspace.get(PEOPLE):
        check_source(workspace, item)
        workspace.check_name(item, item.value.organisation, "an organisation", [ORGANISATIONS], "organisation")
        check_not_invented(workspace, real, item, item.value.nature, "organisation")
        _check_dates(workspace, item)
        _check_account(workspace, item, addresses)


def _check_dates(workspace: Workspace, item: Item[PersonShape]) -> None:
    person = item.value
    if person.organisation and not person.starts:
        rule = '"starts" is missing: the day on which they joined the organisation'
        workspace.note(item.get_fault(rule, "organisation"))
    if person.starts and person.ends and person.ends < person.starts:
        workspace.note(item.get_fault('"ends" is before "starts"', "ends", got=person.ends))


def _check_account(workspace: Workspace, item: Item[PersonShape], addresses: dict[str, Item[PersonShape]]) -> None:
    person = item.value
    if bool(person.email) != bool(person.role):
        rule = '"email" and "role" go together: they make an account'
        workspace.note(item.get_fault(rule, "email" if person.email else "role"))
    first = addresses.setdefault(person.email.lower(), item) if person.email else item
    if first is not item:
        rule = f'"email" must be of one person only: it stands in {first.file}, line {first.get_line(first.place)} too'
        workspace.note(item.get_fault(rule, "email", got=person.email))


def _fill(loading: Loading, obj: Person, value: PersonShape) -> None:
    fill_provenance(obj, value, loading.sources)
    obj.slug, obj.name, obj.title, obj.archived = value.id, value.name, value.title, False


def _retire(loading: Loading, obj: Person) -> None:
    """Archive the person and close the account: who has left must not sign in."""
    archive(loading, obj)
    User.objects.filter(person=obj).update(is_active=False)


KIND = Kind(
    "people", Person, lambda item: item.value.id, lambda obj: obj.slug, _fill, _retire, unwatched=frozenset({"user_id"})
)


def write_people(workspace: Workspace, loading: Loading) -> None:
    items = workspace.get(PEOPLE)
    write_kind(loading, KIND, items)
    for item in items:
        _set_membership(loading, item.value)


def _set_membership(loading: Loading, value: PersonShape) -> None:
    """Keep the membership that the file names; earlier ones are history and stay."""
    if value.organisation and value.starts:
        Membership.objects.update_or_create(
            person=loading.get("people", value.id),
            organisation=loading.get("organisations", value.organisation),
            starts=value.starts,
            defaults={"ends": value.ends},
        )
