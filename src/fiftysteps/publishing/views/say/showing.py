"""What the screens of a form have in common: the exercise, its texts in the reader's language, and the step's form."""

from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.about_you import FIRST, PRIVATE
from fiftysteps.engagement.asking.sheets import ENGLISH, Sheet, get_sheet
from fiftysteps.engagement.asking.steps import ABOUT, CAPACITY, CONTACT, ORGANISATION, Step
from fiftysteps.engagement.asking.steps import PRIVATE as PRIVATE_STEP
from fiftysteps.engagement.forms import (
    QUESTION_FORMS,
    AboutForm,
    CapacityForm,
    ContactForm,
    OrganisationForm,
    PlaceForm,
    StatementsForm,
    StepForm,
)
from fiftysteps.engagement.models import Exercise, ExerciseState, HalfFilled, QuestionKind
from fiftysteps.engagement.queries.wards import list_ward_choices
from fiftysteps.engagement.receipts import get_key
from fiftysteps.publishing.place_map import get_place_map
from fiftysteps.publishing.views.say.cookies import get_code

LANGUAGES: Final = frozenset(code for code, _ in settings.LANGUAGES)
_ABOUT: Final = {ABOUT: FIRST, PRIVATE_STEP: PRIVATE}
_PLAIN: Final[dict[str, type[StepForm]]] = {
    CAPACITY: CapacityForm,
    ORGANISATION: OrganisationForm,
    CONTACT: ContactForm,
}

type SayView = Callable[..., HttpResponse]


def find_exercise(slug: str) -> Exercise:
    """Return an exercise that people were told of, or 404.

    Of the database only its state is asked: the rest is kept until it changes.
    """
    told = Exercise.objects.filter(slug=slug).values_list("pk", "changed", "state").first()
    if told is None or told[2] == ExerciseState.DRAFT:
        raise Http404("There is no such exercise.")
    return _read_exercise(told[0], told[1])


@lru_cache(64)
def _read_exercise(pk: int, changed: object) -> Exercise:
    return Exercise.objects.select_related("area", "owner").get(pk=pk)


def find_form(request: HttpRequest, exercise: Exercise) -> HalfFilled | None:
    """Return the form that this browser began, unless it was sent."""
    code = get_code(request)
    return HalfFilled.objects.filter(pk=get_key(code), exercise=exercise).first() if code else None


def get_language(request: HttpRequest) -> str:
    """Return the language that the address asks for, where the site speaks it."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else ENGLISH


def in_language(view: SayView) -> SayView:
    """Answer in the language of the address, and keep what is said out of every cache."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(get_language(request)):
            return view(request, *args, **kwargs)

    return answer


def make_form(step: Step, exercise: Exercise, data: Any, initial: Any, drawn: Sequence[int] = ()) -> StepForm:
    """Return the form of a screen, bound where there is data. `drawn` are the statements that it shows."""
    if step.question is not None:
        made = QUESTION_FORMS[QuestionKind(step.question.kind)]
        more: dict[str, Any] = {"wards": _list_numbered(exercise)} if made is PlaceForm else {}
        more |= {"drawn": drawn} if made is StatementsForm else {}
        return made(step.question, data, initial=initial, **more)
    if step.slug in _ABOUT:
        return AboutForm(_ABOUT[step.slug], data, initial=initial, wards=list_ward_choices(exercise))
    return _PLAIN[step.slug](data, initial=initial)


def _list_numbered(exercise: Exercise) -> list[tuple[str, str]]:
    """Return the wards with the numbers that they have on the map, where there is one."""
    wards = list_ward_choices(exercise)
    if get_place_map(exercise) is None:
        return list(wards)
    return [(code, f"{number}. {name}") for number, (code, name) in enumerate(wards, start=1)]


def get_empty_fields(step: Step, exercise: Exercise, language: str) -> SafeString:
    """Return the fields of a screen about who somebody is, as nobody has filled them in: the same for everybody.

    Its lists are long, so drawing them would be most of what the screen costs.
    """
    if step.slug not in _ABOUT:
        return SafeString("")
    return _draw_empty_fields(step.slug, exercise.pk, exercise.changed, language)


@lru_cache(256)
def _draw_empty_fields(slug: str, pk: int, changed: object, language: str) -> SafeString:
    form = make_form(Step(slug), _read_exercise(pk, changed), None, None)
    with translation.override(language):
        return render_to_string("say/fields.html", {"form": form})


def show(
    request: HttpRequest,
    name: str,
    exercise: Exercise,
    sheet: Sheet | None = None,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Show one of the resident's pages."""
    sheet = sheet or get_sheet(exercise, get_language(request))
    context = {"exercise": exercise, "sheet": sheet, "query": get_query(sheet), **context}
    return render(request, f"say/{name}.html", context, status=status)


def get_query(sheet: Sheet) -> str:
    """Return what keeps the language in the next address."""
    return "" if sheet.language == ENGLISH else f"?lang={sheet.language}"


def show_refusal(request: HttpRequest, exercise: Exercise, error: PersonError, *, status: int = 200) -> HttpResponse:
    """Show why nothing can be sent, and what can be done instead."""
    return show(request, "refusal", exercise, sentence=str(error), status=status)
