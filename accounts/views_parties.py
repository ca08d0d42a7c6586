"""The pages of the Partijen: who takes part, since when, and whom to ask there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import forms_parties as forms
from accounts import party_actions, reaching, rules
from accounts.asking import user_of
from accounts.parties import Contact, Party
from house import profile
from house.words import said
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows, anyone_signed_in


@require_safe
@listed("parties", anyone_signed_in)
def parties(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    listed_parties = Party.objects.visible_to(user).organisations().with_contacts()
    access.found(request, count=len(listed_parties), by="")
    context = {
        "parties": listed_parties,
        "today": timezone.localdate(),
        "may_administer": allows(rules.administer, user),
        "may_see_reach": allows(rules.see_reach, user),
    }
    return TemplateResponse(request, "accounts/party_list.html", context)


@require_safe
@listed("reachability", rules.see_reach)
def reach(request: HttpRequest) -> HttpResponse:
    """Is iedereen bereikbaar? What is missing, and what to do about it (G-2)."""
    context = {
        "reach": reaching.of_everybody(),
        "may_administer": allows(rules.administer, user_of(request)),
    }
    return TemplateResponse(request, "accounts/party_reach.html", context)


@require_http_methods(["GET", "POST"])
@listed("new party", rules.administer)
def add_party(request: HttpRequest) -> HttpResponse:
    form = forms.PartyForm(request.POST or None)
    if form.is_valid():
        made = party_actions.add_party(by=user_of(request), **form.told)
        messages.success(request, said("{partij.capital_definite} is toegevoegd."))
        return redirect("accounts:party", made.pk)
    context = {"form": form}
    return TemplateResponse(request, "accounts/party_form.html", context)


@require_http_methods(["GET", "POST"])
@gated(Party, rules.administer_party)
def change_party(request: HttpRequest, party: Party) -> HttpResponse:
    name = party.name
    form = forms.PartyForm(request.POST or None, instance=party)
    if form.is_valid():
        party_actions.change_party(party, by=user_of(request), **form.told)
        messages.success(request, "De gegevens zijn gewijzigd.")
        return redirect("accounts:party", party.pk)
    context = {"party": party, "name": name, "form": form}
    return TemplateResponse(request, "accounts/party_form.html", context)


@require_safe
@gated(Party, rules.see_party)
def party(request: HttpRequest, party: Party) -> HttpResponse:
    user = user_of(request)
    today = timezone.localdate()
    context = {
        "party": party,
        "soorten": ", ".join(_soorten(party)),
        "is_bound": party.is_bound(today),
        "today": today,
        "contacts": Contact.objects.visible_to(user).of(party).select_related("user"),
        "shows_contacts": allows(rules.see_contacts, user, party),
        "may_administer": allows(rules.administer_party, user, party),
    }
    return TemplateResponse(request, "accounts/party_detail.html", context)


@require_http_methods(["GET", "POST"])
@gated(Party, rules.administer_party)
def bind(request: HttpRequest, party: Party) -> HttpResponse:
    known = {"since": party.bound_since, "until": party.bound_until}
    form = forms.BindForm(request.POST or None, initial=known)
    if form.is_valid():
        party_actions.bind_party(party, by=user_of(request), **form.cleaned_data)
        messages.success(request, "De ondertekening is vastgelegd.")
        return redirect("accounts:party", party.pk)
    context = {"party": party, "form": form}
    return TemplateResponse(request, "accounts/party_bind.html", context)


@require_http_methods(["GET", "POST"])
@gated(Party, rules.administer_party)
def add_contact(request: HttpRequest, party: Party) -> HttpResponse:
    form = forms.ContactForm(request.POST or None, party=party)
    if form.is_valid():
        party_actions.add_contact(party, by=user_of(request), **form.cleaned_data)
        messages.success(
            request, said("{contactpersoon.capital_definite} is toegevoegd.")
        )
        return redirect("accounts:party", party.pk)
    context = {"party": party, "form": form}
    return TemplateResponse(request, "accounts/contact_form.html", context)


@require_http_methods(["GET", "POST"])
@gated(Contact, rules.administer_contact)
def change_contact(request: HttpRequest, contact: Contact) -> HttpResponse:
    form = forms.ContactForm(
        request.POST or None, instance=contact, party=contact.party
    )
    if form.is_valid():
        party_actions.change_contact(contact, by=user_of(request), **form.cleaned_data)
        messages.success(
            request, said("{contactpersoon.capital_definite} is gewijzigd.")
        )
        return redirect("accounts:party", contact.party_id)
    context = {"party": contact.party, "contact": contact, "form": form}
    return TemplateResponse(request, "accounts/contact_form.html", context)


@require_POST
@gated(Contact, rules.administer_contact)
def remove_contact(request: HttpRequest, contact: Contact) -> HttpResponse:
    party_actions.remove_contact(contact, by=user_of(request))
    messages.success(request, said("{contactpersoon.capital_definite} is verwijderd."))
    return redirect("accounts:party", contact.party_id)


def _soorten(party: Party) -> list[str]:
    return [profile.active().label("soorten", soort) for soort in party.soorten]
