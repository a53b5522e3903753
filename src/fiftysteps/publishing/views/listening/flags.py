"""Safeguarding flags: what somebody has to look at now, with its clock."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.look_at_flag import look_at_flag
from fiftysteps.engagement.models import SafeguardingFlag
from fiftysteps.publishing.views.shown import get_signed_in


@login_required
@never_cache
def list_flags(request: HttpRequest) -> HttpResponse:
    user = get_signed_in(request)
    if not user.has_perm("engagement.view_safeguardingflag"):
        raise PermissionDenied("Only those who look after safeguarding can see this.")
    if request.method == "POST":
        flag = get_object_or_404(SafeguardingFlag, pk=request.POST.get("flag", ""))
        try:
            look_at_flag(user, flag, outcome=request.POST.get("outcome", ""))
        except PersonError as error:
            messages.error(request, str(error))
        return redirect("listening-flags")
    flags = SafeguardingFlag.objects.select_related("exercise", "seen_by", "response")
    context = {"waiting": flags.filter(seen__isnull=True), "seen": flags.filter(seen__isnull=False)[:50]}
    return render(request, "publishing/listening/flags.html", context)
