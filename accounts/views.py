"""The own account, the lock, the Partijen."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
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

from accounts import actions, forms, rules, sessions
from accounts.asking import user_of
from accounts.authorisations import Authorisation
from accounts.parties import Contact, Party
from accounts.people import UserSession
from house import profile
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows, anyone_signed_in


@require_safe
@listed("own account", anyone_signed_in)
def me(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    roles = Authorisation.objects.active(timezone.localdate()).of(user)
    context = {
        "roles": roles,
        "sessions": UserSession.objects.visible_to(user).order_by("-seen_at"),
        "this_session": request.session.session_key,
        "has_totp": user.has_totp,
    }
    return TemplateResponse(request, "accounts/me.html", context)


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


@require_safe
@listed("parties", anyone_signed_in)
def parties(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    listed_parties = Party.objects.visible_to(user).with_contacts()
    access.found(request, count=len(listed_parties), by="")
    context = {"parties": listed_parties, "today": timezone.localdate()}
    return TemplateResponse(request, "accounts/party_list.html", context)


@require_safe
@gated(Party, rules.see_party)
def party(request: HttpRequest, party: Party) -> HttpResponse:
    user = user_of(request)
    context = {
        "party": party,
        "soorten": ", ".join(_soorten(party)),
        "is_bound": party.is_bound(timezone.localdate()),
        "contacts": Contact.objects.visible_to(user).of(party),
        "shows_contacts": allows(rules.see_contacts, user, party),
        "may_administer": allows(rules.administer_party, user, party),
    }
    return TemplateResponse(request, "accounts/party_detail.html", context)


@require_http_methods(["GET", "POST"])
@gated(Party, rules.administer_party)
def bind(request: HttpRequest, party: Party) -> HttpResponse:
    form = forms.BindForm(request.POST or None)
    if form.is_valid():
        actions.bind_party(party, by=user_of(request), since=form.cleaned_data["since"])
        messages.success(request, "De ondertekening is vastgelegd.")
        return redirect("accounts:party", party.pk)
    context = {"party": party, "form": form}
    return TemplateResponse(request, "accounts/party_bind.html", context)


@require_http_methods(["GET", "POST"])
@gated(Party, rules.administer_party)
def add_contact(request: HttpRequest, party: Party) -> HttpResponse:
    form = forms.ContactForm(request.POST or None, party=party)
    if form.is_valid():
        actions.add_contact(party, by=user_of(request), **form.cleaned_data)
        messages.success(request, "De contactpersoon is toegevoegd.")
        return redirect("accounts:party", party.pk)
    context = {"party": party, "form": form}
    return TemplateResponse(request, "accounts/contact_add.html", context)


@require_POST
@gated(Contact, rules.administer_contact)
def remove_contact(request: HttpRequest, contact: Contact) -> HttpResponse:
    actions.remove_contact(contact, by=user_of(request))
    messages.success(request, "De contactpersoon is verwijderd.")
    return redirect("accounts:party", contact.party_id)


def _soorten(party: Party) -> list[str]:
    return [profile.active().label("soorten", soort) for soort in party.soorten]


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
