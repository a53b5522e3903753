"""A site with a front page and a brand, as a load leaves it."""

import pytest
from wagtail.models import Page, Site

from fiftysteps.publishing.models import Brand, HomePage
from tests.builders import make_area


@pytest.fixture
def brand(db) -> Brand:
    """The brand of a site that opens with no strategy yet."""
    Site.objects.all().delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Fifty steps", slug="front", intro="What we will do."))
    site = Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return Brand.objects.create(
        site=site, name="Fifty Steps", place=make_area(), is_demonstration=True, banner="A try."
    )
