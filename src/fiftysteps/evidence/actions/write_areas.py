"""Make the areas that a file names and that are not held yet; those that are held stay as somebody wrote them."""

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.evidence.area_finding import NewAreas
from fiftysteps.evidence.models import Area, AreaSuccession, AreaType
from fiftysteps.evidence.places import BEGINNINGS, NAMES, get_country, get_type

# Rows that are written together: below the limit on variables of SQLite, whatever a row has.
BATCH = 2_000
LONGEST_NAME = 100


def write_areas(told: NewAreas, *, by: User | None = None) -> int:
    """Make the areas of `told` that are not held yet, and fill in what is not known of others.

    Parameters
    ----------
    told : NewAreas
        What is known of the areas.
    by : User, keyword-only
        Who brings the file; nobody where a command does.

    Returns
    -------
    int
        How many areas are new.
    """
    with transaction.atomic():
        wanted = _name_all(told)
        held = _get_held({*wanted, *(code for found in told.successors.values() for code in found)})
        missing = [code for code in wanted if code not in held and get_type(code)]
        # The larger first, so that each is made within what it lies in.
        for kind in AreaType.values:
            new = [_make_area(code, wanted[code], told, held) for code in missing if get_type(code) == kind]
            Area.objects.bulk_create(new, batch_size=BATCH)
            held |= {area.code: area for area in new}
        _set_parents(told, held)
        _set_dates(told)
        _write_successions(told.successors, held)
        if missing:
            record_audit(by, "write-areas", f"evidence.area:{len(missing)}", sorted(missing))
    return len(missing)


def _get_held(codes: Iterable[str]) -> dict[str, Area]:
    areas = Area.objects.select_related("parent")
    return {area.code: area for part in _cut(codes) for area in areas.filter(code__in=part)}


def _name_all(told: NewAreas) -> dict[str, str]:
    """Return the areas of a file by code, with the countries and regions that they lie within."""
    codes = [*told.names, *told.parents, *told.parents.values()]
    above = {country for code in codes if (country := get_country(code))}
    named = {code: NAMES[code] for code in (*above, *codes) if code in NAMES}
    return {**dict.fromkeys(codes, ""), **told.names, **named}


def _make_area(code: str, name: str, told: NewAreas, held: Mapping[str, Area]) -> Area:
    parent = held.get(told.parents.get(code) or get_country(code))
    return Area(
        code=code,
        parent=parent if parent is not None and parent.code != code else None,
        # A code without a name is still a place: pages then show its code.
        name=(name or code)[:LONGEST_NAME],
        type=get_type(code),
        valid_from=told.begins.get(code) or BEGINNINGS.get(code),
        valid_to=told.ends.get(code),
    )


def _set_parents(told: NewAreas, held: Mapping[str, Area]) -> None:
    """Say what areas lie within of which nothing was known, or something larger."""
    changed = []
    for code, above in told.parents.items():
        area, parent = held.get(code), held.get(above)
        if area is None or parent is None or parent is area or area.parent_id == parent.pk:
            continue
        if area.parent is None or _is_smaller(parent.type, area.parent.type):
            area.parent = parent
            changed.append(area)
    # Written as new rows that are there already: updated one by one, forty thousand areas take half a minute.
    Area.objects.bulk_create(
        changed, batch_size=BATCH, update_conflicts=True, unique_fields=["code"], update_fields=["parent"]
    )


def _is_smaller(kind: str, other: str) -> bool:
    order = AreaType.values
    return kind in order and other in order and order.index(kind) > order.index(other)


def _set_dates(told: NewAreas) -> None:
    for name, days in (("valid_from", told.begins), ("valid_to", told.ends)):
        by_day: dict[datetime.date, list[str]] = {}
        for code, day in days.items():
            by_day.setdefault(day, []).append(code)
        for day, codes in by_day.items():
            for part in _cut(codes):
                Area.objects.filter(code__in=part, **{f"{name}__isnull": True}).update(**{name: day})


def _write_successions(successors: Mapping[str, tuple[str, ...]], held: Mapping[str, Area]) -> None:
    rows = [
        AreaSuccession(old=held[old], new=held[new])
        for old, found in successors.items()
        for new in found
        if old in held and new in held and old != new
    ]
    AreaSuccession.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _cut(codes: Iterable[str]) -> Iterable[list[str]]:
    codes = list(codes)
    return [codes[start : start + BATCH // 4] for start in range(0, len(codes), BATCH // 4)]
