"""What people give: points to a session by its invitation, and a file to the editor's site, at both widths."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accounts import sign_in

TABLE = b"Damp homes in Newham\n\nGSS,Year,Share\nE09000025,2021,12.5\n"


def check_narrow(page: Page) -> None:
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_a_network_is_invited_heard_and_gathered(demo_site, make_page, check_axe, width) -> None:
    officer = make_page(width=width, height=900)
    sign_in(officer, demo_site, "engagement-officer")
    officer.get_by_role("link", name="Hold a session of a network").click()
    check_axe(officer)
    check_narrow(officer)
    officer.get_by_label("Network").select_option(index=1)
    officer.get_by_label("What it looks back on").fill(f"The winter, at {width}")
    officer.get_by_label("Held on").fill("2026-01-10")
    officer.get_by_label("Points can be sent until").fill("2099-01-31")
    officer.get_by_role("button", name="Open the session").click()
    invitation = re.search(r"http\S+/reflect/[\w-]{20,}/", officer.locator("main").inner_text())
    assert invitation

    guest = make_page(width=width, height=900)
    guest.goto(invitation[0])
    check_axe(guest)
    guest.get_by_role("button", name="Send my points").click()
    expect(guest.get_by_role("link", name="Write at least one point, in any of the three boxes")).to_be_visible()
    check_axe(guest)
    guest.get_by_label("What worked well").fill("Warm rooms\nSoup")
    guest.get_by_label("What could be better").fill("Cold halls")
    guest.get_by_role("button", name="Send my points").click()
    expect(guest.get_by_text("Your receipt is")).to_be_visible()
    check_axe(guest)
    check_narrow(guest)

    officer.reload()
    for point, theme in (("Warm rooms", "Warmth"), ("Soup", "Food"), ("Cold halls", "Halls")):
        officer.get_by_label(point).fill(theme)
    officer.get_by_role("button", name="Gather into these themes").click()
    expect(officer.get_by_text("Themes: Warmth (1), Food (1)")).to_be_visible()
    check_axe(officer)
    check_narrow(officer)
    officer.get_by_role("button", name="Write a draft reflection from the themes").click()
    expect(officer.get_by_text("The draft is written").first).to_be_visible()


@pytest.mark.parametrize("width", [375, 1280])
def test_a_file_is_mapped_from_lists_and_tried(demo_site, make_page, check_axe, width) -> None:
    page = make_page(width=width, height=900)
    sign_in(page, demo_site, "analyst")
    page.goto(f"{demo_site}/admin/releases/")
    check_axe(page, within="main .nice-padding")
    page.get_by_role("link", name="Take a file in").click()
    page.locator("input[type=file]").set_input_files({"name": "damp.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("Its layout is not known")).to_be_visible()
    page.get_by_label("The same indicator for every row").fill("damp")
    page.get_by_label("C: Share").select_option("value")
    page.get_by_role("button", name="Write the mapping from this").click()
    expect(page.locator("#mapping")).to_have_value(re.compile('indicator: "damp"'))
    check_axe(page, within="main .nice-padding")
    page.get_by_label(re.compile("^Source")).fill("A test")
    page.get_by_label("Licence").fill("OGL")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="What would come in")).to_be_visible()
    expect(page.get_by_role("cell", name="12.5").first).to_be_visible()
    check_axe(page, within="main .nice-padding")
