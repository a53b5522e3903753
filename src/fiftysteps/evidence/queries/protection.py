"""What is hidden of each indicator that has a rule: worked out once for the data that are held, and kept.

To work it out can take seconds, so it is done after data were taken in, and kept under the data directory in a file
named by all that it depends on. Where none is kept it is worked out when it is first asked for: no way leads past it.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, F, Sum

from fiftysteps.evidence.disclosing import Decision, decide, find_what_leaks, get_key
from fiftysteps.evidence.models import Area, Indicator
from fiftysteps.evidence.models.indicator import DisclosureRule
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.store import read_rows
from fiftysteps.stats.disclosure import Rule, get_rule

# Goes up when the same counts would be decided upon otherwise, so that nothing kept from before is used.
VERSION = 1


@dataclass(frozen=True)
class Ruled:
    """An indicator that has a rule of its own."""

    slug: str
    method: str
    rule: Rule


@dataclass(frozen=True)
class Attacked:
    """What the attacker found in what is shown of an indicator: `leaks` is empty where nothing."""

    indicator: Ruled
    decision: Decision
    leaks: tuple[str, ...]


def get_ruled(slugs: Iterable[str] | None = None) -> dict[str, Ruled]:
    """Return the indicators that have a rule of their own, by slug; those of `slugs` where these are given."""
    found = Indicator.objects.exclude(disclosure_rule=DisclosureRule.SOURCE).order_by("slug")
    if slugs is not None:
        found = found.filter(slug__in=list(slugs))
    return {
        slug: Ruled(slug, method, get_rule(rule))
        for slug, method, rule in found.values_list("slug", "method", "disclosure_rule")
    }


def get_decision(indicator: Ruled, files: tuple[str, ...]) -> Decision:
    """Return what of an indicator may not be shown, of the observations in these files."""
    return _get_decision(indicator, files, str(settings.DATA_DIR), _get_fingerprint())


def prepare_decisions(files: tuple[str, ...], tell: Callable[[str, int, int], None] | None = None) -> int:
    """Work out what is hidden of every indicator that has a rule, as far as it is not known; return how many have."""
    ruled = get_ruled()
    for number, indicator in enumerate(ruled.values(), 1):
        get_decision(indicator, files)
        if tell is not None:
            tell("Looking for small numbers", number, len(ruled))
    return len(ruled)


def attack_indicators(files: tuple[str, ...], slugs: Iterable[str] | None = None) -> Iterator[Attacked]:
    """Attack what is shown of each indicator that has a rule, from the true counts anew."""
    parents = _get_parents()
    for indicator in get_ruled(slugs).values():
        decision = get_decision(indicator, files)
        rows = _read(indicator.slug, files)
        yield Attacked(indicator, decision, find_what_leaks(rows, decision, indicator.rule, parents))


@lru_cache(maxsize=256)
def _get_decision(indicator: Ruled, files: tuple[str, ...], _folder: str, _fingerprint: str) -> Decision:
    rows, parents = _read(indicator.slug, files), _get_parents()
    path = _get_folder() / f"{_get_digest(indicator, rows, parents)}.json"
    if path.is_file():
        return _load(path)
    decision = decide(rows, indicator.rule, parents)
    _keep(path, decision)
    return decision


def _get_fingerprint() -> str:
    """Return what changes when areas come to be in others, without reading them all."""
    held = Area.objects.filter(parent__isnull=False).aggregate(
        areas=Count("pk"), places=Sum("pk"), above=Sum("parent_id"), pairs=Sum(F("pk") * F("parent_id"))
    )
    return str(held)


def _get_parents() -> dict[str, str]:
    return dict(Area.objects.filter(parent__isnull=False).values_list("code", "parent__code"))


def _read(slug: str, files: tuple[str, ...]) -> list[Observation]:
    return [Observation(**row) for row in read_rows("observations", files, indicator=slug)]  # type: ignore[arg-type]


def _get_digest(indicator: Ruled, rows: Iterable[Observation], parents: Mapping[str, str]) -> str:
    held = sorted((*get_key(row), row.count, row.denominator, row.confidence, row.marker, row.dataset) for row in rows)
    areas = {row[0] for row in held}
    above = sorted((area, parents.get(area, "")) for area in areas | {parents.get(area, "") for area in areas})
    told = json.dumps([VERSION, astuple(indicator), held, above], default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _get_folder() -> Path:
    folder = Path(settings.DATA_DIR) / "disclosure"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _load(path: Path) -> Decision:
    held = json.loads(path.read_text())
    small, protecting = (frozenset((a, b, c, d) for a, b, c, d in held[name]) for name in ("small", "protecting"))
    return Decision(small, protecting, tuple(held["levels"]))


def _keep(path: Path, decision: Decision) -> None:
    """Write what is hidden, never a count, under its name: whole or not at all."""
    told = {
        "small": sorted(decision.small),
        "protecting": sorted(decision.protecting),
        "levels": list(decision.levels),
    }
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    with os.fdopen(handle, "w") as file:
        json.dump(told, file)
    Path(name).replace(path)
