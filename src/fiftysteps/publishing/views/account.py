"""Signing in and out, and the page that says what an account is for."""

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from fiftysteps.publishing.forms import SignInForm
from fiftysteps.publishing.queries.account import get_duties
from fiftysteps.publishing.views.shown import get_signed_in
from fiftysteps.strategy.policies import can_see_drafts


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = authenticate(request, username=form.cleaned_data["email"], password=form.cleaned_data["password"])
        if user is not None:
            login(request, user)
            return redirect(_get_next(request))
        form.add_error(None, "The e-mail address or the password is not right")
    context = {"form": form, "next": _get_next(request)}
    return render(request, "publishing/sign_in.html", context, status=400 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/")


@login_required
def show_account(request: HttpRequest) -> HttpResponse:
    user = get_signed_in(request)
    context = {"duties": get_duties(user), "can_edit": can_see_drafts(user), "person": getattr(user, "person", None)}
    return render(request, "publishing/account.html", context)


def _get_next(request: HttpRequest) -> str:
    """Return where to go after signing in: a path of this site, whatever the address asked for."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and is_ours else "/account/"
