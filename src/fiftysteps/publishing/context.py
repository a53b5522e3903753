"""What every page's frame needs to know."""

from typing import Any

from django.http import HttpRequest

from fiftysteps.publishing.queries.places import get_brand


def site(request: HttpRequest) -> dict[str, Any]:
    brand = get_brand(request)
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
