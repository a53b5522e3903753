"""Import references in the editor's site: choose a file, look at what would come of it, say yes."""

import base64
import hashlib
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from fiftysteps.accounts.models import User
from fiftysteps.evidence.actions.import_references import import_references
from fiftysteps.evidence.citing.formatting import format_reference
from fiftysteps.evidence.citing.matching import get_sentence, sort_out
from fiftysteps.evidence.citing.read_references import read_references
from fiftysteps.evidence.citing.reading import ReadFile
from fiftysteps.evidence.forms import ConfirmImportForm, ReferenceFileForm
from fiftysteps.evidence.policies import check_can_import_references
from fiftysteps.evidence.queries.held_references import get_held_references

TEMPLATE = "evidence/import_references.html"
# Where the file waits between the two steps. It is the account's own, and goes with it.
SESSION_KEY = "references-to-import"
LIST = "wagtailsnippets_evidence_reference:list"
# More than anybody reads on one page; the rest is counted.
MOST_SHOWN = 50


@dataclass(frozen=True)
class Preview:
    """What would come of a file, as the page shows it."""

    digest: str
    count: int
    held: int
    shown: list[SafeString]
    sentences: list[str]


def choose(request: HttpRequest) -> HttpResponse:
    check_can_import_references(_get_user(request))
    if request.method != "POST":
        return render(request, TEMPLATE, {"form": ReferenceFileForm()})
    form = ReferenceFileForm(request.POST, request.FILES)
    if not form.is_valid() or form.read is None:
        faults = [str(fault) for fault in form.faults]
        context = {"form": form, "faults": faults[:MOST_SHOWN], "more": max(0, len(faults) - MOST_SHOWN)}
        return render(request, TEMPLATE, context, status=400)
    request.session[SESSION_KEY] = {"file": form.read.file, "data": base64.b64encode(form.data_read).decode("ascii")}
    return render(request, TEMPLATE, {"form": form, "preview": _make_preview(form.read, form.data_read)})


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    user = _get_user(request)
    check_can_import_references(user)
    form = ConfirmImportForm(request.POST)
    waiting = request.session.get(SESSION_KEY)
    data = base64.b64decode(waiting["data"]) if waiting else b""
    if not form.is_valid() or not waiting or form.cleaned_data["digest"] != _get_digest(data):
        messages.error(request, "This is not the file that was looked at last. Choose it again.")
        return redirect("import-references")
    done = import_references(user, read_references(waiting["file"], data))
    del request.session[SESSION_KEY]
    messages.success(request, _get_message(len(done.made), len(done.found.duplicates)))
    return redirect(LIST)


def _get_user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in to import references.")
    return request.user


def _get_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _make_preview(read: ReadFile, data: bytes) -> Preview:
    found = sort_out(read, get_held_references())
    return Preview(
        digest=_get_digest(data),
        count=len(found.new),
        held=len(found.duplicates),
        shown=[format_reference(item.record).html for item in found.new[:MOST_SHOWN]],
        sentences=[
            *(str(get_sentence(read.file, duplicate)) for duplicate in found.duplicates[:MOST_SHOWN]),
            *map(str, read.notes[:MOST_SHOWN]),
        ],
    )


def _get_message(made: int, held: int) -> str:
    came = f"{made:,} reference{'s' * (made != 1)} came in as drafts; {held:,} left out as there already."
    return f"{came} Say how strong the evidence of each is before it is published." if made else came
