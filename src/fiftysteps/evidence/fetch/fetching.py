"""One fetch from beginning to end: ask, check, keep; or take the newest saved file where the source is out of reach."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.fetch.faults import RefusedError, UnreachableError
from fiftysteps.evidence.fetch.gathering import Gatherer, Page, Progress, Tell
from fiftysteps.evidence.fetch.limits import Limits, describe_size
from fiftysteps.evidence.fetch.network import Network
from fiftysteps.evidence.fetch.saved import (
    Record,
    Saved,
    find_newest,
    get_digest,
    keep,
    mark_checked,
    remove_leftovers,
)
from fiftysteps.evidence.fetch.source import Source, Values

# What the rows of a file are called.
NOUNS = {".csv": "row", ".geojson": "area"}


class State(StrEnum):
    """What a fetch came to: a new file, the one we had and the source still gives, or an older one standing in."""

    NEW = "new"
    UNCHANGED = "unchanged"
    STANDS_IN = "stands in"


@dataclass(frozen=True)
class Fetched:
    """The file that a fetch leads to, and a sentence on how."""

    saved: Saved
    state: State
    sentence: str


def _say_nothing(*_: object) -> None:
    """Tell nobody."""


def fetch_source(
    source: Source,
    words: Sequence[str],
    folder: Path,
    *,
    offline: bool = False,
    network: Network | None = None,
    limits: Limits | None = None,
    tell: Tell = _say_nothing,
    progress: Progress = _say_nothing,
) -> Fetched:
    """Fetch what `words` ask of `source` into a dated file in the folder of the source within `folder`.

    Raises
    ------
    Faults
        The words cannot be asked; every fault of them.
    PersonError
        The source cannot be reached and no file was saved, its answer is not what it gives, or nothing can be written.
    """
    values = source.read(words)
    place = folder / source.name
    try:
        place.mkdir(parents=True, exist_ok=True)
        remove_leftovers(place, datetime.now(UTC).timestamp())
        return _Fetch(source, values, place, network or Network(), limits or Limits(), tell, progress).run(offline)
    except OSError as error:
        raise PersonError(f"The file cannot be kept in {place}: {error.strerror or error}.") from error


@dataclass(frozen=True)
class _Fetch:
    source: Source
    values: Values
    place: Path
    network: Network
    limits: Limits
    tell: Tell
    progress: Progress

    def run(self, offline: bool) -> Fetched:
        saved = find_newest(self.place, self.name, self.source.extension)
        if offline:
            return self._stand_in(saved, "Nothing was asked of the source, as --offline says.")
        try:
            return self._ask(saved)
        except UnreachableError as error:
            return self._stand_in(saved, str(error))
        except RefusedError as error:
            kept = f" The newest saved file is {saved.path}, of {saved.date}." if saved else ""
            raise RefusedError(f"{self.source.title}: {error}{kept}") from error

    @property
    def name(self) -> str:
        return self.source.name_file(self.values)

    def _ask(self, saved: Saved | None) -> Fetched:
        limits = replace(self.limits, read=min(self.limits.read, self.source.patience))
        gatherer = Gatherer(self.source, self.place, self.network, limits, self.tell, self.progress)
        address = self.source.build(self.source, self.values, gatherer.get_json)
        if saved and saved.record.address == address:
            gatherer.conditions = _get_conditions(saved.record)
        with gatherer.open_page() as target:
            page = self.source.gather(gatherer, address, target)
            moment = datetime.now(UTC).isoformat(timespec="seconds")
            if saved and (page.is_unchanged or get_digest(target) == saved.record.sha256):
                kept = mark_checked(saved, moment)
                return Fetched(kept, State.UNCHANGED, f"Nothing new: the source still gives the file of {kept.date}.")
            kept = keep(target, self.place, self.name, self.source.extension, self._make_record(page, target, moment))
        return Fetched(kept, State.NEW, _describe(kept))

    def _make_record(self, page: Page, target: Path, moment: str) -> Record:
        return Record(
            source=self.source.name,
            title=self.source.title,
            licence=self.source.licence,
            address=page.address,
            parameters=dict(self.values),
            retrieved=moment,
            checked=moment,
            sha256=get_digest(target),
            size=target.stat().st_size,
            rows=page.rows,
            content_type=page.kind,
            etag=page.etag,
            last_modified=page.last_modified,
        )

    def _stand_in(self, saved: Saved | None, reason: str) -> Fetched:
        if saved is None:
            raise PersonError(f"{self.source.title}: {reason} No file was saved earlier that could stand in.")
        return Fetched(saved, State.STANDS_IN, f"{reason} The newest saved file stands in: it is of {saved.date}.")


def _describe(saved: Saved) -> str:
    rows, noun = saved.record.rows, NOUNS.get(saved.path.suffix)
    number = f" with {rows:,} {noun}{'' if rows == 1 else 's'}" if noun else ""
    return f"Fetched {describe_size(saved.record.size)}{number}."


def _get_conditions(record: Record) -> dict[str, str]:
    if record.etag:
        return {"If-None-Match": record.etag}
    return {"If-Modified-Since": record.last_modified} if record.last_modified else {}
