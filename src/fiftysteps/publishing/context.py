"""What every page's frame needs to know."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from fiftysteps.evidence.queries.data_stamp import get_data_stamp
from fiftysteps.publishing.queries.places import get_current_strategy, get_frame_brand


def site(request: HttpRequest) -> dict[str, Any]:
    brand = get_frame_brand(request)
    return {
        "site": {
            "name": brand.name,
            "owner": brand.owner_name,
            "banner": brand.banner,
            "demonstration": brand.is_demonstration,
            "noindex": not brand.index_by_search_engines,
            "current_strategy": get_current_strategy(brand),
            "place": brand.place,
            "brand": brand,
        },
        # Only a page whose template asks for it reads it.
        "data_stamp": SimpleLazyObject(get_data_stamp),
    }
