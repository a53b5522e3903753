"""What identifies the present look-ups. Apart from reading them, so that asking whether one changed is quick."""

import hashlib

from fiftysteps.evidence.models import Area, AreaSuccession, AreaType
from fiftysteps.evidence.queries.observations import get_current_files

_SMALL = (AreaType.LSOA, AreaType.MSOA)


def get_lookup_files() -> tuple[str, ...]:
    """Return what identifies the present look-ups: it changes when one of them does."""
    digest = hashlib.sha256()
    # Small areas lie within others by their look-ups; what is above them may be written by hand.
    large = Area.objects.exclude(type__in=_SMALL).order_by("code")
    for row in large.values_list("code", "type", "parent__code"):
        digest.update(f"{row}\n".encode())
    replaced = AreaSuccession.objects.exclude(old__type__in=_SMALL).order_by("old__code", "new__code")
    for pair in replaced.values_list("old__code", "new__code"):
        digest.update(f"{pair}\n".encode())
    small = Area.objects.filter(type__in=_SMALL).count()
    return (*get_current_files("lookups"), f"areas-{digest.hexdigest()}-{small}")
