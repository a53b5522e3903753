"""What identifies the present look-ups. Apart from reading them, so that asking whether one changed is quick."""

import hashlib

from fiftysteps.evidence.models import Area, AreaSuccession
from fiftysteps.evidence.queries.observations import get_current_files


def get_lookup_files() -> tuple[str, ...]:
    """Return what identifies the present look-ups: it changes when one of them does."""
    digest = hashlib.sha256()
    # Of small areas too: where no look-up has them, they lie within what the area table says.
    areas = Area.objects.order_by("pk").values_list("pk", "code", "type", "parent_id")
    replaced = AreaSuccession.objects.order_by("old_id", "new_id").values_list("old_id", "new_id")
    for row in (*areas, *replaced):
        digest.update(f"{row}\n".encode())
    return (*get_current_files("lookups"), f"areas-{digest.hexdigest()}")
