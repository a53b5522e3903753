"""The form of an exercise: begin, one thing on each screen, check, send, and the receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.fill_form import LOST, begin_form, get_drawn, keep_step, send_form
from fiftysteps.engagement.asking.sheets import ENGLISH, Sheet, get_sheet
from fiftysteps.engagement.asking.steps import CHECK, Step, find_next, list_steps
from fiftysteps.engagement.forms import StepForm
from fiftysteps.engagement.integrity.pace import get_network, has_met, is_busy, make_challenge
from fiftysteps.engagement.models import Exercise, HalfFilled, QuestionKind, Response
from fiftysteps.engagement.policies import check_is_taking
from fiftysteps.engagement.receipts import get_key, read_code, show_code
from fiftysteps.publishing.place_map import get_place_map
from fiftysteps.publishing.views.say.checking import list_answers
from fiftysteps.publishing.views.say.cookies import drop_code, get_code, set_code
from fiftysteps.publishing.views.say.place import NOT_ON_MAP, find_pressed, keep_pressed
from fiftysteps.publishing.views.say.showing import (
    LANGUAGES,
    find_exercise,
    find_form,
    get_empty_fields,
    get_language,
    get_query,
    in_language,
    make_form,
    show,
    show_refusal,
)

CHANGING = "change"


@in_language
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is about, how long it takes, what happens with the answers; then begin, or come back with a code."""
    exercise = find_exercise(slug)
    today = timezone.localdate()
    try:
        check_is_taking(exercise, today)
    except PersonError as error:
        return show_refusal(request, exercise, error)
    if request.method == "POST":
        return _begin(request, exercise, is_child=False)
    form = find_form(request, exercise)
    resume = f"{_step_url(exercise, _find_first(exercise, form))}{_query_of(form)}" if form else ""
    return show(request, "start", exercise, resume=resume, came_from=request.GET.get("from", ""))


@in_language
def start_child(request: HttpRequest, slug: str) -> HttpResponse:
    """The way in for somebody under 16, with its own words and its own consent."""
    exercise = find_exercise(slug)
    try:
        check_is_taking(exercise, timezone.localdate())
        if not exercise.for_children:
            raise PersonError(_("This is for people of 16 and over."))
    except PersonError as error:
        return show_refusal(request, exercise, error)
    has_agreed = request.POST.get("agree") == "yes"
    if request.method == "POST" and has_agreed:
        return _begin(request, exercise, is_child=True)
    is_faulty = request.method == "POST"
    return show(request, "children", exercise, is_faulty=is_faulty, status=400 if is_faulty else 200)


def _begin(request: HttpRequest, exercise: Exercise, *, is_child: bool) -> HttpResponse:
    sheet = get_sheet(exercise, get_language(request))
    if not sheet.questions:
        error = PersonError(_("There is no form for this: come and talk to us."))
        return show_refusal(request, exercise, error, status=400)
    code = begin_form(
        exercise,
        today=timezone.localdate(),
        language=sheet.language,
        is_child=is_child,
        invitation=request.POST.get("from", "")[:30],
    )
    response = redirect(f"{_step_url(exercise, sheet.questions[0].code)}{get_query(sheet)}")
    set_code(response, exercise, code)
    return response


