"""Sessions of networks: an invitation by which people add points, and the pages of those who gather them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.actions.hold_session import KEPT_DAYS, open_session, send_points, sort_points, write_reflection
from fiftysteps.evidence.models import PointHeading, ReflectionSession
from fiftysteps.evidence.policies import check_can_hold_sessions, check_is_open
from fiftysteps.publishing.forms import PointsForm, SessionForm
from fiftysteps.publishing.views.shown import get_signed_in

POINT = "point-"


@never_cache
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """The page behind an invitation: a form while the session is open, and a sentence afterwards."""
    session = get_object_or_404(ReflectionSession.objects.select_related("network"), key=key)
    today = timezone.localdate()
    try:
        check_is_open(session, today)
    except PersonError as error:
        return render(request, "publishing/invitation_closed.html", {"session": session, "sentence": str(error)})
    form = PointsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sending = form.cleaned_data["sending"]
            receipt = send_points(session, form.get_points(form.cleaned_data), today=today, sending=sending)
        except PersonError as error:
            form.add_error(None, str(error))
        else:
            request.session["receipt"] = receipt
            return redirect("invitation-sent", key)
    context = {"session": session, "form": form, "days": KEPT_DAYS}
    return render(request, "publishing/invitation.html", context, status=400 if form.errors else 200)


@never_cache
def thank(request: HttpRequest, key: str) -> HttpResponse:
    session = get_object_or_404(ReflectionSession.objects.select_related("network"), key=key)
    context = {"session": session, "receipt": request.session.get("receipt", "")}
    return render(request, "publishing/invitation_sent.html", context)


@login_required
def list_sessions(request: HttpRequest) -> HttpResponse:
    user = get_signed_in(request)
    check_can_hold_sessions(user)
    form = SessionForm(request.POST or None)
    if form.is_valid():
        session = open_session(user, form.save(commit=False))
        messages.success(request, "The session is open. Send the invitation to those whom you want to hear.")
        return redirect(session)
    context = {"form": form, "sessions": ReflectionSession.objects.select_related("network", "reflection")}
    return render(request, "publishing/sessions.html", context, status=400 if form.errors else 200)


@login_required
def gather(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the points of a session, write more down, and put them into themes."""
    user = get_signed_in(request)
    check_can_hold_sessions(user)
    session = get_object_or_404(ReflectionSession.objects.select_related("network", "reflection"), pk=pk)
    form = PointsForm(request.POST if "record" in request.POST else None)
    if "record" in request.POST and form.is_valid():
        points = form.get_points(form.cleaned_data)
        sending = form.cleaned_data["sending"]
        send_points(session, points, today=timezone.localdate(), sending=sending, recorded_by=user)
        messages.success(request, f"Written down: {sum(map(len, points.values()))} points.")
        return redirect(session)
    if "sort" in request.POST:
        chosen = {
            int(name.removeprefix(POINT)): str(value)
            for name, value in request.POST.items()
            if name.startswith(POINT) and name.removeprefix(POINT).isdecimal()
        }
        messages.success(request, f"Gathered: {sort_points(user, session, chosen)} points changed their theme.")
        return redirect(session)
    parts = [
        (
            heading,
            session.points.filter(heading=heading).select_related("theme").order_by("theme_id", "pk"),
            session.themes.filter(heading=heading),
        )
        for heading in PointHeading
    ]
    context = {
        "session": session,
        "form": form,
        "parts": parts,
        "sendings": session.points.values("sending").distinct().count(),
        "invitation": request.build_absolute_uri(session.get_invitation_url()),
        "days": KEPT_DAYS,
    }
    return render(request, "publishing/session.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_signed_in(request)
    session = get_object_or_404(ReflectionSession, pk=pk)
    try:
        reflection = write_reflection(user, session)
    except PersonError as error:
        messages.error(request, str(error))
        return redirect(session)
    messages.success(request, "The draft is written. Read it, say it in your own words, and publish it.")
    return redirect("wagtailsnippets_evidence_reflection:edit", reflection.pk)
