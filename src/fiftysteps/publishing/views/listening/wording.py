"""The texts of an exercise in another language, beside the English that they stand for."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.write_wordings import write_wordings
from fiftysteps.engagement.models import Exercise, Wording
from fiftysteps.engagement.models.exercise import list_parts
from fiftysteps.engagement.policies import check_can_run_exercises
from fiftysteps.publishing.views.shown import get_signed_in

PART = "part-"


@login_required
@never_cache
def write(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    user = get_signed_in(request)
    check_can_run_exercises(user)
    if language not in dict(settings.LANGUAGES) or language == settings.LANGUAGE_CODE:
        raise Http404("The site does not speak this language.")
    exercise = get_object_or_404(Exercise, slug=slug)
    told = {name.removeprefix(PART): str(text) for name, text in request.POST.items() if name.startswith(PART)}
    sentence = ""
    if request.method == "POST":
        try:
            count = write_wordings(user, exercise, language, told, is_checked="checked" in request.POST)
        except PersonError as error:
            sentence = str(error)
        else:
            messages.success(request, f"{count} texts are kept.")
            return redirect("listening-wording", exercise.slug, language)
    kept = list(Wording.objects.filter(exercise=exercise, language=language))
    said = {each.part: each.text for each in kept} | told
    context = {
        "exercise": exercise,
        "language": language,
        "name": dict(settings.LANGUAGES)[language],
        "is_rtl": language in settings.LANGUAGES_BIDI,
        "rows": [(part, text, said.get(part, ""), len(text.splitlines()) + 1) for part, text in list_parts(exercise)],
        "is_checked": bool(kept) and all(each.is_checked for each in kept),
        "sentence": sentence,
    }
    return render(request, "publishing/listening/wording.html", context, status=400 if sentence else 200)
