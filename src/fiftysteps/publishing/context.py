"""What every page's frame needs to know."""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Site

from fiftysteps.publishing.models import Brand


def site(request: HttpRequest) -> dict[str, Any]:
    found = Site.find_for_request(request)
    brand = Brand.for_request(request) if found else Brand()
    return {
        "site": {
            "name": brand.name,
            "owner": brand.owner_name,
            "banner": brand.banner,
            "demonstration": brand.is_demonstration,
            "noindex": not brand.index_by_search_engines,
            "current_strategy": brand.current_strategy,
            "place": brand.place,
            "brand": brand,
        }
    }
