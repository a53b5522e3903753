"""A real browser before a real server. Every test here is marked `browser`."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser.axe import check_axe as run_axe
from tests.browser.demo_site import serve_once
from tests.chromium import MISSING, find_chromium, is_ci

HERE = Path(__file__).parent
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
type MakePage = Callable[..., Page]


# First, so that the mark is there when the tests are shared out.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            # Two workers, each with a Chromium of its own, before one server.
            item.add_marker(pytest.mark.xdist_group("browser-phone" if "phone" in item.name else "browser-desk"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        (pytest.fail if is_ci() else pytest.skip)(MISSING)
    # Playwright keeps an event loop in this thread, beside which Django refuses its database unless told.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # Chromium's sandbox cannot be used by root, as whom continuous integration runs.
        flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


def is_error(said: ConsoleMessage, page: Page) -> bool:
    """Whether the console reports a fault. That the page asked for answers 404 is no fault where it was asked for."""
    return said.type == "error" and said.location["url"] != page.url


@pytest.fixture
def make_page(browser: Browser) -> Iterator[MakePage]:
    """Open pages of a given width, with or without JavaScript; a script error on any of them fails the test."""
    contexts, errors = [], []

    def make(
        *, width: int = 1280, height: int = 900, javascript: bool = True, is_cut_off: bool = False, **options: object
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript, locale="en-GB", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        if is_cut_off:
            # The browser itself reports every request that has no network or is refused, as it is meant to be.
            return page
        page.on("console", lambda said: errors.append(f"{page.url}: {said.text}") if is_error(said, page) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not errors, "The browser's console reported: " + "; ".join(errors)


@pytest.fixture
def page(make_page: MakePage) -> Page:
    """A page of desktop width."""
    return make_page()


@pytest.fixture
def phone(make_page: MakePage) -> Page:
    """A page 320 px wide, the narrowest that WCAG 2.2 asks for (1.4.10)."""
    return make_page(width=320, height=640)


@pytest.fixture
def check_axe() -> Callable[..., None]:
    """`check_axe(page)` raises with everything that axe-core finds wrong."""
    return run_axe


@pytest.fixture(scope="session")
def demo_site(browser: Browser) -> str:
    """The address of the demonstration, loaded once and served as anyone would serve it, for all workers."""
    return serve_once(Path(os.environ["FIFTYSTEPS_TESTS_FOLDER"]))
