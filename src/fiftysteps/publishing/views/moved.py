"""Evidence that moved: which figures say something else than when somebody last looked, and who has looked since."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.actions.look_at_movement import look_at_movement
from fiftysteps.evidence.models import Movement, Standing
from fiftysteps.evidence.policies import can_look_at_movements, check_can_look_at_movements
from fiftysteps.publishing.forms import LookForm
from fiftysteps.publishing.queries.moved import describe_moved, get_lately_looked_at, get_moved
from fiftysteps.publishing.views.shown import get_signed_in


def list_moved(request: HttpRequest) -> HttpResponse:
    context = {
        "moved": get_moved(),
        "looked_at": get_lately_looked_at(),
        "can_look": can_look_at_movements(request.user),
    }
    return render(request, "publishing/moved.html", context)


@login_required
def look(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_signed_in(request)
    check_can_look_at_movements(user)
    movement = get_object_or_404(Movement.objects.select_related("finding"), pk=pk, looked_at__isnull=True)
    form = LookForm(request.POST or None, initial={"seen": movement.digest})
    if form.is_valid():
        told = form.cleaned_data
        try:
            standing = Standing(told["standing"])
            look_at_movement(user, movement, seen=told["seen"], standing=standing, reason=told["reason"])
        except PersonError as error:
            messages.error(request, str(error))
            return redirect("moved")
        messages.success(request, f"Noted: {standing.label.lower()}.")
        return redirect("moved")
    context = {"form": form, "moved": describe_moved(movement)}
    return render(request, "publishing/moved_look.html", context, status=400 if form.errors else 200)
