"""What is hidden of each indicator that has a rule: worked out once for the data that are held, and kept.

To work it out can take seconds, so it is done after data were taken in, and kept under the data directory in a file
named by all that it depends on. Where none is kept it is worked out when it is first asked for: no way leads past it.
"""

import hashlib
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache
from itertools import permutations
from pathlib import Path

from django.conf import settings
from django.db.models import Count, F, Max, Sum

from fiftysteps.evidence.disclosing import Above, Decision, decide, find_what_leaks, get_key
from fiftysteps.evidence.models import Area, AreaType, Indicator, Release
from fiftysteps.evidence.models.indicator import DisclosureRule
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.places import get_type
from fiftysteps.evidence.store import read_rows
from fiftysteps.stats.disclosure import Rule, get_rule

# Goes up when the same counts would be decided upon otherwise, so that nothing kept from before is used.
VERSION = 1
# The share of an area from which it lies in another as a whole.
WHOLE = 0.999


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


def prepare_decisions(files: tuple[str, ...]) -> None:
    """Work out what is hidden of every indicator that has a rule, as far as it is not known."""
    for indicator in get_ruled().values():
        get_decision(indicator, files)


def attack_indicators(files: tuple[str, ...], slugs: Iterable[str] | None = None) -> Iterator[Attacked]:
    """Attack what is shown of each indicator that has a rule, from the true counts anew."""
    for indicator in get_ruled(slugs).values():
        decision = get_decision(indicator, files)
        rows = _read(indicator.slug, files)
        yield Attacked(indicator, decision, find_what_leaks(rows, decision, indicator.rule, _get_above(rows)))


@lru_cache(maxsize=256)
def _get_decision(indicator: Ruled, files: tuple[str, ...], _folder: str, _fingerprint: str) -> Decision:
    rows = _read(indicator.slug, files)
    above = _get_above(rows)
    path = _get_folder() / f"{_get_digest(indicator, rows, above)}.json"
    if path.is_file():
        return _load(path)
    decision = decide(rows, indicator.rule, above)
    _keep(path, decision)
    return decision


def _get_fingerprint() -> str:
    """Return what changes when areas come to be in others, without reading them all."""
    held = Area.objects.filter(parent__isnull=False).aggregate(
        areas=Count("pk"), places=Sum("pk"), above=Sum("parent_id"), pairs=Sum(F("pk") * F("parent_id"))
    )
    links = Release.objects.filter(table="lookups", replaced_by__isnull=True).aggregate(
        held=Count("pk"), last=Max("pk")
    )
    return f"{held} {links}"


def _get_above(rows: Iterable[Observation]) -> dict[str, set[str]]:
    """Return all the areas that those of the rows lie in, by the look-ups that are held and by what areas say."""
    # It reads observations, which read this module.
    from fiftysteps.evidence.queries.lookups import get_lookup

    kinds = {get_type(row.area) for row in rows} - {""}
    order = [kind.value for kind in AreaType]
    above: dict[str, set[str]] = defaultdict(set)
    for of, to in permutations(kinds, 2):
        if order.index(of) > order.index(to):
            for link in get_lookup(of, to).to_pylist():
                if link["weight"] >= WHOLE:
                    above[link["area"]].add(link["within"])
    return above


def _read(slug: str, files: tuple[str, ...]) -> list[Observation]:
    return [Observation(**row) for row in read_rows("observations", files, indicator=slug)]  # type: ignore[arg-type]


def _get_digest(indicator: Ruled, rows: Iterable[Observation], above: Above) -> str:
    held = sorted((*get_key(row), row.count, row.denominator, row.confidence, row.marker, row.dataset) for row in rows)
    lies = [(area, sorted(above.get(area, ()))) for area in sorted({row[0] for row in held})]
    told = json.dumps([VERSION, astuple(indicator), held, lies], default=str)
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
