"""Take a file in, in the editor's site: look at it, say what its columns are, try it, and say yes."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Faults
from fiftysteps.core.tables import Limits
from fiftysteps.evidence.actions.notice_movements import Noticed
from fiftysteps.evidence.actions.take_in_by_hand import take_in_by_hand, try_by_hand
from fiftysteps.evidence.forms import LARGEST_TABLE, ColumnsForm, OriginForm, TableFileForm
from fiftysteps.evidence.inbox import drop_file, find_file, keep_file
from fiftysteps.evidence.ingest import MappingShape, UnknownLayout, parse_mapping, read_file
from fiftysteps.evidence.ingest.drafting import Draft, draft_mapping, write_mapping
from fiftysteps.evidence.models import Dataset, Indicator
from fiftysteps.evidence.planning import name_dataset
from fiftysteps.evidence.policies import check_can_take_in
from fiftysteps.evidence.queries.known_areas import get_known_areas
from fiftysteps.evidence.taken_in import TakenIn

LOOK = "evidence/take_in_look.html"
MOST_FAULTS, SHOWN_ROWS = 50, 20
COLUMNS = (
    *("indicator", "measure", "area", "period", "sex", "age", "group_type", "group"),
    *("value", "lower_95", "upper_95", "count", "denominator", "marker"),
)
# No file that is read has so many rows that its heading needs more digits.
LONGEST_NUMBER = 7
# What a request can read while somebody waits. More goes by command, which has the limits of the whole machine.
LIMITS = Limits(
    file_bytes=LARGEST_TABLE,
    expanded_bytes=100_000_000,
    rows=200_000,
    columns=1_000,
    cells=2_000_000,
    memory_bytes=600_000_000,
    seconds=20,
)
# Of which try somebody may say yes: that of this file, mapping and origin, and of no other.
TRIED = "take-in-tried"
NOT_TRIED = "This is not what was tried last: try it, look at what would come in, and then take it in."


@dataclass
class _Look:
    """What the page of a file shows."""

    file: str
    draft: Draft | None = None
    is_known: bool = False
    faults: list[str] = field(default_factory=list)
    tried: list[TakenIn] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    rows: list[list[Any]] = field(default_factory=list)

    def show(self, path: Path, mapping: MappingShape | None) -> None:
        """Hold the first rows as they would be stored."""
        rows = read_file(path, mapping, areas=get_known_areas(), limits=LIMITS).rows
        shown = rows.slice(0, SHOWN_ROWS).to_pylist()
        self.columns = tuple(name for name in COLUMNS if any(row.get(name) not in {None, ""} for row in shown))
        self.rows = [[row[name] for name in self.columns] for row in shown]


@dataclass(frozen=True)
class _How:
    """How a file is to be read, and as what: the same when it is tried and when it is taken in."""

    origin: OriginForm
    mapping: MappingShape | None

    def get_arguments(self) -> dict[str, Any]:
        dataset, origin = self.origin.cleaned_data["dataset"], self.origin.get_origin()
        return {"dataset": dataset, "origin": origin, "mapping": self.mapping, "limits": LIMITS}


def choose(request: HttpRequest) -> HttpResponse:
    check_can_take_in(request.user)
    form = TableFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        return redirect("take-in-look", keep_file(form.cleaned_data["file"]))
    return render(request, "evidence/take_in.html", {"form": form}, status=400 if form.errors else 200)


def look(request: HttpRequest, key: str) -> HttpResponse:
    """Show a file that was given, draft its mapping, try it, or take it in: what the button says that was pressed."""
    check_can_take_in(request.user)
    path = find_file(key)
    if path is None:
        messages.error(request, "This file is not here any more: files wait for a day. Choose it again.")
        return redirect("take-in")
    told = request.POST or None
    seen = _Look(path.name)
    _read(path, seen, request)
    mapping = request.POST.get("mapping", "")
    columns = ColumnsForm(seen.draft, told if "draft" in request.POST else None) if seen.draft else None
    if columns is not None and "draft" in request.POST and columns.is_valid():
        mapping = write_mapping(path.name, **columns.get_parts())
    elif not mapping and columns is not None and seen.draft is not None and not seen.is_known:
        mapping = write_mapping(path.name, **columns.get_guessed())
    origin = OriginForm(told if {"try", "take"} & request.POST.keys() else None, initial=_get_initial(path))
    if {"try", "take"} & request.POST.keys() and origin.is_valid():
        user, trial = _get_user(request), _get_trial(key, mapping, origin)
        try:
            how = _How(origin, parse_mapping("the mapping", mapping) if mapping.strip() else None)
            if "take" in request.POST:
                if request.session.get(TRIED) != trial:
                    raise PersonError(NOT_TRIED)
                done = take_in_by_hand(user, path, **how.get_arguments())
                drop_file(key)
                return _say_done(request, *done)
            seen.tried = try_by_hand(user, path, **how.get_arguments())
            seen.show(path, how.mapping)
            request.session[TRIED] = trial
        except PersonError as error:
            seen.faults = [str(fault) for fault in error.faults] if isinstance(error, Faults) else [str(error)]
    context = {
        "look": seen,
        "columns_form": columns,
        "origin": origin,
        "mapping": mapping,
        "faults": seen.faults[:MOST_FAULTS],
        "more": max(0, len(seen.faults) - MOST_FAULTS),
    }
    return render(request, LOOK, context, status=400 if seen.faults or origin.errors else 200)


def _read(path: Path, seen: _Look, request: HttpRequest) -> None:
    """Find out whether the layout is known, and draft a mapping where it is not."""
    try:
        read_file(path, limits=LIMITS)
        seen.is_known = True
    except UnknownLayout:
        pass
    except PersonError as error:
        seen.faults = [str(error)]
        return
    header = request.POST.get("header", "").split(",")[0].strip()
    is_number = header.isdecimal() and len(header) <= LONGEST_NUMBER
    seen.draft = draft_mapping(path, request.POST.get("sheet", ""), int(header) if is_number else None, limits=LIMITS)


def _get_user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in to take files in.")
    return request.user


def _get_trial(key: str, mapping: str, origin: OriginForm) -> str:
    """Return a digest of what is tried: the same for what may then be taken in."""
    told = {name: str(value) for name, value in origin.cleaned_data.items()}
    return hashlib.sha256(json.dumps([key, mapping, told], sort_keys=True).encode()).hexdigest()


def _say_done(request: HttpRequest, taken: list[TakenIn], noticed: Noticed) -> HttpResponse:
    for one in taken:
        came = f"{one.rows:,} rows of {one.dataset} came in."
        messages.success(request, "The rows are those that were held already." if one.is_same else came)
        if one.undefined:
            names = ", ".join(one.undefined[:12])
            messages.warning(request, f"No page shows these until somebody defines a measure of this name: {names}")
    if noticed.moved:
        many = len(noticed.moved)
        said = "1 finding moved" if many == 1 else f"{many} findings moved"
        messages.warning(request, format_html('{}: <a href="{}">look at what moved</a>.', said, reverse("moved")))
    if any(one.table != "observations" for one in taken) and Indicator.objects.exclude(recipe={}).exists():
        messages.info(request, "Measures are computed from counts by the command: fiftysteps indicators build")
    return redirect("releases")


def _get_initial(path: Path) -> dict[str, str]:
    slug = name_dataset(path.name)
    held = Dataset.objects.filter(slug=slug).first()
    if held is None:
        return {"dataset": slug}
    return {
        "dataset": slug,
        "title": held.title,
        "source": held.source_title,
        "url": held.source_url,
        "confidence": held.confidence,
    }
