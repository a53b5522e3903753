"""Everything one can have a say on, and what came of what somebody said."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.erase_response import erase_response, find_response
from fiftysteps.engagement.asking.sheets import get_sheet
from fiftysteps.engagement.models import Exercise, ExerciseState, PublishedOpinions
from fiftysteps.engagement.queries.exports import get_everything_held
from fiftysteps.engagement.queries.what_came_of_it import get_what_came_of_it
from fiftysteps.engagement.receipts import read_code, show_code
from fiftysteps.publishing.views.say.showing import find_exercise, get_language, in_language, show


@never_cache
def list_exercises(request: HttpRequest) -> HttpResponse:
    """What is open now, what will be, and what was asked before."""
    today = timezone.localdate()
    told = Exercise.objects.exclude(state=ExerciseState.DRAFT).select_related("owner")
    context = {
        "open": [each for each in told if each.is_taking(today)],
        "later": [each for each in told if each.state == ExerciseState.OPEN and each.opens and each.opens > today],
        "with_opinions": set(PublishedOpinions.objects.values_list("exercise", flat=True)),
        "past": [each for each in told if each.state != ExerciseState.OPEN or (each.closes and each.closes < today)],
    }
    return render(request, "publishing/say_list.html", context)


@in_language
def show_decision(request: HttpRequest, slug: str) -> HttpResponse:
    """What can change, what cannot, and the options of a consultation: the rejected ones too, and why."""
    exercise = find_exercise(slug)
    return show(request, "decision", exercise, options=list(exercise.options.all()))


@never_cache
def use_receipt(request: HttpRequest) -> HttpResponse:
    """Somebody comes back with a code: what came of it, or to have it erased. The code stands in no address."""
    with translation.override(get_language(request)):
        typed = request.POST.get("code", "")
        if request.method != "POST":
            return render(request, "say/receipt.html", {"typed": ""})
        try:
            response = find_response(read_code(typed))
        except PersonError as error:
            return render(request, "say/receipt.html", {"typed": typed, "sentence": str(error)}, status=400)
        if "copy" in request.POST:
            answer = JsonResponse(get_everything_held(response), json_dumps_params={"ensure_ascii": False, "indent": 2})
            answer["Content-Disposition"] = 'attachment; filename="what-we-hold.json"'
            return answer
        if "erase" in request.POST:
            erase_response(response)
            response.refresh_from_db()
        context = {
            "came": get_what_came_of_it(response),
            "exercise": response.exercise,
            "sheet": get_sheet(response.exercise, response.language),
            "code": show_code(read_code(typed)),
            "refused": response.statements.filter(state="refused"),
        }
        return render(request, "say/what_came_of_it.html", context)
