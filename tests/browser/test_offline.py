"""An organiser writes a session down in a cellar: without a network, and it is sent once there is one."""

import datetime

import pytest

from tests.browser.accounts import sign_in


@pytest.mark.parametrize("width", [375, 1280])
def test_a_session_is_written_down_without_a_network_and_sent_once(demo_site, make_page, check_axe, width) -> None:
    page = make_page(width=width, is_cut_off=True)
    sign_in(page, demo_site, "organiser")
    page.goto(f"{demo_site}/record/offline/")
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")

    page.context.set_offline(True)
    page.reload()
    title = f"Tea in the cellar, {width} wide"
    page.get_by_label("Kind").select_option("focus-group")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Place", exact=True).fill("A cellar")
    page.get_by_label("Held on").fill(datetime.date.today().isoformat())  # noqa: DTZ011 (as the device has it)
    page.get_by_label("How many people were there").fill("9")
    page.get_by_label("How many of them said something").fill("10")
    page.get_by_label("What was said").fill("It is cold down here.")
    page.get_by_role("button", name="Save it on this device").click()
    page.get_by_text("Waits for a network.").wait_for()
    page.reload()
    page.get_by_text("Waits for a network.").wait_for()

    page.context.set_offline(False)
    page.get_by_text("10 people said something, but only 9 were there.").wait_for()
    check_axe(page)
    page.get_by_role("button", name="Change it").click()
    page.get_by_label("How many of them said something").fill("5")
    page.get_by_role("button", name="Save it on this device").click()
    page.get_by_text("Sent. It is kept.").wait_for()
    check_axe(page)
    page.get_by_role("button", name="Take it off this device").click()
    page.get_by_text("Nothing waits to be sent.").wait_for()
