"""The codebook of an exercise: begun from what the machine suggests, and made, changed, merged and split by people."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.change_codebook import (
    TEXTS,
    change_code,
    drop_code,
    make_code,
    merge_codes,
    split_code,
)
from fiftysteps.engagement.actions.code_response import accept_suggestions
from fiftysteps.engagement.actions.decide_suggestion import decide_suggestion
from fiftysteps.engagement.actions.learn_codes import learn_codes, suggest_themes
from fiftysteps.engagement.actions.write_up_theme import link_theme, write_up_theme
from fiftysteps.engagement.models import Code, CodeState, CodeSuggestion, Exercise, ThemeSuggestion
from fiftysteps.engagement.policies import (
    can_change_codebook,
    check_can_change_codebook,
    check_can_read_responses,
)
from fiftysteps.engagement.queries.coding import get_codebook, get_last_run, get_progress
from fiftysteps.engagement.queries.machine_scores import get_scores
from fiftysteps.engagement.queries.suggestions import get_suggestions, list_suggested
from fiftysteps.publishing.views.shown import get_signed_in

PER_PAGE: Final = 25


@login_required
@never_cache
def list_codes(request: HttpRequest, slug: str) -> HttpResponse:
    """The codes in use, and what the machine suggests to begin with. A new one is added here."""
    user = get_signed_in(request)
    check_can_read_responses(user)
    exercise = get_object_or_404(Exercise, slug=slug)
    told: Any = {}
    fault = ""
    if request.method == "POST":
        told = request.POST
        try:
            made = make_code(user, exercise, told, parent=_find_parent(exercise, told))
        except PersonError as error:
            fault = str(error)
        else:
            messages.success(request, f"“{made}” is in the codebook.")
            return redirect("listening-codes", exercise.slug)
    context = {
        "exercise": exercise,
        "lines": get_codebook(exercise),
        "suggestions": get_suggestions(exercise),
        "progress": get_progress(exercise),
        "run": get_last_run(exercise),
        "scores": get_scores(exercise),
        "gone": exercise.codes.exclude(state=CodeState.IN_USE),
        "may_change": can_change_codebook(user, exercise),
        "told": told,
        "fault": fault,
    }
    return render(request, "publishing/listening/codes.html", context, status=400 if fault else 200)


@login_required
@never_cache
def show_code(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One code: what it means, how it came about, and the responses that may say it."""
    user = get_signed_in(request)
    check_can_read_responses(user)
    code = get_object_or_404(Code.objects.select_related("exercise"), pk=pk, exercise__slug=slug)
    fault = ""
    if request.method == "POST":
        try:
            messages.success(request, _change(user, code, request.POST))
        except PersonError as error:
            fault = str(error)
        else:
            return redirect("listening-codes", slug)
    page = Paginator(list_suggested(code), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "exercise": code.exercise,
        "code": code,
        "others": [line for line in get_codebook(code.exercise) if line.code.pk != code.pk],
        "changes": code.changes.select_related("other", "by"),
        "coded": code.codings.filter(is_second=False).count(),
        "page_obj": page,
        "may_change": can_change_codebook(user, code.exercise) and code.state == CodeState.IN_USE,
        "may_write": user.has_perm("engagement.add_insight"),
        "themes": code.exercise.insights.filter(archived=False).order_by("title"),
        "told": request.POST if fault else {name: getattr(code, name) for name in TEXTS},
        "fault": fault,
    }
    return render(request, "publishing/listening/code.html", context, status=400 if fault else 200)


def _change(user: User, code: Code, told: Any) -> str:
    """Do what a button of the page asks for, and return what was done, in a sentence."""
    doings: dict[str, Callable[[User, Code, Any], str]] = {
        "merge": _merge,
        "split": _split,
        "drop": _drop,
        "write-up": _write_up,
        "link": _link,
    }
    return doings.get(told.get("do", ""), _rename)(user, code, told)


def _rename(user: User, code: Code, told: Any) -> str:
    change_code(user, code, told, parent=_find_parent(code.exercise, told), reason=told.get("reason", ""))
    return f"“{code}” is kept."


