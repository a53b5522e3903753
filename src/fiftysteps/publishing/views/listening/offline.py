"""A page for an event without a network: it is kept on the device, queues what is written down, and sends it once."""

import hashlib
import json
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.record_session import record_session
from fiftysteps.engagement.entry_forms import ListeningSessionForm
from fiftysteps.engagement.models import Exercise
from fiftysteps.engagement.policies import check_can_enter
from fiftysteps.publishing.queries.places import get_brand
from fiftysteps.publishing.views.listening.recording import TAKING, read_session
from fiftysteps.publishing.views.shown import get_signed_in

# What the page needs to be drawn without a network. Nothing else of the site is kept on the device.
FILES: Final = (
    "fiftysteps/main.css",
    "fiftysteps/main.js",
    "fiftysteps/offline.js",
    "fiftysteps/fonts/atkinson-hyperlegible-latin-400-normal.woff2",
    "fiftysteps/fonts/atkinson-hyperlegible-latin-700-normal.woff2",
)


SIGN: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath d='M3 3h10v10H3z'/%3E%3C/svg%3E"
)


@login_required
@never_cache
def show_page(request: HttpRequest) -> HttpResponse:
    check_can_enter(get_signed_in(request))
    form = ListeningSessionForm(auto_id="offline_%s")
    exercises = Exercise.objects.filter(state__in=TAKING)
    return render(request, "publishing/listening/offline.html", {"form": form, "exercises": exercises})


def get_manifest(request: HttpRequest) -> JsonResponse:
    """Return what a device needs to know to put the page among its programs."""
    brand, address = get_brand(request), reverse("record-offline")
    manifest = {
        "name": f"{brand.name}: write down a session",
        "short_name": "Sessions",
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "background_color": "#fbfaf6",
        "theme_color": brand.colour,
        "icons": [{"src": SIGN, "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


@never_cache
def get_worker(request: HttpRequest) -> HttpResponse:
    """Return the script that answers for the page where there is no network. A new version has another name."""
    page = reverse("record-offline")
    files = [page, reverse("brand"), *(static(name) for name in FILES)]
    told = {"files": files, "page": page, "name": hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]}
    context = {"told": json.dumps(told)}
    return render(request, "publishing/listening/worker.js", context, content_type="text/javascript; charset=utf-8")


@login_required
@never_cache
def give_token(request: HttpRequest) -> JsonResponse:
    """Return a token to send with: that of the kept page may be from another day."""
    return JsonResponse({"token": get_token(request)})


@require_POST
@never_cache
def send(request: HttpRequest) -> JsonResponse:
    """Keep one session that was written down without a network; sent again, it is the same."""
    if not isinstance(request.user, User):
        return JsonResponse({"sentence": "Sign in, then send."}, status=403)
    try:
        check_can_enter(request.user)
    except PermissionDenied as error:
        return JsonResponse({"sentence": str(error)}, status=403)
    status, answer = _keep(request.user, request.POST)
    return JsonResponse(answer, status=status)


def _keep(user: User, told: Any) -> tuple[int, dict[str, Any]]:
    exercise = Exercise.objects.filter(state__in=TAKING, slug=told.get("exercise", "")).first()
    form = ListeningSessionForm(told)
    faults = [] if exercise else ["Choose an exercise that is open; this one is not any more."]
    if not form.is_valid():
        faults += [f"{form.fields[name].label}: {fault}" for name, found in form.errors.items() for fault in found]
    if exercise is None or faults:
        return 400, {"faults": faults}
    try:
        session = record_session(user, exercise, read_session(form), today=timezone.localdate())
    except PersonError as error:
        return 400, {"faults": str(error).splitlines()}
    return 200, {"kept": session.pk, "title": session.title}
