"""The strategy lead changes a step, compares its versions and publishes it; others cannot."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accounts import sign_in
from tests.browser.places import STRATEGY

NEW = "We will mend damp homes within ten days, those with babies first."


def open_step(page: Page, site: str, words: str) -> None:
    """From the account page to the form of one step, as the lead would go."""
    page.get_by_role("link", name="Change a step").click()
    page.get_by_role("link", name=re.compile(words)).first.click()


def test_strategy_lead_changes_compares_and_publishes_a_step(demo_site, make_page) -> None:
    page = make_page()
    sign_in(page, demo_site, "strategy-lead")
    open_step(page, demo_site, "Step 12:")
    edit = page.url
    old = page.locator("#id_summary").input_value()

    page.locator("#id_summary").fill(NEW)
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_text("updated.").first).to_be_visible()
    page.goto(f"{demo_site}{STRATEGY}steps/12/")
    expect(page.get_by_text(NEW)).to_have_count(0)

    page.goto(edit.replace("/edit/", "/history/"))
    page.locator("table [data-w-dropdown-target=toggle]").first.click()
    page.get_by_role("link", name=re.compile("Compare with previous")).first.click()
    expect(page.locator(".addition").first).to_be_visible()
    expect(page.locator(".deletion").first).to_be_visible()

    page.goto(edit)
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name=re.compile("^Publish")).last.click()
    expect(page.get_by_text("updated and published").first).to_be_visible()
    page.goto(f"{demo_site}{STRATEGY}steps/12/")
    expect(page.get_by_text(NEW).first).to_be_visible()
    assert old != NEW


def test_preview_shows_the_public_page_with_the_draft_in_it(demo_site, make_page) -> None:
    page = make_page()
    sign_in(page, demo_site, "strategy-lead")
    open_step(page, demo_site, "Step 13:")
    page.locator("#id_title").fill("A title that is only a draft")
    page.get_by_role("button", name="Toggle preview").click()

    frame = page.frame_locator("iframe[title='Preview']").first
    expect(frame.get_by_role("heading", name="A title that is only a draft")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("role", ["board-member", "partner", "organiser"])
def test_roles_without_the_editors_site_have_their_own_page(role, demo_site, make_page) -> None:
    page = make_page(width=375)
    sign_in(page, demo_site, role)

    assert page.locator("main a").count() >= 1
    page.goto(f"{demo_site}/admin/")
    assert "/admin/" not in page.url or page.get_by_text("do not have permission").count()


def test_wrong_password_is_answered_with_a_sentence_and_no_access(demo_site, make_page, check_axe) -> None:
    page = make_page(width=375)
    page.goto(f"{demo_site}/sign-in/")
    page.get_by_label("E-mail address").fill("strategy-lead@demo.example")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("The e-mail address or the password is not right")
    check_axe(page)


def test_lead_waives_a_gap_and_the_page_says_who_and_until_when(demo_site, make_page, check_axe) -> None:
    page = make_page()
    sign_in(page, demo_site, "strategy-lead")
    page.goto(f"{demo_site}/gaps/")
    page.locator("a[href*='/gaps/step-no-learning/waive/']").first.click()
    check_axe(page)
    page.get_by_role("button", name="Let it stay open").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why this gap may stay open")
    check_axe(page)

    page.get_by_label("Why may this gap stay open?").fill("The review is in March.")
    page.get_by_label("Until when?").fill("2027-03-31")
    page.get_by_role("button", name="Let it stay open").click()

    page.wait_for_url("**/gaps/")
    expect(page.get_by_text("The review is in March.")).to_be_visible()
