"""Bring in answers from another tool: choose its file, say what its columns are, try it, and say yes."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Faults
from fiftysteps.engagement.actions.import_responses import Imported, Tried, import_responses, try_responses
from fiftysteps.engagement.asking.sheets import get_sheet
from fiftysteps.engagement.import_forms import AnswersForm, ColumnsForm, HeadingForm, ResponseFileForm
from fiftysteps.engagement.importing.mapping import Mapping
from fiftysteps.engagement.importing.showing import Shown, show_rows
from fiftysteps.engagement.importing.table import Table, read_table, say_fault
from fiftysteps.engagement.importing.targets import Target, list_targets
from fiftysteps.engagement.models import Exercise
from fiftysteps.engagement.policies import check_can_import
from fiftysteps.engagement.queries.wards import list_ward_choices
from fiftysteps.evidence.inbox import drop_file, find_file, keep_file
from fiftysteps.publishing.views.listening.recording import TAKING
from fiftysteps.publishing.views.shown import get_signed_in

MOST_FAULTS, SHOWN_ROWS, FIRST_ROWS = 50, 20, 5
# Which file waits for which exercise stands in the session and in no address: only who gave it can look at it.
FILES: Final = "import-files"
# Of which try somebody may say yes: that of this file and mapping, and of no other.
TRIED: Final = "import-tried"
NOT_TRIED: Final = "This is not what was tried last: try it, look at what would come in, and then take it in."
GONE: Final = "This file is not here any more: files wait for a day. Choose it again."
LOOK_FIRST: Final = "Look at what each value is taken for, and then try it."


@dataclass
class _Look:
    """What the page of a file shows besides its forms."""

    tried: Tried | None = None
    shown: Shown | None = None
    faults: tuple[str, ...] = ()
    more: int = 0
    note: str = ""

    def fail(self, error: PersonError) -> None:
        faults = [say_fault(fault) for fault in error.faults] if isinstance(error, Faults) else [str(error)]
        self.faults, self.more = tuple(faults[:MOST_FAULTS]), max(0, len(faults) - MOST_FAULTS)


@dataclass(frozen=True)
class _Read:
    """A file that was read, for whom and for which exercise, with the forms that say what is in it."""

    request: HttpRequest
    exercise: Exercise
    table: Table
    targets: tuple[Target, ...]
    columns: ColumnsForm
    answers: AnswersForm

    def get_trial(self, mapping: Mapping) -> str:
        """Return a digest of what is tried: the same for what may then be taken in."""
        told = [
            *(self.exercise.pk, self.table.digest, self.table.sheet, self.table.heading),
            sorted((place, target.code) for place, target in mapping.targets.items()),
            sorted((place, value, code) for (place, value), code in mapping.answers.items()),
            *(str(mapping.day), mapping.capacity),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _find(request: HttpRequest, slug: str) -> Exercise:
    check_can_import(get_signed_in(request))
    return get_object_or_404(Exercise.objects.filter(state__in=TAKING).select_related("area"), slug=slug)


@login_required
@never_cache
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a file, and say at once where nothing can come of it."""
    exercise = _find(request, slug)
    form = ResponseFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        key = keep_file(form.cleaned_data["file"])
        try:
            read_table(_get_path(key))
        except PersonError as error:
            drop_file(key)
            form.add_error("file", str(error))
        else:
            _remember(request, exercise, key)
            return redirect("listening-import-columns", exercise.slug)
    context = {"exercise": exercise, "form": form}
    return render(request, "publishing/listening/import_file.html", context, status=400 if form.errors else 200)