def _merge(user: User, code: Code, told: Any) -> str:
    into = _find_code(code.exercise, told.get("into", ""))
    if into is None:
        raise PersonError("Choose the code into which this one goes.")
    count = merge_codes(user, [code], into, reason=told.get("reason", ""))
    return f"“{code}” went into “{into}”, which {count} responses have now."


def _split(user: User, code: Code, told: Any) -> str:
    names = [line.strip() for line in told.get("names", "").splitlines() if line.strip()]
    made = split_code(user, code, names, reason=told.get("reason", ""))
    return f"“{code}” became {' and '.join(f'“{each}”' for each in made)}. What had it waits again."


def _drop(user: User, code: Code, told: Any) -> str:
    count = drop_code(user, code, reason=told.get("reason", ""))
    return f"“{code}” is dropped. {count} responses had it." if count else f"“{code}” is dropped."


def _write_up(user: User, code: Code, told: Any) -> str:
    insight = write_up_theme(user, code)
    return f"“{insight}” is written up as a draft: {insight.mentioned} of {insight.answered} people said it."


def _link(user: User, code: Code, told: Any) -> str:
    value = told.get("insight", "")
    insight = code.exercise.insights.filter(pk=int(value), archived=False).first() if value.isdecimal() else None
    link_theme(user, code, insight)
    return f"“{code}” is written up under “{insight}”." if insight else f"“{code}” is written up under no theme."


@require_POST
@login_required
def suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the machine look for themes, in the background."""
    exercise = get_object_or_404(Exercise, slug=slug)
    check_can_change_codebook(get_signed_in(request), exercise)
    suggest_themes.enqueue(exercise.pk)
    messages.success(request, "The machine is looking. Load this page again in a minute.")
    return redirect("listening-codes", slug)


@require_POST
@login_required
def learn(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the machine learn from what people coded, in the background."""
    exercise = get_object_or_404(Exercise, slug=slug)
    check_can_change_codebook(get_signed_in(request), exercise)
    learn_codes.enqueue(exercise.pk)
    messages.success(request, "The machine is learning. What it thinks stands at each response in a minute.")
    return redirect("listening-codes", slug)


@require_POST
@login_required
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a suggested theme as a code, put it to one that is there, or drop it."""
    user = get_signed_in(request)
    exercise = get_object_or_404(Exercise, slug=slug)
    check_can_change_codebook(user, exercise)
    number = request.POST.get("suggestion", "")
    suggestion = get_object_or_404(ThemeSuggestion, pk=int(number) if number.isdecimal() else 0, exercise=exercise)
    into = _find_code(exercise, request.POST.get("into", "")) if request.POST.get("do") == "merge" else None
    try:
        sentence = decide_suggestion(
            user, suggestion, request.POST.get("do", ""), name=request.POST.get("name", ""), into=into
        )
    except PersonError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return redirect(f"{request.path.removesuffix('suggested/')}#suggestions")


@require_POST
@login_required
def accept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take what the machine suggested for the responses that were ticked on the page."""
    user = get_signed_in(request)
    check_can_read_responses(user)
    code = get_object_or_404(Code, pk=pk, exercise__slug=slug, state=CodeState.IN_USE)
    ticked = [int(value) for value in request.POST.getlist("response") if value.isdecimal()]
    rows = CodeSuggestion.objects.filter(code=code, response__in=ticked)
    count = accept_suggestions(user, list(rows.select_related("run", "code", "response__exercise")))
    messages.success(request, f"{count} responses have “{code}” now, by your name.")
    return redirect("listening-code-edit", slug, pk)


def _find_parent(exercise: Exercise, told: Any) -> Code | None:
    return _find_code(exercise, told.get("parent", ""))


def _find_code(exercise: Exercise, value: str) -> Code | None:
    found = exercise.codes.filter(state=CodeState.IN_USE)
    return found.filter(pk=int(value)).first() if value.isdecimal() else None
