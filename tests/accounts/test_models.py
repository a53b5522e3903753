"""Rules that the database itself keeps."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from fiftysteps.accounts.models import AuditEntry, Membership, Person, Team
from tests.builders import make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_membership_cannot_end_before_it_starts() -> None:
    person = Person.objects.create(slug="ana", name="Ana Silva", nature="illustrative")
    dates = {"starts": datetime.date(2024, 5, 2), "ends": datetime.date(2024, 5, 1)}

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=person, organisation=make_organisation(), **dates)


def test_team_has_one_slug_within_its_organisation() -> None:
    organisation = make_organisation()
    Team.objects.create(organisation=organisation, slug="damp", name="Damp team")

    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(organisation=organisation, slug="damp", name="Another")


def test_objects_are_called_by_their_names() -> None:
    organisation = make_organisation(name="Housing service")
    person = Person.objects.create(slug="ana", name="Ana Silva", nature="illustrative")
    membership = Membership.objects.create(person=person, organisation=organisation, starts=datetime.date(2024, 5, 2))
    entry = AuditEntry.objects.create(action="save", object_key="strategy.step:1")

    assert str(Team(organisation=organisation, name="Damp team")) == "Damp team, Housing service"
    assert str(membership) == "Ana Silva at Housing service"
    assert str(entry).endswith("save strategy.step:1")
    assert str(make_user(email="ana@council.example")) == "ana@council.example"
    assert str(make_user(first_name="Ana", last_name="Silva")) == "Ana Silva"
    assert organisation.is_illustrative
