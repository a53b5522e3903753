"""The same rows saved by views with nothing round them, neither forms nor templates: what ours is timed against."""

import json

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import path
from django.utils import timezone

from fiftysteps.engagement.models import AboutYou, Answer, Arrival, Exercise, HalfFilled, Question, Response
from fiftysteps.engagement.receipts import get_key, make_code

FORM = '<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="{}"><button>Next</button></form>'
NEXT = {"words": "about-1", "about-1": "about-2", "about-2": "about-3", "about-3": "check"}


def start(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(FORM.format(get_token(request)))
    code = make_code()
    exercise = Exercise.objects.only("pk").get(slug=slug)
    HalfFilled.objects.create(key=get_key(code), exercise=exercise)
    response = HttpResponseRedirect(f"/say/{slug}/words/")
    response.set_cookie("form", code)
    return response


def step(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(FORM.format(get_token(request)))
    key = get_key(request.COOKIES["form"])
    if name == "check":
        save(key)
        return HttpResponseRedirect(f"/say/{slug}/sent/")
    with transaction.atomic():
        form = HalfFilled.objects.select_for_update().get(pk=key)
        form.answers[name] = request.POST.dict()
        form.save(update_fields=("answers", "touched"))
    return HttpResponseRedirect(f"/say/{slug}/{NEXT[name]}/")


@transaction.atomic
def save(key: str) -> None:
    form = HalfFilled.objects.select_for_update().get(pk=key)
    question = Question.objects.only("pk").filter(exercise=form.exercise_id).first()
    response = Response.objects.create(
        exercise_id=form.exercise_id,
        key=key,
        digest=json.dumps(form.answers)[:64],
        day=timezone.localdate(),
        capacities=["lives"],
        is_resident=True,
    )
    Answer.objects.create(response=response, question=question, text=form.answers["words"]["text"])
    AboutYou.objects.create(response=response, age="35-49", sex="female", ethnicity="roma")
    Arrival.objects.create(exercise_id=form.exercise_id, response=response, network="one")
    form.delete()


def sent(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(f'<p class="say-code">{request.COOKIES["form"]}</p>')


urlpatterns = [
    path("say/<slug:slug>/", start),
    path("say/<slug:slug>/sent/", sent),
    path("say/<slug:slug>/<slug:name>/", step),
]
