"""Signing in to the demonstration, as each of its people."""

from playwright.sync_api import Page

from fiftysteps.config.cli import DEMONSTRATION_PASSWORD


def sign_in(page: Page, site: str, role: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.get_by_label("E-mail address").fill(f"{role}@demo.example")
    page.get_by_label("Password").fill(DEMONSTRATION_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/")
