"""Say what each response says, by keyboard: codes, none, or that it cannot be read; and take the last one back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.code_response import Chosen, code_response, undo_coding
from fiftysteps.engagement.models import CodeSuggestion, Coding, Exercise, Response, Tone
from fiftysteps.engagement.policies import can_change_codebook, check_can_read_responses
from fiftysteps.engagement.queries.coding import (
    LEAST_SURE,
    CodeLine,
    find_next,
    get_codebook,
    get_last_run,
    get_progress,
    get_suggested,
)
from fiftysteps.publishing.views.listening.considering import say_answers
from fiftysteps.publishing.views.shown import get_signed_in


@dataclass(frozen=True)
class Line:
    """A code as it is offered for one response: whether it is chosen, by which words, and what the machine thinks."""

    code: CodeLine
    is_chosen: bool
    words: str
    tone: str
    suggested: CodeSuggestion | None


@login_required
@never_cache
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Go to the next response that waits."""
    check_can_read_responses(get_signed_in(request))
    exercise = get_object_or_404(Exercise, slug=slug)
    return _go_on(request, exercise)


@login_required
@never_cache
def code(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One response, and the codes to choose from."""
    user = get_signed_in(request)
    check_can_read_responses(user)
    response = get_object_or_404(Response.objects.select_related("exercise"), pk=pk, exercise__slug=slug)
    faults: list[str] = []
    if request.method == "POST":
        try:
            _keep(user, response, request.POST)
        except PersonError as error:
            faults = str(error).splitlines()
        else:
            return _go_on(request, response.exercise, after=response.pk)
    context = {
        "exercise": response.exercise,
        "response": response,
        "rows": say_answers(response),
        "lines": _make_lines(response, request.POST if faults else None),
        "progress": get_progress(response.exercise),
        "votes": response.votes.select_related("statement"),
        "attachments": response.attachments.all(),
        "order": request.GET.get("order", ""),
        "run": get_last_run(response.exercise),
        "tones": Tone.choices,
        "faults": faults,
        "told": request.POST if faults else {},
        "may_change_codes": can_change_codebook(user, response.exercise),
    }
    return render(request, "publishing/listening/coding.html", context, status=400 if faults else 200)


@require_POST
@login_required
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back what one coded last, and show it again."""
    user = get_signed_in(request)
    check_can_read_responses(user)
    exercise = get_object_or_404(Exercise, slug=slug)
    try:
        response = undo_coding(user, exercise)
    except PersonError as error:
        messages.error(request, str(error))
        return _go_on(request, exercise)
    messages.success(request, f"Response {response.pk} is as it was before.")
    return redirect(_make_address(request, exercise, response))


def _keep(user: User, response: Response, told: Any) -> None:
    if "none" in told:
        code_response(user, response, [], note=told.get("note", ""))
        return
    codes = [value for value in told.getlist("code") if value.isdecimal()]
    chosen = [Chosen(int(pk), told.get(f"words-{pk}", ""), told.get(f"tone-{pk}", "")) for pk in codes]
    texts = {name: told.get(name, "") for name in ("new_code", "unreadable", "note")}
    if not chosen and not texts["new_code"].strip() and not texts["unreadable"].strip():
        raise PersonError("Choose a code, or press “None of these” if it says nothing that has one.")
    code_response(user, response, chosen, **texts)


def _make_lines(response: Response, told: Any) -> list[Line]:
    """Return the codebook for a response: what the machine thinks first, then the rest as it stands."""
    suggested = get_suggested(response)
    kept = {each.code_id: each for each in response.codings.filter(is_second=False).select_related("answer")}
    lines = [
        _make_line(line, kept.get(line.code.pk), suggested.get(line.code.pk), told)
        for line in get_codebook(response.exercise)
    ]
    return sorted(lines, key=lambda line: -line.suggested.probability if line.suggested else 0.0)


def _make_line(line: CodeLine, kept: Coding | None, suggested: CodeSuggestion | None, told: Any) -> Line:
    pk = line.code.pk
    if told is not None:
        is_chosen = str(pk) in told.getlist("code")
        return Line(line, is_chosen, told.get(f"words-{pk}", ""), told.get(f"tone-{pk}", ""), suggested)
    words = kept.shown_words if kept else ""
    return Line(line, kept is not None, " ".join(words.split()), kept.tone if kept else "", suggested)


def _go_on(request: HttpRequest, exercise: Exercise, *, after: int = 0) -> HttpResponse:
    following = find_next(exercise, order=request.GET.get("order", ""), after=after)
    if following is None:
        messages.success(request, "Every response is considered.")
        return redirect("listening-exercise", exercise.slug)
    return redirect(_make_address(request, exercise, following))


def _make_address(request: HttpRequest, exercise: Exercise, response: Response) -> str:
    address = reverse("listening-code", args=[exercise.slug, response.pk])
    order = request.GET.get("order", "")
    return f"{address}?{urlencode({'order': order})}" if order == LEAST_SURE else address