@login_required
@never_cache
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a file that was given, try it, or take it in: what the button says that was pressed."""
    exercise, seen = _find(request, slug), _Look()
    path = find_file(request.session.get(FILES, {}).get(exercise.slug, ""))
    if path is None:
        messages.error(request, GONE)
        return redirect("listening-import", exercise.slug)
    heading, table = _read_heading(request, path, seen)
    read = _read_forms(request, exercise, table)
    if request.method == "POST" and not seen.faults and read.columns.is_valid() and (done := _press(read, seen)):
        _forget(request, exercise)
        _say_done(request, done)
        return redirect("listening-exercise", exercise.slug)
    context = {
        "exercise": exercise,
        "heading": heading,
        "table": table,
        "columns": read.columns,
        "answers": read.answers,
        "look": seen,
        "rows": [(line, [column.values[at] for column in table.columns]) for at, line in _list_first(table)],
    }
    is_wrong = seen.faults or heading.errors or read.columns.errors
    return render(request, "publishing/listening/import_columns.html", context, status=400 if is_wrong else 200)


def _read_heading(request: HttpRequest, path: Path, seen: _Look) -> tuple[HeadingForm, Table]:
    """Read the sheet and heading that somebody chose; where that cannot be, say so and show what was guessed."""
    told = request.POST if request.method == "POST" else request.GET
    form = HeadingForm(told if "heading" in told else None)
    table = None
    if form.is_valid():
        try:
            table = read_table(path, form.cleaned_data["sheet"], form.get_heading())
        except PersonError as error:
            seen.fail(error)
    table = table or read_table(path)
    shown = form if form.errors else HeadingForm()
    shown.offer_sheets(table)
    return shown, table


def _read_forms(request: HttpRequest, exercise: Exercise, table: Table) -> _Read:
    told: QueryDict | None = request.POST if request.method == "POST" else None
    today = timezone.localdate()
    targets = list_targets(get_sheet(exercise), list_ward_choices(exercise))
    last = min(today, exercise.closes or today)
    columns = ColumnsForm(table, targets, told, initial={"day": last})
    if told is None or not columns.is_valid():
        return _Read(request, exercise, table, targets, columns, AnswersForm(table, columns.get_guess()))
    mapping = columns.get_mapping()
    answers = AnswersForm(table, mapping, told)
    if "match" in told or not answers.is_whole:
        answers = AnswersForm(table, mapping, initial={name: told[name] for name in told if name in answers.fields})
    return _Read(request, exercise, table, targets, columns, answers)


def _press(read: _Read, seen: _Look) -> Imported | None:
    """Do what the button says: try, or take in. Return what came in, if anything could."""
    request = read.request
    if "match" in request.POST:
        return None
    if not read.answers.is_bound or not read.answers.is_valid():
        seen.note = LOOK_FIRST
        return None
    mapping, user, today = read.answers.get_mapping(), get_signed_in(request), timezone.localdate()
    trial = read.get_trial(mapping)
    try:
        if "take" in request.POST:
            if request.session.get(TRIED) != trial:
                raise PersonError(NOT_TRIED)
            return import_responses(user, read.exercise, read.table, mapping, today=today)
        tried = try_responses(user, read.exercise, read.table, mapping, today=today)
    except PersonError as error:
        seen.fail(error)
        return None
    _show(read, seen, mapping, tried)
    if not tried.faults:
        request.session[TRIED] = trial
    return None


def _show(read: _Read, seen: _Look, mapping: Mapping, tried: Tried) -> None:
    if tried.faults:
        seen.faults = tuple(map(say_fault, tried.faults[:MOST_FAULTS]))
        seen.more = max(0, tried.count - MOST_FAULTS)
        return
    seen.tried = tried
    seen.shown = show_rows(tried.new[:SHOWN_ROWS], mapping, read.targets, get_sheet(read.exercise))


def _list_first(table: Table) -> list[tuple[int, int]]:
    return list(enumerate(table.lines[:FIRST_ROWS]))


def _get_path(key: str) -> Path:
    path = find_file(key)
    if path is None:
        raise PersonError(GONE)
    return path


def _remember(request: HttpRequest, exercise: Exercise, key: str) -> None:
    _forget(request, exercise)
    request.session[FILES] = {**request.session.get(FILES, {}), exercise.slug: key}


def _forget(request: HttpRequest, exercise: Exercise) -> None:
    files: dict[str, Any] = dict(request.session.get(FILES, {}))
    drop_file(files.pop(exercise.slug, ""))
    request.session[FILES] = files
    request.session.pop(TRIED, None)


def _say_done(request: HttpRequest, done: Imported) -> None:
    if not done.added:
        messages.info(request, f"Nothing was added: all {done.held:,} responses of this file were taken in before.")
        return
    said = [f"{done.added:,} came in."]
    if done.held:
        said.append(f"{done.held:,} were taken in before.")
    if done.empty:
        said.append(f"{done.empty:,} without any answer {'was' if done.empty == 1 else 'were'} left out.")
    messages.success(request, f"Responses: {' '.join(said)}")
