"""The one cookie of a form: the code of what was begun, for its own address alone, gone when the browser closes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from fiftysteps.engagement.models import Exercise
from fiftysteps.engagement.receipts import read_code

NAME = "form"


def get_code(request: HttpRequest) -> str:
    """Return the code of the form that this browser began, or an empty text."""
    return read_code(request.COOKIES.get(NAME, ""))


def set_code(response: HttpResponse, exercise: Exercise, code: str) -> None:
    # Without an age: whoever uses the library's computer next finds nothing. To come back later there is the code.
    response.set_cookie(
        NAME,
        code,
        path=exercise.get_absolute_url(),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def drop_code(response: HttpResponse, exercise: Exercise) -> None:
    response.delete_cookie(NAME, path=exercise.get_absolute_url(), samesite="Lax")
