"""The own account and the lock."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import forms, rules, sessions
from accounts.asking import user_of
from accounts.authorisations import Authorisation
from accounts.people import UserSession
from house import profile
from zvh.guard.gate import gated, listed
from zvh.guard.rules import anyone_signed_in


@require_safe
@listed("first page of a bestuurder", rules.oversee_the_house)
def welcome(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "accounts/welcome.html")


@require_safe
@listed("own account", anyone_signed_in)
def me(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    roles = Authorisation.objects.active(timezone.localdate()).of(user)
    context = {
        "roles": roles,
        "sessions": UserSession.objects.visible_to(user).order_by("-seen_at"),
        "this_session": request.session.session_key,
        "browsers": profile.active().signin.browsers,
        "has_totp": user.has_totp,
    }
    return TemplateResponse(request, "accounts/me.html", context)


@require_safe
@listed("who is here", anyone_signed_in)
def here(request: HttpRequest) -> JsonResponse:
    """Says who signed in over a page that stayed open, with a token for its forms."""
    user = user_of(request)
    return JsonResponse({"user": str(user.pk), "token": get_token(request)})


@require_POST
@gated(UserSession, rules.end_session)
def end_session(request: HttpRequest, session: UserSession) -> HttpResponse:
    sessions.end_one(session)
    messages.success(request, "De sessie is beëindigd.")
    return redirect("accounts:me")


@require_POST
@listed("lock", anyone_signed_in)
def lock(request: HttpRequest) -> HttpResponse:
    sessions.lock(request)
    where = urlencode({"next": _next(request)})
    return redirect(f"{reverse('accounts:unlock')}?{where}")


@require_http_methods(["GET", "POST"])
@listed("unlock", anyone_signed_in)
def unlock(request: HttpRequest) -> HttpResponse:
    form = forms.UnlockForm(request.POST or None)
    if form.is_valid() and _knows_password(request, form):
        sessions.unlock(request)
        return HttpResponseRedirect(_next(request))
    context = {"form": form, "next": _next(request)}
    return TemplateResponse(request, "accounts/unlock.html", context)


def _knows_password(request: HttpRequest, form: forms.UnlockForm) -> bool:
    # The library's own check, because it counts the attempts.
    try:
        knows: bool = get_adapter().reauthenticate(
            request.user, form.cleaned_data["password"]
        )
    except ValidationError as refusal:
        form.add_error("password", refusal)
        return False
    if not knows:
        form.add_error("password", "Dit wachtwoord klopt niet.")
    return knows


def _next(request: HttpRequest) -> str:
    """Where the person was, if that is one of our own pages."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and wanted.startswith("/") else "/"
