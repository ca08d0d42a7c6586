"""The pages of the regional administrator: accounts and what they may be (P-6)."""

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

from accounts import actions, forms, rules, winding_down
from accounts.asking import user_of
from accounts.authorisations import Authorisation
from accounts.parties import Contact
from accounts.people import User
from house import counting
from house.counting import Asked
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows


@counting.counted("accounts:authorisations")
def to_confirm(user: User) -> Asked | None:
    """What waits for a second person, and this could be the one."""
    if not (user.is_procesondersteuner or user.is_manager):
        return None
    waiting = Authorisation.objects.visible_to(user).pending()
    return counting.rows(waiting.for_a_second(user))


@require_safe
@listed("authorisations", rules.see_authorisations)
def authorisations(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    known = Authorisation.objects.visible_to(user).in_full().by_name()
    current = known.active(timezone.localdate())
    access.found(request, count=current.count(), by="")
    context = {
        "pending": [
            (it, allows(rules.confirm, user, it), allows(rules.withdraw, user, it))
            for it in known.pending()
        ],
        "ending": [it for it in current.winding_down() if allows(rules.keep, user, it)],
        "active": [(it, allows(rules.withdraw, user, it)) for it in current],
        "without": User.objects.visible_to(user).without_role(),
        "may_administer": allows(rules.administer, user),
    }
    return TemplateResponse(request, "accounts/authorisation_list.html", context)


@require_POST
@gated(Authorisation, rules.confirm)
def confirm(request: HttpRequest, authorisation: Authorisation) -> HttpResponse:
    actions.confirm_authorisation(authorisation, by=user_of(request))
    messages.success(request, "De autorisatie is bevestigd.")
    return redirect("accounts:authorisations")


@require_http_methods(["GET", "POST"])
@gated(Authorisation, rules.withdraw)
def withdraw(request: HttpRequest, authorisation: Authorisation) -> HttpResponse:
    form = forms.WithdrawForm(request.POST or None)
    if form.is_valid():
        actions.withdraw_authorisation(
            authorisation, by=user_of(request), reason=form.cleaned_data["reason"]
        )
        messages.success(request, "De autorisatie is ingetrokken.")
        return redirect("accounts:authorisations")
    context = {"authorisation": authorisation, "form": form}
    return TemplateResponse(request, "accounts/authorisation_withdraw.html", context)


@require_http_methods(["GET", "POST"])
@gated(Authorisation, rules.keep)
def keep(request: HttpRequest, authorisation: Authorisation) -> HttpResponse:
    form = forms.WithdrawForm(request.POST or None)
    if form.is_valid():
        winding_down.keep(
            authorisation, by=user_of(request), because=form.cleaned_data["reason"]
        )
        messages.success(request, "De autorisatie blijft staan.")
        return redirect("accounts:authorisations")
    context = {"authorisation": authorisation, "form": form}
    return TemplateResponse(request, "accounts/authorisation_keep.html", context)


@require_http_methods(["GET", "POST"])
@listed("new account", rules.administer)
def create_user(request: HttpRequest) -> HttpResponse:
    # By its key: an address or a name of a page is kept where names must not be.
    contact = Contact.objects.of_key(request.GET.get("contactpersoon", ""))
    form = forms.UserForm(request.POST or None, initial=forms.account_of(contact))
    if form.is_valid():
        made, password = actions.create_user(by=user_of(request), **form.cleaned_data)
        return _first_password(request, made, password)
    return TemplateResponse(request, "accounts/user_create.html", {"form": form})


@require_safe
@gated(User, rules.see_user)
def user(request: HttpRequest, about: User) -> HttpResponse:
    asking = user_of(request)
    known = Authorisation.objects.of(about).in_full()
    context = {
        "about": about,
        "authorisations": [
            (it, allows(rules.confirm, asking, it), allows(rules.withdraw, asking, it))
            for it in known
        ],
        "may_administer": allows(rules.administer_user, asking, about),
        "may_replace": allows(rules.replace_somebody, asking, about),
        "may_renew": allows(rules.renew_password, asking, about),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "accounts/user_detail.html", context)


@require_http_methods(["GET", "POST"])
@gated(User, rules.administer_user)
def grant(request: HttpRequest, about: User) -> HttpResponse:
    form = forms.GrantForm(
        request.POST or None, user=about, initial={"designated_by": about.party}
    )
    if form.is_valid():
        given = actions.grant_authorisation(
            about, by=user_of(request), **form.cleaned_data
        )
        messages.success(request, _said_of(given))
        return redirect("accounts:user", about.pk)
    context = {"about": about, "form": form}
    return TemplateResponse(request, "accounts/authorisation_grant.html", context)


@require_http_methods(["GET", "POST"])
@gated(User, rules.administer_user)
def deactivate(request: HttpRequest, about: User) -> HttpResponse:
    if request.method == "POST":
        actions.deactivate_user(about, by=user_of(request))
        messages.success(request, "Het account is gesloten.")
        return redirect("accounts:authorisations")
    held = Authorisation.objects.not_withdrawn().of(about)
    context = {"about": about, "held": held.count()}
    return TemplateResponse(request, "accounts/user_deactivate.html", context)


@require_POST
@gated(User, rules.renew_password)
def renew_password(request: HttpRequest, about: User) -> HttpResponse:
    password = actions.renew_first_password(about, by=user_of(request))
    return _first_password(request, about, password)


@require_POST
@gated(User, rules.administer_user)
def reset_factor(request: HttpRequest, about: User) -> HttpResponse:
    actions.reset_second_factor(about, by=user_of(request))
    messages.success(request, "De tweede stap is verwijderd.")
    return redirect("accounts:user", about.pk)


def _first_password(request: HttpRequest, about: User, password: str) -> HttpResponse:
    # Shown in the answer itself: a redirect would have to keep it somewhere.
    context = {"about": about, "password": password}
    return TemplateResponse(request, "accounts/first_password.html", context)


def _said_of(given: Authorisation) -> str:
    if given.is_pending:
        return "De autorisatie wacht op bevestiging door een tweede persoon."
    return "De autorisatie is toegekend."
