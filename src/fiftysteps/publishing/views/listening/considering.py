"""Read what was sent, one by one, and say what each is part of: a named person for every response."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.enter_response import get_folder
from fiftysteps.engagement.actions.hide_personal import hide_words, note_opening, release_span
from fiftysteps.engagement.actions.moderate_statement import moderate_statement
from fiftysteps.engagement.actions.set_standing import set_standing
from fiftysteps.engagement.asking.sheets import get_sheet
from fiftysteps.engagement.models import Attachment, Considered, Exercise, PersonalSpan, Response, Standing, Statement
from fiftysteps.engagement.policies import can_read_originals, check_can_read_responses
from fiftysteps.engagement.privacy.kinds import PersonalKind
from fiftysteps.engagement.queries.completeness import count_waiting
from fiftysteps.engagement.queries.wards import list_ward_choices
from fiftysteps.publishing.views.say.checking import say_answer
from fiftysteps.publishing.views.shown import get_signed_in

PER_PAGE: Final = 50
FILTERS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "waiting": ("Waiting", {"considered": Considered.WAITING}),
    "organisations": ("From organisations", {"organisation__gt": ""}),
    "repeats": ("Repeats", {"standing": Standing.REPEAT}),
    "all": ("All", {}),
}


@login_required
@never_cache
def list_responses(request: HttpRequest, slug: str) -> HttpResponse:
    check_can_read_responses(get_signed_in(request))
    exercise = get_object_or_404(Exercise, slug=slug)
    chosen = request.GET.get("show", "waiting")
    chosen = chosen if chosen in FILTERS else "waiting"
    found = exercise.responses.filter(**FILTERS[chosen][1]).exclude(standing=Standing.ERASED)
    group = request.GET.get("group", "")
    if group.isdecimal():
        found = exercise.responses.filter(groups=int(group))
    page = Paginator(found.prefetch_related("answers__spans").order_by("pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "exercise": exercise,
        "page_obj": page,
        "filters": [(key, label) for key, (label, _) in FILTERS.items()],
        "chosen": chosen,
        "group": group,
    }
    return render(request, "publishing/listening/responses.html", context)


@login_required
@never_cache
def show_response(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One response: what was said, and the themes that it is part of."""
    user = get_signed_in(request)
    check_can_read_responses(user)
    response = get_object_or_404(Response.objects.select_related("exercise"), pk=pk, exercise__slug=slug)
    is_original = request.method == "POST" and "original" in request.POST
    if is_original:
        note_opening(user, response)
    elif request.method == "POST":
        return _act(request, user, response)
    context = {
        "exercise": response.exercise,
        "response": response,
        "rows": say_answers(response, is_original=is_original),
        "is_original": is_original,
        "may_read_original": can_read_originals(user),
        "spans": PersonalSpan.objects.filter(answer__response=response, released_by__isnull=True).select_related(
            "answer"
        ),
        "kinds": PersonalKind.choices,
        "codings": response.codings.filter(is_second=False).select_related("code", "by").order_by("code__name"),
        "waiting": count_waiting(response.exercise),
        "votes": response.votes.select_related("statement"),
        "replies": response.replies.all(),
        "attachments": response.attachments.all(),
        "groups": response.groups.all(),
    }
    return render(request, "publishing/listening/response.html", context)


def say_answers(response: Response, *, is_original: bool = False) -> list[tuple[str, list[str]]]:
    """Return each question that was answered, with the answer in words; what points at a person is hidden in them."""
    sheet = get_sheet(response.exercise)
    answers = {answer.question_id: answer for answer in response.answers.prefetch_related("spans")}
    wards = dict(list_ward_choices(response.exercise))
    return [
        (
            asked.text,
            say_answer(
                asked,
                {"text": given.text if is_original else given.shown, "value": given.value, "pin": given.pin},
                wards,
            ),
        )
        for asked in sheet.questions
        if (given := answers.get(asked.pk)) is not None
    ]


def _act(request: HttpRequest, user: User, response: Response) -> HttpResponse:
    """Do what a button of the page asks for: show a piece, hide words, or count the response otherwise."""
    told = request.POST
    try:
        if "release" in told:
            number = int(told["release"]) if told["release"].isdecimal() else 0
            release_span(user, get_object_or_404(PersonalSpan, pk=number, answer__response=response))
            messages.success(request, "It is shown again, by your name.")
        elif "hide" in told:
            count = hide_words(user, response, told["hide"], told.get("kind", ""))
            messages.success(request, f"Hidden {'once' if count == 1 else f'{count} times'}.")
        else:
            wanted = told.get("standing", "")
            standing = Standing(wanted) if wanted in Standing.values else Standing.ERASED
            set_standing(user, response, standing, reason=told.get("reason", ""))
            messages.success(request, f"Response {response.pk}: {response.get_standing_display().lower()}.")
    except PersonError as error:
        messages.error(request, str(error))
    return redirect("listening-response", response.exercise.slug, response.pk)


@login_required
@never_cache
def get_attachment(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """Give a document to those who read responses, to be saved and never shown inside a page."""
    check_can_read_responses(get_signed_in(request))
    attachment = get_object_or_404(Attachment, pk=pk, response__exercise__slug=slug)
    file = (get_folder() / attachment.digest).open("rb")
    return FileResponse(file, as_attachment=True, filename=attachment.name, content_type="application/octet-stream")


@login_required
@never_cache
def list_statements(request: HttpRequest, slug: str) -> HttpResponse:
    """What residents added for others to vote on: show each, or say why not."""
    check_can_read_responses(get_signed_in(request))
    exercise = get_object_or_404(Exercise, slug=slug)
    added = Statement.objects.filter(question__exercise=exercise, line__isnull=True).exclude(text="")
    context = {"exercise": exercise, "statements": added.order_by("state", "pk")}
    return render(request, "publishing/listening/statements.html", context)


@login_required
@require_POST
def moderate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    statement = get_object_or_404(Statement, pk=pk, question__exercise__slug=slug, line__isnull=True)
    try:
        moderate_statement(
            get_signed_in(request), statement, is_shown="show" in request.POST, reason=request.POST.get("reason", "")
        )
    except PersonError as error:
        messages.error(request, str(error))
    return redirect("listening-statements", slug)
