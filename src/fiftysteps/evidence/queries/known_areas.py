"""The areas that are held, as the reader of files compares them with what a file says."""

from fiftysteps.evidence.ingest import KnownAreas
from fiftysteps.evidence.models import Area, AreaSuccession


def get_known_areas() -> KnownAreas:
    """Return the name of every area by its code, and which areas replaced one that is no more."""
    successors: dict[str, tuple[str, ...]] = {}
    for old, new in AreaSuccession.objects.order_by("new__code").values_list("old__code", "new__code"):
        successors[old] = (*successors.get(old, ()), new)
    return KnownAreas(names=dict(Area.objects.values_list("code", "name")), successors=successors)
