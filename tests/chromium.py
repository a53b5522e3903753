"""Where the machine's own Chromium is. Playwright's private download of a browser is never asked for."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "No Chromium was found (as chromium, chromium-browser or google-chrome), so the browser tests were skipped."


def find_chromium() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def is_ci() -> bool:
    """Whether this is continuous integration, where a machine without Chromium fails."""
    return os.environ.get("CI") == "true"
