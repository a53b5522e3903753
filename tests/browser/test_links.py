"""Every link leads somewhere, and everything public is within four clicks of the front page."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html

# Four clicks without the search and without a site map.
MOST_CLICKS = 4
PRIVATE = ("/admin/", "/account/", "/sign-in/", "/search/", "/documents/")


def fetch(url: str) -> tuple[int, str, str]:
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.status, response.headers.get_content_type(), response.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, "", ""


@dataclass(frozen=True)
class Read:
    """What a page of the site leads to, and the names of its places."""

    links: list[str]
    ids: set[str]


def read(url: str, text: str) -> Read:
    page = lxml.html.document_fromstring(text)
    links = [urljoin(url, anchor.get("href")) for anchor in page.iter("a") if anchor.get("href") is not None]
    return Read(links, set(page.xpath("//@id")))


def crawl(site: str) -> tuple[dict[str, int], dict[str, Read], list[str]]:
    """Return the clicks to each address, what each page leads to, and what was wrong on the way."""
    clicks, pages, wrong = {site + "/": 0}, {}, []
    waiting = [site + "/"]
    while waiting:
        url = waiting.pop(0)
        status, kind, text = fetch(url)
        if status != 200:
            wrong.append(f"{url} answers {status}")
            continue
        if kind != "text/html":
            continue
        pages[url] = read(url, text)
        for link in (urldefrag(link)[0] for link in pages[url].links):
            if link.startswith(site) and link not in clicks and not urlsplit(link).path.startswith(PRIVATE):
                clicks[link] = clicks[url] + 1
                # A filtered list shows the same things again: it is opened, but not followed further.
                if not urlsplit(url).query:
                    waiting.append(link)
    return clicks, pages, wrong


def get_dead_fragments(pages: dict[str, Read]) -> list[str]:
    dead = []
    for url, page in pages.items():
        for link in page.links:
            target, fragment = urldefrag(link)
            if fragment and target in pages and fragment not in pages[target].ids:
                dead.append(f"{url} → #{fragment} of {target}")
    return dead


def get_links(url: str, text: str) -> list[str]:
    return [urldefrag(link)[0] for link in read(url, text).links]


def test_no_link_is_dead_and_everything_is_within_four_clicks(demo_site) -> None:
    clicks, pages, wrong = crawl(demo_site)

    assert wrong == []
    assert get_dead_fragments(pages) == []
    # A filtered list is no page of its own.
    assert {url: count for url, count in clicks.items() if count > MOST_CLICKS and not urlsplit(url).query} == {}
    paths = {urlsplit(url).path for url in clicks}
    for number in range(1, 51):
        assert f"/strategies/illustrative-2024-27/steps/{number}/" in paths
    assert sum(path.startswith("/evidence/") for path in paths) > 300
    assert sum(path.startswith("/needs/") for path in paths) == 13


def test_every_citation_can_be_walked_both_ways(demo_site) -> None:
    for number in (1, 11, 26, 42, 50):
        step = f"{demo_site}/strategies/illustrative-2024-27/steps/{number}/"
        _, _, text = fetch(step)
        away = {link for link in get_links(step, text) if is_thing(link, demo_site)}
        assert len(away) >= 8
        for thing in away:
            _, _, back = fetch(thing)
            assert step in get_links(thing, back), f"{thing} does not lead back to {step}"


def is_thing(link: str, site: str) -> bool:
    """Whether a link of a step's page leads to one thing that the step hangs on, and not to a list of many."""
    path = urlsplit(link).path
    rooms = ("/evidence/", "/organisations/", "/frameworks/", "/indicators/")
    is_list = path in (*rooms, "/evidence/moved/")
    return link.startswith(site) and path.startswith(rooms) and not is_list and "." not in path
