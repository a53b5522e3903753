"""A resident has their say in a real browser at the width of a phone: by keyboard alone, with and without a script."""

import pytest
from playwright.sync_api import Page

from tests.browser.accounts import sign_in

MOST_SCREENS, MOST_WORDS, MOST_KEYS, MOST_BYTES = 8, 300, 60, 60_000
TEXT = "More benches, please."
# What somebody reads of a page: neither what is folded away nor the answers of a list that is closed.
READ = """() => {
  const main = document.querySelector("main").cloneNode(true);
  main.querySelectorAll("details:not([open]) > :not(summary), .govuk-visually-hidden").forEach((part) => part.remove());
  main.querySelectorAll("select").forEach((list) => { list.textContent = list.options[0].text; });
  main.querySelectorAll("*").forEach((part) => part.append(" "));
  return main.textContent;
}"""


class Keyboard:
    """Hands on a keyboard: every press is counted, what is typed in somebody's own words is not."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.words, self.screens = page, 0, 0, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def read(self, *, path: str) -> None:
        """Read the screen, and go past what stands on every page by the link that skips it."""
        self.page.wait_for_url(f"**{path}*")
        self.words += len(self.page.evaluate(READ).split())
        self.screens += 1

    def skip(self) -> None:
        """Go to the content, unless the browser has kept its place there from the screen before."""
        if self.page.evaluate("document.activeElement.id") != "main":
            self.press("Tab", "Enter")


def do_nothing(page: Page) -> None:
    """Look at nothing."""


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without a script"])
def test_the_shortest_form_is_short_by_keyboard_alone_on_a_phone(demo_site, make_page, check_axe, javascript) -> None:
    # axe-core is a script itself; what it looks at is the same page.
    look = check_axe if javascript else do_nothing
    page = make_page(width=375, height=740, javascript=javascript)
    hands = Keyboard(page)
    page.goto(f"{demo_site}/say/stay-well/")

    hands.read(path="/say/stay-well/")
    look(page)
    hands.skip()
    hands.press("Tab", "Enter")

    hands.read(path="/stay-well/stay-well/")
    look(page)
    hands.skip()
    hands.press("Tab")
    page.keyboard.type(TEXT)
    hands.press("Tab", "Enter")

    hands.read(path="/about-1/")
    look(page)
    hands.skip()
    hands.press("Tab", "Space", "Enter")

    hands.read(path="/about-2/")
    look(page)
    hands.skip()
    # Age, sex, ward, home, English: the first letter chooses.
    for letter in ("3", "F", "B", "O", "V"):
        hands.press("Tab", letter)
    hands.press("Tab", "Enter")

    hands.read(path="/about-3/")
    look(page)
    hands.skip()
    for letter in ("N", "R", "C", "P"):
        hands.press("Tab", letter)
    hands.press("Tab", "Enter")

    hands.read(path="/contact/")
    look(page)
    hands.skip()
    hands.press("Tab", "Enter")

    hands.read(path="/check/")
    look(page)
    said = page.locator("main").inner_text()
    assert TEXT in said
    for answer in ("I live here", "35 to 49", "Female", "Beckton", "Roma", "Christian", "Prefer not to say"):
        assert answer in said
    hands.skip()
    hands.press(*["Tab"] * 6, "Enter")

    hands.read(path="/sent/")
    look(page)
    assert len(page.locator(".say-code").inner_text()) == 14
    assert hands.screens <= MOST_SCREENS
    assert hands.words <= MOST_WORDS
    assert hands.keys <= MOST_KEYS


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without a script"])
def test_every_state_with_an_error_is_faultless_too_and_no_screen_scrolls_sideways(
    demo_site, make_page, check_axe, javascript
) -> None:
    look = check_axe if javascript else do_nothing
    page = make_page(width=320, height=640, javascript=javascript)
    page.goto(f"{demo_site}/say/stay-well/")
    page.get_by_role("button", name="Start").click()
    for path in ("stay-well", "about-1"):
        page.wait_for_url(f"**/{path}/*")
        page.get_by_role("button", name="Next").click()
        page.wait_for_selector(".govuk-error-summary")
        look(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        if path == "stay-well":
            page.get_by_role("textbox").fill("Benches")
        else:
            page.get_by_label("I answer for an organisation").check()
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Next").click()
    look(page)
    page.get_by_role("textbox").fill("A club")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("textbox").fill("nobody@")
    page.get_by_role("button", name="Next").click()
    look(page)
    page.get_by_role("textbox").fill("")
    page.get_by_role("button", name="Save for later").click()
    page.wait_for_url("**/saved/*")
    look(page)
    code = page.locator(".say-code").inner_text()
    page.get_by_role("button", name="Leave this device").click()
    page.goto(f"{demo_site}/say/stay-well/check/")
    page.get_by_label("Your code").fill("ABCD")
    page.get_by_role("button", name="Go on").click()
    look(page)
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/check/*")
    page.goto(f"{demo_site}/say/stay-well/children/")
    page.get_by_role("button", name="Start").click()
    look(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("step", ["", "stay-well/", "about-2/", "check/"])
def test_each_page_of_a_form_is_light(demo_site, make_page, step) -> None:
    page = make_page(width=375)
    page.goto(f"{demo_site}/say/stay-well/")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("textbox").fill("Benches")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("I live here").check()
    page.get_by_role("button", name="Next").click()
    fresh = make_page(width=375)
    fresh.context.add_cookies(page.context.cookies())
    fresh.goto(f"{demo_site}/say/stay-well/{step}")
    sizes = fresh.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".map(entry => entry.transferSize)"
    )
    assert sum(sizes) < MOST_BYTES


def test_a_form_that_was_cut_off_goes_on_where_it_was(demo_site, make_page) -> None:
    page = make_page(width=375)
    page.goto(f"{demo_site}/say/stay-well/")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("textbox").fill("Benches, before the train went into the tunnel")
    page.context.set_offline(True)
    page.get_by_role("button", name="Next").click(no_wait_after=True)
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.goto(f"{demo_site}/say/stay-well/")
    page.get_by_role("link", name="Go on with the form you began").click()
    page.wait_for_url("**/stay-well/stay-well/*")


@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without a script"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_place_is_chosen_by_pressing_the_map(demo_site, make_page, check_axe, width, javascript) -> None:
    page = make_page(width=width, javascript=javascript)
    page.goto(f"{demo_site}/say/evening-clinics/")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Neither").check()
    for _ in range(2):
        page.get_by_role("button", name="Next").last.click()
    page.get_by_label("What is the place called").fill("by the dock")
    (check_axe if javascript else do_nothing)(page)
    shown = page.locator(".say-map").filter(visible=True)
    size = shown.bounding_box()
    # The tile of Beckton, the first by name: the last but one row, to the right.
    shown.click(position={"x": size["width"] * 0.64, "y": size["height"] * 0.76})
    page.wait_for_url("**/where/#map")
    assert page.get_by_label("Which part?").locator("option:checked").inner_text() == "1. Beckton"
    assert page.get_by_label("What is the place called").input_value() == "by the dock"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # The Enter key in a field sends the form, and does not press the picture.
    page.get_by_label("What is the place called").press("Enter")
    page.wait_for_url("**/about-1/*")


@pytest.mark.parametrize("language", ["bn", "ur", "ro"])
def test_the_form_in_other_languages_on_a_phone(demo_site, phone, check_axe, language) -> None:
    phone.goto(f"{demo_site}/say/stay-well/?lang={language}")
    for _ in range(2):
        assert phone.locator("html").get_attribute("lang") == language
        assert phone.locator("html").get_attribute("dir") == ("rtl" if language == "ur" else None)
        check_axe(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320
        phone.locator("main button").first.click()


STAFF = (
    "/listening/",
    "/listening/stay-well/",
    "/listening/big-conversation/",
    "/listening/stay-well/who/",
    "/listening/big-conversation/results/",
    "/listening/big-conversation/opinions/",
    "/listening/stay-well/responses/",
    "/listening/stay-well/invitations/",
    "/listening/big-conversation/statements/",
    "/listening/flags/",
    "/record/",
    "/record/stay-well/form/",
    "/record/stay-well/letter/",
    "/record/stay-well/session/",
)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_staff_have_no_accessibility_fault(demo_site, make_page, check_axe, width) -> None:
    page = make_page(width=width)
    sign_in(page, demo_site, "engagement-officer")
    for path in STAFF:
        page.goto(demo_site + path)
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"{demo_site}/listening/stay-well/responses/")
    page.get_by_role("link", name="Response").first.click()
    check_axe(page)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("javascript", [True, False], ids=["with a script", "without a script"])
def test_which_group_somebody_is_near_is_said_and_kept_nowhere(
    demo_site, make_page, check_axe, width, javascript
) -> None:
    page = make_page(width=width, javascript=javascript)
    look = check_axe if javascript else do_nothing
    page.goto(f"{demo_site}/say/big-conversation/opinions/")
    look(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Which group am I near?").click()
    page.wait_for_url("**/near/say/")
    look(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    address = page.url
    page.get_by_role("button", name="Show").click()
    page.get_by_text("Votes you cast: 0.").wait_for()
    look(page)
    page.get_by_role("link", name="Vote again").click()
    page.get_by_role("button", name="Show").wait_for()
    # What the second of the planted groups says, where it is of one mind.
    for name, vote in (
        ("Cars should be kept out", "Disagree"), ("Parking matters more", "Agree"), ("Cycle lanes make", "Agree"),
        ("I would use a clinic", "Agree"), ("People here look after", "Agree"), ("The council listens", "Disagree"),
        ("I would rather ring", "Agree"), ("Young people need", "Disagree"),
    ):  # fmt: skip
        page.get_by_role("group", name=name).get_by_label(vote, exact=True).check()
    page.get_by_role("button", name="Show").click()
    page.get_by_role("heading", name="You are nearest to group B.").wait_for()
    assert "Young people need places of their own." in page.locator("main").inner_text()
    look(page)
    assert page.url == address
    assert page.evaluate("document.documentElement.scrollWidth") <= width
