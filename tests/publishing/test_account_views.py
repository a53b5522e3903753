"""Signing in, the account page, gaps and their waivers, and the search."""

import datetime

import pytest
from django.utils import timezone

from fiftysteps.accounts.models import AuditEntry, Membership, Person, Role
from fiftysteps.core.errors import PersonError
from fiftysteps.strategy.actions.waive_gap import LONGEST_WAIVER, waive_gap
from fiftysteps.strategy.models import CitationRole, GapWaiver
from tests.builders import make_complete_step, make_organisation, make_reference, make_step, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
OUTSIDERS = [role for role in Role if role not in {Role.ADMINISTRATOR, Role.STRATEGY_LEAD}]


def make_gap() -> str:
    """A step that cites nothing residents said; returns the address where that may be waived."""
    step = make_complete_step()
    step.citations.filter(role=CitationRole.VOICE).delete()
    step.replies.all().delete()
    return f"/gaps/step-no-voice/waive/{step.key}/"


def get_answer(**changes: str) -> dict[str, str]:
    until = timezone.localdate() + datetime.timedelta(days=30)
    return {"reason": "We ask in May.", "until": until.isoformat()} | changes


def test_right_password_leads_to_the_account_page_or_to_the_page_asked_for(client) -> None:
    user = make_user()
    signing_in = {"email": user.email, "password": "a long password"}

    assert client.post("/sign-in/", signing_in).headers["Location"] == "/account/"
    assert client.post("/sign-in/", signing_in | {"next": "/gaps/"}).headers["Location"] == "/gaps/"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_away_from_this_site(client, away) -> None:
    user = make_user()

    response = client.post("/sign-in/", {"email": user.email, "password": "a long password", "next": away})

    assert response.headers["Location"] == "/account/"


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("", "x", "Enter your e-mail address"),
        ("ana", "x", "Enter an e-mail address, like name@council.uk"),
        ("ana@council.example", "", "Enter your password"),
        ("ana@council.example", "wrong", "The e-mail address or the password is not right"),
        ("nobody@council.example", "wrong", "The e-mail address or the password is not right"),
    ],
)
def test_wrong_sign_in_is_a_sentence(client, email, password, sentence) -> None:
    make_user(email="ana@council.example")

    response = client.post("/sign-in/", {"email": email, "password": password})

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert "wrong" not in response.content.decode()


def test_signing_out_takes_a_post(client) -> None:
    client.force_login(make_user())

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", Role)
def test_account_page_tells_each_role_what_it_can_do_here(client, role, brand) -> None:
    brand.current_strategy = make_step().strategy
    brand.save()
    client.force_login(make_user(role=role))

    response = client.get("/account/")

    assert response.status_code == 200
    assert response.context["duties"]
    for duty in response.context["duties"]:
        assert duty.url in response.content.decode()


def test_partner_is_led_to_the_page_of_their_organisation(client) -> None:
    user, organisation = make_user(role=Role.PARTNER), make_organisation()
    person = Person.objects.create(slug="ana", name="Ana Silva", nature="illustrative", user=user)
    Membership.objects.create(person=person, organisation=organisation, starts=datetime.date(2024, 1, 1))
    client.force_login(user)

    assert organisation.get_absolute_url() in client.get("/account/").content.decode()


@pytest.mark.parametrize("address", ["/account/", "/gaps/step-no-voice/waive/x/1/"])
def test_pages_for_accounts_ask_a_visitor_to_sign_in(client, address) -> None:
    assert client.get(address).headers["Location"].startswith("/sign-in/?next=")


def test_gap_page_lists_every_rule_and_every_gap_with_its_owner(client) -> None:
    step = make_step()

    text = client.get("/gaps/").content.decode()

    assert "It cites no evidence of need." in text
    assert step.get_absolute_url() in text
    assert "Every KPI of a closed cycle has at least one value." in text


@pytest.mark.parametrize(
    ("role", "is_seen"),
    [
        (None, False),
        (Role.PARTNER, False),
        (Role.BOARD_MEMBER, False),
        (Role.ANALYST, True),
        (Role.STRATEGY_LEAD, True),
    ],
)
def test_gaps_in_draft_are_for_those_who_write_the_strategy(client, role, is_seen) -> None:
    make_step(live=False, title="Not published yet")
    if role:
        client.force_login(make_user(role=role))

    assert ("Not published yet" in client.get("/gaps/?state=draft").content.decode()) is is_seen


