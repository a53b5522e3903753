"""axe-core, run in the page: what it finds wrong is raised in words."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


class AxeViolations(AssertionError):
    """What axe-core found, one rule a paragraph."""


def check_axe(page: Page, *, within: str = "html", tags: tuple[str, ...] = TAGS) -> None:
    """Raise unless axe-core finds nothing wrong in the part `within` (a CSS selector) of `page`."""
    # Evaluated and not inserted: the page's own content policy refuses scripts written into it, as it should.
    page.evaluate(_read_axe())
    options = {"runOnly": {"type": "tag", "values": list(tags)}, "resultTypes": ["violations"]}
    found = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
    if violations := found["violations"]:
        described = "\n".join(describe_violation(violation) for violation in violations)
        raise AxeViolations(f"{page.url} at {(page.viewport_size or {}).get('width')} px:\n{described}")


def describe_violation(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    places = [f"    {' '.join(map(str, node['target']))}: {node['html'][:200]}" for node in nodes[:5]]
    return "\n".join([f"  {violation['id']} ({violation['impact']}): {violation['help']}, {len(nodes)} times", *places])


@cache
def _read_axe() -> str:
    return AXE.read_text("utf-8")
