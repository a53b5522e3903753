"""What holds in the editor's site for everything: nothing a thread hangs on is deleted, and saves are recorded."""

import pytest

from fiftysteps.accounts.models import AuditEntry, Role
from fiftysteps.config.roles import set_up_roles
from fiftysteps.evidence.models import Evidence, Reference
from fiftysteps.strategy.models import Step
from tests.builders import make_complete_step, make_indicator, make_reference, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make_user(role=Role.ADMINISTRATOR, is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


def test_even_an_administrator_cannot_delete_what_a_step_may_lean_on(client, administrator) -> None:
    reference = make_reference()

    response = client.post(f"/admin/snippets/evidence/reference/delete/{reference.pk}/", follow=True)

    assert "archived or unpublished, but not deleted" in response.content.decode()
    assert Reference.objects.filter(pk=reference.pk).exists()


def test_several_at_once_cannot_be_deleted_either(client, administrator) -> None:
    references = [make_reference(), make_reference()]
    keys = "&".join(f"id={reference.pk}" for reference in references)

    client.post(f"/admin/bulk/evidence/reference/delete/?{keys}", follow=True)

    assert Reference.objects.count() == 2


@pytest.mark.parametrize(
    "address",
    [
        "strategy/step",
        "strategy/theme",
        "strategy/strategy",
        "strategy/framework",
        "accounts/organisation",
        "evidence/finding",
        "evidence/reference",
        "evidence/locallearning",
        "evidence/reflection",
        "evidence/indicator",
        "engagement/insight",
        "engagement/reply",
    ],
)
def test_every_list_of_the_editors_site_opens(client, administrator, address) -> None:
    make_complete_step()

    assert client.get(f"/admin/snippets/{address}/").status_code == 200
    assert client.get(f"/admin/snippets/{address}/add/").status_code == 200


def test_kind_of_evidence_keeps_its_history_and_can_be_compared(client, administrator) -> None:
    reference = make_reference(title="First words")
    first = reference.save_revision(user=administrator)
    reference.title = "Second words"
    second = reference.save_revision(user=administrator)

    history = client.get(f"/admin/snippets/evidence/reference/history/{reference.pk}/")
    compared = client.get(
        f"/admin/snippets/evidence/reference/history/{reference.pk}/revisions/compare/{first.pk}...{second.pk}/"
    )

    assert history.status_code == compared.status_code == 200
    assert "Second" in compared.content.decode()
    assert Evidence.objects.get(pk=reference.pk).kind == "reference"


def test_saving_an_object_without_revisions_is_recorded(client, administrator) -> None:
    indicator = make_indicator()
    fields = (
        "name plain_name slug definition numerator denominator unit decimals polarity kind method disclosure_rule caveats"
        " nature source_title source_url confidence"
    )
    form = {name: getattr(indicator, name) for name in fields.split()} | {"unit": "people"}

    client.post(f"/admin/snippets/evidence/indicator/edit/{indicator.pk}/", form)

    indicator.refresh_from_db()
    assert indicator.unit == "people"
    entry = AuditEntry.objects.get(action="save", object_key=f"evidence.indicator:{indicator.pk}")
    assert entry.user == administrator


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.STRATEGY_LEAD, 200),
        (Role.ANALYST, 302),
        (Role.ENGAGEMENT_OFFICER, 302),
        (Role.BOARD_MEMBER, 302),
        (Role.PARTNER, 302),
        (Role.ORGANISER, 302),
    ],
)
def test_only_the_lead_may_change_a_step(client, role, status) -> None:
    step = make_complete_step()
    user = make_user(role=role)
    set_up_roles()
    client.force_login(user)

    assert client.get(f"/admin/snippets/strategy/step/edit/{step.pk}/").status_code == status
    assert Step.objects.get().title == step.title