@in_language
def come_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a form up again with the code that was written down, on any device."""
    exercise = find_exercise(slug)
    code = read_code(request.POST.get("code", ""))
    form = HalfFilled.objects.filter(pk=get_key(code), exercise=exercise).first() if code else None
    if request.method != "POST" or form is None:
        status = 400 if request.method == "POST" else 200
        return show(request, "lost", exercise, typed=request.POST.get("code", ""), sentence=LOST, status=status)
    response = redirect(f"{_step_url(exercise, _find_first(exercise, form))}{_query_of(form)}")
    set_code(response, exercise, code)
    return response


@never_cache
def show_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """One screen: a question, or a part of who somebody is."""
    exercise = find_exercise(slug)
    form = find_form(request, exercise)
    if form is None:
        return _answer_without_form(request, exercise)
    with translation.override(form.language):
        sheet = get_sheet(exercise, form.language)
        try:
            check_is_taking(exercise, timezone.localdate())
        except PersonError as error:
            return show_refusal(request, exercise, error)
        steps = list_steps(exercise, sheet, form.answers, is_child=form.is_child)
        found = next((each for each in steps if each.slug == step), None)
        if found is None:
            return redirect(f"{_step_url(exercise, find_next(steps, form.answers).slug)}{get_query(sheet)}")
        if found.slug == CHECK:
            return _check(request, exercise, sheet, form)
        return _ask(request, exercise, sheet, form, found)


def _answer_without_form(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    """Somebody whose form was sent sees the receipt again; one whose form is not known, how to find it."""
    code = get_code(request)
    if code and Response.objects.filter(key=get_key(code), exercise=exercise).exists():
        return redirect("say-sent", exercise.slug)
    return show(request, "lost", exercise, sentence=LOST, typed="", status=404)


def _ask(request: HttpRequest, exercise: Exercise, sheet: Sheet, half: HalfFilled, step: Step) -> HttpResponse:
    is_sent = request.method == "POST"
    is_empty = not is_sent and step.slug not in half.answers
    fields = get_empty_fields(step, exercise, half.language) if is_empty else ""
    data = request.POST if is_sent else None
    drawn = get_drawn(half, step.question)
    form = StepForm() if fields else make_form(step, exercise, data, half.answers.get(step.slug), drawn)
    pressed = find_pressed(request, exercise, step) if is_sent else None
    if pressed is not None and not pressed.ward:
        form.add_error("value", NOT_ON_MAP)
    if is_sent and (pressed or form.is_valid()) and not form.errors:
        try:
            if pressed is not None:
                keep_pressed(half, step, pressed, request.POST.get("text", ""))
            else:
                keep_step(half, step.slug, form.get_kept())
        except PersonError:
            # It was sent in another window while this screen stood open.
            return _answer_without_form(request, exercise)
        if pressed is not None:
            return redirect(f"{_step_url(exercise, step.slug)}{_query_with(request, sheet)}#map")
        if "save" in request.POST:
            return redirect(f"{reverse('say-saved', args=[exercise.slug])}{get_query(sheet)}")
        steps = list_steps(exercise, sheet, half.answers, is_child=half.is_child)
        # Who changes one answer goes back to the check, by way of what this answer asks for besides.
        after = "" if CHANGING in request.POST else step.slug
        return redirect(f"{_step_url(exercise, find_next(steps, half.answers, after).slug)}{get_query(sheet)}")
    steps = list_steps(exercise, sheet, half.answers, is_child=half.is_child)
    slugs = [each.slug for each in steps]
    place = slugs.index(step.slug)
    context = {
        "step": step,
        "form": form,
        "fields": fields,
        "number": place + 1,
        "of": len(steps),
        "back": _step_url(exercise, slugs[place - 1]) if place else exercise.get_absolute_url(),
        "is_changing": CHANGING in request.GET or CHANGING in request.POST,
        "map": get_place_map(exercise) if step.question and step.question.kind == QuestionKind.PLACE else None,
    }
    return show(request, "step", exercise, sheet, status=400 if form.errors else 200, **context)


def _check(request: HttpRequest, exercise: Exercise, sheet: Sheet, half: HalfFilled) -> HttpResponse:
    steps = list_steps(exercise, sheet, half.answers, is_child=half.is_child)
    missing = next(
        (each for each in steps if each.question and each.question.is_required and each.slug not in half.answers), None
    )
    if missing is not None:
        return redirect(f"{_step_url(exercise, missing.slug)}{get_query(sheet)}")
    sentence = ""
    if request.method == "POST":
        network, code = get_network(request), get_code(request)
        if is_busy(exercise, network) and not _has_met(request, code):
            return show(request, "busy", exercise, sheet, challenge=make_challenge(get_key(code)))
        try:
            send_form(exercise, sheet, code, today=timezone.localdate(), network=network)
        except PersonError as error:
            sentence = str(error)
        else:
            return redirect(f"{reverse('say-sent', args=[exercise.slug])}{get_query(sheet)}")
    context = {
        "rows": list_answers(exercise, sheet, steps, half.answers),
        "sentence": sentence,
        "back": _step_url(exercise, steps[-2].slug),
    }
    return show(request, "check", exercise, sheet, status=400 if sentence else 200, **context)


def _has_met(request: HttpRequest, code: str) -> bool:
    return has_met(get_key(code), request.POST.get("token", ""), request.POST.get("number", ""))


@in_language
def saved(request: HttpRequest, slug: str) -> HttpResponse:
    """How to come back to a form that was begun."""
    exercise = find_exercise(slug)
    form = find_form(request, exercise)
    if form is None:
        return _answer_without_form(request, exercise)
    resume = f"{_step_url(exercise, _find_first(exercise, form))}{_query_of(form)}"
    return show(request, "saved", exercise, code=show_code(get_code(request)), resume=resume)


@in_language
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipt: what was sent is kept, and the code by which its writer hears what came of it."""
    exercise = find_exercise(slug)
    code = get_code(request)
    response = Response.objects.filter(key=get_key(code), exercise=exercise).first() if code else None
    if response is None:
        return show(request, "lost", exercise, sentence=LOST, typed="", status=404)
    with translation.override(response.language if response.language in LANGUAGES else ENGLISH):
        return show(request, "sent", exercise, get_sheet(exercise, response.language), code=show_code(code))


@require_POST
@in_language
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Forget the form on this device: whoever uses it next finds nothing."""
    exercise = find_exercise(slug)
    response = redirect("say-list")
    drop_code(response, exercise)
    return response


def _find_first(exercise: Exercise, form: HalfFilled) -> str:
    sheet = get_sheet(exercise, form.language)
    return find_next(list_steps(exercise, sheet, form.answers, is_child=form.is_child), form.answers).slug


def _query_of(form: HalfFilled) -> str:
    return "" if form.language == ENGLISH else f"?lang={form.language}"


def _query_with(request: HttpRequest, sheet: Sheet) -> str:
    """Return what keeps the language, and that one answer is being changed."""
    query = get_query(sheet)
    return query if CHANGING not in request.POST else f"{query}&{CHANGING}=1" if query else f"?{CHANGING}=1"


def _step_url(exercise: Exercise, step: str) -> str:
    return reverse("say-step", args=[exercise.slug, step])
