"""How an indicator's page is cited: in words, and for a reference manager."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format

from fiftysteps.evidence.models import Indicator, Release
from fiftysteps.evidence.queries.data_stamp import DataStamp, get_data_stamp
from fiftysteps.publishing.queries.places import get_brand


@dataclass(frozen=True)
class Citation:
    """A page of figures as somebody cites it.

    `title` is the standard name of an indicator, or what else the page is about, `data` are the sources of its
    figures. The stamp of all data of the site tells the figures that are cited from those that came later; None where
    no data are held.
    """

    slug: str
    author: str
    title: str
    data: tuple[str, ...]
    stamp: DataStamp | None
    address: str

    @property
    def text(self) -> str:
        data = f"Data: {'; '.join(self.data)}." if self.data else ""
        stamp = f"Data stamp {self.stamp.digest}, {date_format(self.stamp.day, 'j F Y')}." if self.stamp else ""
        return " ".join(part for part in (f"{self.author}. {self.title}.", data, stamp) if part)

    def to_csl(self) -> dict[str, Any]:
        """Return it as CSL-JSON, which every reference manager reads."""
        item: dict[str, Any] = {
            "id": self.slug,
            "type": "dataset",
            "title": self.title,
            "author": [{"literal": self.author}],
            "publisher": self.author,
            "URL": self.address,
        }
        if self.data:
            item["note"] = f"Data: {'; '.join(self.data)}"
        if self.stamp:
            day = self.stamp.day
            item |= {"version": self.stamp.digest, "issued": {"date-parts": [[day.year, day.month, day.day]]}}
        return item


def get_citation(request: HttpRequest, indicator: Indicator, releases: Sequence[Release]) -> Citation:
    """Return how the page of an indicator is cited, with the releases that its figures come from."""
    return make_citation(request, indicator.slug, indicator.name, indicator.get_absolute_url(), releases)


def make_citation(request: HttpRequest, slug: str, title: str, path: str, releases: Sequence[Release]) -> Citation:
    """Return how a page of figures is cited, with the releases that they come from."""
    brand = get_brand(request)
    return Citation(
        slug=slug,
        author=brand.owner_name or brand.name,
        title=title,
        data=tuple(dict.fromkeys(_name_source(release) for release in releases)),
        stamp=get_data_stamp(),
        address=request.build_absolute_uri(path),
    )


def _name_source(release: Release) -> str:
    return release.dataset.source_title or release.dataset.title
