"""Ways in that are put up or sent somewhere: a link and its square for each, and how many came by it."""

import io

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.cache import never_cache

from fiftysteps.engagement.models import Exercise, Invitation
from fiftysteps.engagement.policies import check_can_run_exercises
from fiftysteps.publishing.views.shown import get_signed_in


class InvitationForm(forms.ModelForm[Invitation]):
    class Meta:
        model = Invitation
        fields = ("name",)
        error_messages = {"name": {"required": "Say where it is, such as: poster in East Ham library"}}


@login_required
@never_cache
def list_invitations(request: HttpRequest, slug: str) -> HttpResponse:
    check_can_run_exercises(get_signed_in(request))
    exercise = get_object_or_404(Exercise, slug=slug)
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        made = form.save(commit=False)
        made.exercise, made.code = exercise, _find_code(exercise, made.name)
        made.save()
        return redirect("listening-invitations", exercise.slug)
    found = exercise.invitations.annotate(count=Count("responses")).order_by("name")
    rows = [(each, get_address(each), draw_square(get_address(each))) for each in found]
    context = {"exercise": exercise, "form": form, "rows": rows}
    return render(request, "publishing/listening/invitations.html", context, status=400 if form.errors else 200)


def _find_code(exercise: Exercise, name: str) -> str:
    base = slugify(name)[:24] or "invitation"
    taken = set(exercise.invitations.values_list("code", flat=True))
    codes = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in codes if code not in taken)


def get_address(invitation: Invitation) -> str:
    return f"{settings.ORIGIN}{invitation.exercise.get_absolute_url()}?from={invitation.code}"


def draw_square(address: str) -> SafeString:
    """Return the square that a phone reads, as a picture to be put into a page."""
    import segno

    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", xmldecl=False, svgns=True, scale=4, border=2, nl=False)
    return mark_safe(stream.getvalue().decode("utf-8"))  # noqa: S308 (drawn by us from an address of ours)
