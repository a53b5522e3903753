"""What residents see: on a phone and a desk, with and without JavaScript, and with nothing that axe-core can fault."""

import pytest

from tests.browser.places import PLACES, STRATEGY

# The first view of a page, fonts included, on a phone with a poor connection.
MOST_BYTES = 150_000


@pytest.mark.parametrize("name", PLACES)
def test_page_has_no_accessibility_fault_on_a_desk(name, demo_site, page, check_axe) -> None:
    open_place(page, demo_site, name)

    check_axe(page)


@pytest.mark.parametrize("name", PLACES)
def test_page_has_no_accessibility_fault_on_a_phone_and_does_not_scroll_sideways(name, demo_site, phone, check_axe):
    open_place(phone, demo_site, name)

    check_axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", PLACES)
def test_first_view_is_light_and_asks_nobody_else(name, demo_site, page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_place(page, demo_site, name)

    sizes = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".map(entry => entry.transferSize)"
    )
    assert sum(sizes) < MOST_BYTES
    assert [url for url in asked if not url.startswith((demo_site, "data:"))] == []


@pytest.mark.parametrize("name", PLACES)
def test_page_says_what_it_is(name, demo_site, page) -> None:
    open_place(page, demo_site, name)

    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en-gb"
    assert len(page.title()) > len("Fifty Steps")
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex, nofollow"
    assert "illustrative" in page.locator("body").inner_text().lower()


def test_everything_a_resident_does_works_without_javascript(demo_site, make_page) -> None:
    page = make_page(width=375, javascript=False)
    page.goto(demo_site + STRATEGY)
    assert page.locator(".tile").count() == 50

    page.goto(f"{demo_site}{STRATEGY}?theme=homes")
    assert page.locator(".tile").count() == 5

    page.locator(".tile a").first.click()
    assert page.locator("h1").inner_text().startswith("Step 11")

    page.goto(demo_site + "/search/")
    page.locator("main input[name=q]").fill("damp")
    page.locator("main button[type=submit]").click()
    assert page.locator("main a[href*='/steps/']").count() >= 1


def test_a_step_can_be_read_with_the_keyboard_alone(demo_site, page) -> None:
    page.goto(f"{demo_site}{STRATEGY}steps/11/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to the main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def open_place(page, demo_site: str, name: str) -> None:
    response = page.goto(demo_site + PLACES[name])
    assert response.status == (404 if name == "not found" else 200)