def test_lead_lets_a_gap_stay_open_and_everyone_sees_why_and_until_when(client) -> None:
    address, user = make_gap(), make_user(first_name="Ana", last_name="Silva")
    client.force_login(user)
    assert address in client.get("/gaps/").content.decode()

    assert client.post(address, get_answer()).headers["Location"] == "/gaps/"

    client.logout()
    text = client.get("/gaps/").content.decode()
    assert "We ask in May." in text
    assert "Ana Silva" in text
    assert address not in text
    assert AuditEntry.objects.filter(action="waive-gap", user=user).count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Say why this gap may stay open"),
        ({"until": ""}, "Say until when"),
        ({"until": "soon"}, "Write the date like 2027-03-31"),
        ({"until": "2020-01-01"}, "1 January 2020 is in the past"),
        ({"until": "2999-01-01"}, "A waiver lasts 366 days at most"),
    ],
)
def test_waiver_with_a_fault_is_refused_with_a_sentence_and_keeps_what_was_written(client, changes, sentence) -> None:
    address = make_gap()
    client.force_login(make_user())

    response = client.post(address, get_answer(**changes))

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not GapWaiver.objects.exists()
    assert changes.get("reason", "We ask in May.") in response.content.decode()


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_can_let_a_gap_stay_open(client, role) -> None:
    address = make_gap()
    client.force_login(make_user(role=role))

    assert client.get(address).status_code == 403
    assert client.post(address, get_answer()).status_code == 403
    assert not GapWaiver.objects.exists()
    assert address not in client.get("/gaps/").content.decode()


def test_a_gap_that_is_not_there_cannot_be_waived(client) -> None:
    client.force_login(make_user())

    assert client.get("/gaps/step-no-voice/waive/none/1/").status_code == 404


def test_waiving_again_renews_the_waiver() -> None:
    user, today = make_user(), timezone.localdate()

    waive_gap(user, "step-no-voice", "x/1", reason="First.", until=today)
    waive_gap(user, "step-no-voice", "x/1", reason="Second.", until=today + LONGEST_WAIVER)

    assert [(w.reason, w.until) for w in GapWaiver.objects.all()] == [("Second.", today + LONGEST_WAIVER)]


def test_waiver_action_refuses_a_date_that_the_form_would_refuse() -> None:
    with pytest.raises(PersonError, match="is in the past"):
        waive_gap(make_user(), "step-no-voice", "x/1", reason="No.", until=datetime.date(2020, 1, 1))


def test_search_finds_what_is_live_and_not_what_is_draft(client) -> None:
    from django.core.management import call_command

    step = make_complete_step(title="Wholesome lunches")
    make_step(theme=step.theme, number=2, title="Wholesome suppers", live=False)
    make_reference(title="Lunches that are wholesome")
    call_command("update_index", verbosity=0)

    text = client.get("/search/?q=wholesome").content.decode()

    assert "Wholesome lunches" in text
    assert "Lunches that are wholesome" in text
    assert "Wholesome suppers" not in text


@pytest.mark.parametrize("query", ["", "   ", "%00", "' OR 1=1", '"', "a*", "NEAR(", "x" * 500])
def test_search_takes_any_text(client, query) -> None:
    assert client.get("/search/", {"q": query}).status_code == 200


def test_brand_is_a_style_sheet_with_the_colour_of_each_theme(client, brand) -> None:
    theme = make_step().theme
    brand.colour = "#123456"
    brand.save()

    response = client.get("/brand.css")

    assert response.headers["Content-Type"].startswith("text/css")
    assert "--brand:#123456" in response.content.decode()
    assert f".theme-{theme.pk}{{--theme:#0b5b56}}" in response.content.decode()


def test_lead_takes_a_waiver_back_and_the_gap_counts_as_open_again(client) -> None:
    address, user = make_gap(), make_user()
    client.force_login(user)
    client.post(address, get_answer())
    withdrawing = address.replace("/waive/", "/withdraw/")
    assert withdrawing in client.get(address).content.decode()

    assert client.post(withdrawing).headers["Location"] == "/gaps/"

    assert not GapWaiver.objects.exists()
    assert withdrawing not in client.get(address).content.decode()
    assert AuditEntry.objects.filter(action="withdraw-waiver", user=user).count() == 1


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_can_take_a_waiver_back(client, role) -> None:
    address, lead = make_gap(), make_user(email="lead@council.example")
    client.force_login(lead)
    client.post(address, get_answer())
    client.force_login(make_user(role=role))

    assert client.post(address.replace("/waive/", "/withdraw/")).status_code == 403
    assert GapWaiver.objects.count() == 1


def test_a_waiver_is_taken_back_only_by_sending_a_form(client) -> None:
    client.force_login(make_user())

    assert client.get("/gaps/step-no-voice/withdraw/x/1/").status_code == 405
    assert client.post("/gaps/step-no-voice/withdraw/x/1/").status_code == 404


def test_changing_the_brand_is_recorded_with_who_did_it(client, brand) -> None:
    user = make_user(role=Role.ADMINISTRATOR, is_superuser=True, is_staff=True)
    client.force_login(user)
    form = {"name": "Better Steps", "owner_name": "The Board", "logo": "", "colour": "#123456", "banner": ""}

    client.post(f"/admin/settings/publishing/brand/{brand.site_id}/", form)

    brand.refresh_from_db()
    assert brand.name == "Better Steps"
    assert AuditEntry.objects.filter(user=user, object_key=f"publishing.brand:{brand.pk}").count() == 1
