"""How somebody else cites a reference of ours, in the styles that they are likely to be asked for."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from fiftysteps.evidence.citing.formatting import STYLES, format_reference
from fiftysteps.evidence.models import Reference
from fiftysteps.evidence.queries.reference_record import get_reference_record


@dataclass(frozen=True)
class WayToCite:
    """The name of a style and the reference in it; whatever came from a file or a person is escaped."""

    label: str
    html: SafeString
    text: str


def get_ways_to_cite(reference: Reference) -> tuple[WayToCite, ...]:
    """Return `reference` in every style; nothing where it has no title yet."""
    record = get_reference_record(reference)
    if record is None:
        return ()
    printed = ((style.label, format_reference(record, style=name)) for name, style in STYLES.items())
    return tuple(WayToCite(label, way.html, way.text) for label, way in printed)
