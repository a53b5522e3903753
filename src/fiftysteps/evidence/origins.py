"""Where a file comes from, as the person who has it says, or the record that was kept when it was fetched."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path

from fiftysteps.accounts.models import Confidence
from fiftysteps.core.faults import Fault, Faults


@dataclass(frozen=True)
class Origin:
    """Where a file comes from, as its sidecar or the person who has it says. Empty where nobody said."""

    title: str = ""
    source: str = ""
    url: str = ""
    licence: str = ""
    confidence: str = ""
    retrieved: datetime.date | None = None


def complete_origin(told: Origin, path: Path) -> Origin:
    """Return what is told with the gaps filled from the sidecar, if the file has one."""
    sidecar = path.with_name(f"{path.name}.json")
    if not sidecar.is_file():
        return told
    try:
        record = json.loads(sidecar.read_text("utf-8"))
        retrieved = datetime.datetime.fromisoformat(record["retrieved"]).date()
        title, licence, url = str(record["title"]), str(record["licence"]), str(record["address"])
    except (ValueError, KeyError, TypeError) as error:
        raise Faults([Fault(sidecar.name, None, "this sidecar cannot be read: fetch the file again")]) from error
    return Origin(
        told.title or title,
        told.source or title,
        told.url or url,
        told.licence or licence,
        told.confidence or Confidence.HIGH.value,
        told.retrieved or retrieved,
    )
