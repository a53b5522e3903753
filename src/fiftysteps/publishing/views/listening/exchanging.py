"""Codebooks and codings go to other programs for qualitative data, and codebooks come back from them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.take_in_codebook import take_in_codebook
from fiftysteps.engagement.exchange.reading import LARGEST, read_codebook
from fiftysteps.engagement.exchange.writing import write_qdc, write_qdpx
from fiftysteps.engagement.models import Exercise
from fiftysteps.engagement.policies import check_can_change_codebook, check_can_read_responses
from fiftysteps.engagement.queries.exchange import get_exchanged_codes, get_exchanged_project
from fiftysteps.publishing.views.shown import get_signed_in


@login_required
@never_cache
def get_qdc(request: HttpRequest, slug: str) -> HttpResponse:
    """The codebook, as NVivo, ATLAS.ti and MAXQDA read it."""
    check_can_read_responses(get_signed_in(request))
    exercise = get_object_or_404(Exercise, slug=slug)
    return _give(write_qdc(get_exchanged_codes(exercise)), "application/xml; charset=utf-8", f"{slug}.qdc")


@login_required
@never_cache
def get_qdpx(request: HttpRequest, slug: str) -> HttpResponse:
    """The codebook with every response and its codings; the words are those that a reader sees."""
    check_can_read_responses(get_signed_in(request))
    exercise = get_object_or_404(Exercise, slug=slug)
    return _give(write_qdpx(get_exchanged_project(exercise)), "application/zip", f"{slug}.qdpx")


@require_POST
@login_required
def take_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in a codebook: all of it, or nothing where anything is wrong."""
    user = get_signed_in(request)
    exercise = get_object_or_404(Exercise, slug=slug)
    check_can_change_codebook(user, exercise)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise PersonError("Choose a file: a codebook (.qdc) or a project (.qdpx).")
        taken = take_in_codebook(user, exercise, read_codebook(file.read(LARGEST + 1)))
    except PersonError as error:
        for line in str(error).splitlines():
            messages.error(request, line)
    else:
        messages.success(request, f"{taken.new} codes are new, {taken.changed} changed, {taken.same} are as they were.")
    return redirect("listening-codes", slug)


def _give(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
