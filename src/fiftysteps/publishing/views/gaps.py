"""What is missing, whose it is, and who let it stay open until when."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from fiftysteps.publishing.forms import WaiverForm
from fiftysteps.publishing.views.shown import get_signed_in
from fiftysteps.strategy.actions.waive_gap import waive_gap
from fiftysteps.strategy.actions.withdraw_waiver import withdraw_waiver
from fiftysteps.strategy.gaps import ReportedGap, get_gap_report
from fiftysteps.strategy.models import GapWaiver
from fiftysteps.strategy.policies import can_see_drafts, can_waive_gap, check_can_waive_gap


def list_gaps(request: HttpRequest) -> HttpResponse:
    draft = request.GET.get("state") == "draft" and can_see_drafts(request.user)
    report = get_gap_report(draft=draft)
    groups = [
        {"count": count, "gaps": [found for found in report.gaps if found.rule == count.rule.id]}
        for count in report.rules
    ]
    context = {
        "report": report,
        "groups": groups,
        "draft": draft,
        "can_see_drafts": can_see_drafts(request.user),
        "can_waive": can_waive_gap(request.user),
    }
    return render(request, "publishing/gaps.html", context)


@login_required
def waive(request: HttpRequest, rule: str, object_key: str) -> HttpResponse:
    user = get_signed_in(request)
    check_can_waive_gap(user)
    found = _find_gap(rule, object_key)
    before = {"reason": found.waiver.reason, "until": found.waiver.until} if found.waiver else {}
    form = WaiverForm(request.POST or None, initial=before)
    if form.is_valid():
        waive_gap(user, rule, object_key, reason=form.cleaned_data["reason"], until=form.cleaned_data["until"])
        messages.success(request, f"This gap may stay open until {form.cleaned_data['until']:%-d %B %Y}.")
        return redirect("gaps")
    context = {"form": form, "found": found}
    return render(request, "publishing/gap_waive.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, rule: str, object_key: str) -> HttpResponse:
    user = get_signed_in(request)
    check_can_waive_gap(user)
    withdraw_waiver(user, get_object_or_404(GapWaiver, rule=rule, object_key=object_key))
    messages.success(request, "This gap counts as open again.")
    return redirect("gaps")


def _find_gap(rule: str, object_key: str) -> ReportedGap:
    reports = (get_gap_report(), get_gap_report(draft=True))
    for report in reports:
        for found in report.gaps:
            if (found.rule, found.gap.object_key) == (rule, object_key):
                return found
    raise Http404("There is no such gap.")
