"""An officer codes responses in a real browser, with the keyboard alone; the pages of coding are fit for everybody."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.accounts import sign_in

CODED = 30


def get_considered(page: Page) -> int:
    return int(re.search(r"([\d,]+) of [\d,]+ considered", page.locator(".coding__progress").inner_text())[1])


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_thirty_responses_are_coded_by_keyboard_alone(demo_site, make_page) -> None:
    page = make_page(width=1280)
    sign_in(page, demo_site, "engagement-officer")
    page.goto(f"{demo_site}/listening/stay-well/coding/")
    first = get_considered(page)
    for number in range(CODED):
        shown = page.url
        # By turns: what the machine suggests, a code by its key, and none of them.
        page.keyboard.press("s" if number % 3 == 0 else "1")
        is_chosen = page.locator("[name=code]:checked").count() > 0
        press(page, "Enter" if is_chosen and number % 3 < 2 else "n")
        assert page.url != shown
        assert get_considered(page) == first + number + 1
    press(page, "u")
    assert get_considered(page) == first + CODED - 1
    assert "is as it was before" in page.locator("main").inner_text()


def test_words_that_are_selected_are_kept_with_the_code(demo_site, make_page) -> None:
    page = make_page(width=1280)
    sign_in(page, demo_site, "engagement-officer")
    page.goto(f"{demo_site}/listening/stay-well/coding/")
    shown = page.url
    words = page.evaluate(
        """() => {
          const text = document.querySelector("[data-words]").firstChild;
          const range = document.createRange();
          range.setStart(text, 0);
          range.setEnd(text, 8);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          return getSelection().toString().trim();
        }"""
    )
    page.keyboard.press("2")
    press(page, "Enter")
    page.goto(shown)
    chosen = page.locator("[data-code]:has([name=code]:checked)")
    assert chosen.get_by_label("The words that say it").input_value() == words


def test_single_keys_can_be_turned_off_and_the_form_works_without_them(demo_site, make_page) -> None:
    page = make_page(width=1280)
    sign_in(page, demo_site, "engagement-officer")
    page.goto(f"{demo_site}/listening/stay-well/coding/")
    page.get_by_label("Use single keys").uncheck()
    page.reload(wait_until="load")
    page.keyboard.press("1")
    assert page.locator("[name=code]:checked").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_coding_have_no_accessibility_fault(demo_site, make_page, check_axe, width) -> None:
    page = make_page(width=width)
    sign_in(page, demo_site, "engagement-officer")
    page.goto(f"{demo_site}/listening/stay-well/codes/")
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("table a").first.click()
    page.wait_for_url("**/codes/*/")
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{demo_site}/listening/stay-well/coding/")
    check_axe(page)
    page.locator("[name=code]").first.check()
    page.locator("[name^=words-]").first.fill("nobody said this")
    page.get_by_role("button", name="Keep, and next").click()
    assert "does not stand in this response" in page.locator(".govuk-error-summary").inner_text()
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
