"""Who has not been heard, as it stands now, and who goes where to hear them."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.count_turnout import refresh_turnout
from fiftysteps.engagement.actions.plan_reach import plan_reach
from fiftysteps.engagement.actions.publish_turnout import publish_turnout
from fiftysteps.engagement.models import Exercise, ReachPlan
from fiftysteps.engagement.policies import can_run_exercises, check_can_see_turnout
from fiftysteps.engagement.queries.margins import list_wards
from fiftysteps.engagement.queries.turnout import freeze, get_turnout
from fiftysteps.publishing.turnout import build_page
from fiftysteps.publishing.views.shown import get_signed_in


class ReachPlanForm(forms.ModelForm[ReachPlan]):
    """Who will go where, with which partner, by when."""

    class Meta:
        model = ReachPlan
        fields = ("community", "who", "where", "partner", "by_when")
        widgets = {"by_when": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}


@login_required
@never_cache
def show_who(request: HttpRequest, slug: str) -> HttpResponse:
    """Live, for staff: small groups are hidden here too."""
    user = get_signed_in(request)
    check_can_see_turnout(user)
    exercise = get_object_or_404(Exercise, slug=slug)
    form = ReachPlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            plan_reach(user, exercise, form.save(commit=False))
        except PersonError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The plan is kept. The next session with them marks it as done.")
            return redirect("listening-who", exercise.slug)
    refresh_turnout(exercise)
    page = build_page(freeze(get_turnout(exercise)), list_wards(exercise.area))
    context = {"exercise": exercise, "is_live": True, "may_run": can_run_exercises(user), "form": form, **page}
    return render(request, "publishing/listening/who.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    exercise = get_object_or_404(Exercise, slug=slug)
    try:
        publish_turnout(get_signed_in(request), exercise, today=timezone.localdate())
    except PersonError as error:
        messages.error(request, str(error))
        return redirect("listening-who", exercise.slug)
    messages.success(request, "Who took part is published.")
    return redirect("say-who", exercise.slug)
