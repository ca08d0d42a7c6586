"""The page on which people of a plan tell each other how it goes, and leave it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from cases import pages
from cases.models import Case
from house.words import word
from ico import actions, keeping_posted
from ico import rules_involvement as rules
from ico.agreed import Action
from ico.developments import Departure, Development
from ico.forms_involvement import DevelopmentForm, LeaveForm, SucceedForm
from zvh.guard.gate import gated
from zvh.guard.rules import allows


@require_http_methods(["GET", "POST"])
@gated(Case, rules.tell_from_case)
def case_developments(request: HttpRequest, case: Case) -> HttpResponse:
    """For the bureau and whoever leads the case."""
    user = pages.user_of(request)
    here = reverse("ico:case_developments", args=[case.pk])
    leave = reverse("ico:leave_case", args=[case.pk])
    back = reverse("ico:case_plan" if user.is_bureau else "ico:regie", args=[case.pk])
    context: dict[str, Any] = {"back": back}
    if user.is_bureau:
        context |= pages.frame(request, case, tab="plan")
    elif allows(rules.leave_from_case, user, case):
        context["leave"] = leave
    return _developments(request, case.pk, case.number or "", here, context)


@require_http_methods(["GET", "POST"])
@gated(Action, rules.tell_from_action)
def developments(request: HttpRequest, action: Action) -> HttpResponse:
    """For whoever does something of the plan, and sees no more of its case (P-4)."""
    here = reverse("ico:developments", args=[action.pk])
    context = {
        "back": reverse("ico:own_actions"),
        "leave": reverse("ico:leave", args=[action.pk]),
    }
    return _developments(request, action.case_id, action.reference, here, context)


@require_safe
@gated(Development, rules.read_development)
def development(request: HttpRequest, development: Development) -> HttpResponse:
    """One development, to which a letter leads."""
    user = pages.user_of(request)
    return TemplateResponse(
        request,
        "ico/development.html",
        {"one": development, "all": _all_of(user, development.case_id)},
    )


@require_http_methods(["GET", "POST"])
@gated(Action, rules.tell_from_action)
def leave(request: HttpRequest, action: Action) -> HttpResponse:
    back = reverse("ico:developments", args=[action.pk])
    return _leave(request, action.case_id, action.reference, back)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.leave_from_case)
def leave_case(request: HttpRequest, case: Case) -> HttpResponse:
    back = reverse("ico:case_developments", args=[case.pk])
    return _leave(request, case.pk, case.number or "", back)


@require_http_methods(["GET", "POST"])
@gated(Departure, rules.succeed)
def succeed(request: HttpRequest, departure: Departure) -> HttpResponse:
    """Somebody left: who goes on?"""
    user = pages.user_of(request)
    form = SucceedForm(request.POST or None, departure=departure)
    back = reverse("ico:case_plan", args=[departure.case_id])
    if request.method == "POST" and form.is_valid():
        actions.succeed(departure, by=user, **form.cleaned_data)
        messages.success(request, "De opvolging is vastgelegd.")
        case = Case.objects.read_along().get(pk=departure.case_id)
        # Somebody must lead the work: where nobody follows, the bureau names another.
        is_unled = departure.led and case.casusregisseur_id is None
        return redirect("ico:casusregisseur", case.pk) if is_unled else redirect(back)
    case = Case.objects.read_along().get(pk=departure.case_id)
    context = {
        **pages.frame(request, case, tab="plan"),
        "form": form,
        "departure": departure,
        "back": back,
    }
    return TemplateResponse(request, "ico/departure.html", context)


def _developments(
    request: HttpRequest,
    case_id: UUID,
    reference: str,
    here: str,
    context: dict[str, Any],
) -> HttpResponse:
    user = pages.user_of(request)
    form = DevelopmentForm(
        request.POST or None, parties=keeping_posted.parties_of(case_id)
    )
    if request.method == "POST" and form.is_valid():
        actions.tell(case_id, by=user, reference=reference, **form.cleaned_data)
        messages.success(
            request, "Uw bericht is geplaatst. Wie het moet weten, krijgt een mail."
        )
        return redirect(here)
    told = Development.objects.visible_to(user).of(case_id).in_order()
    context |= {
        "form": form,
        "told": told,
        "reference": reference,
    }
    template = (
        "ico/case_developments.html" if user.is_bureau else "ico/developments.html"
    )
    return TemplateResponse(request, template, context)


def _leave(
    request: HttpRequest, case_id: UUID, reference: str, back: str
) -> HttpResponse:
    """What ends is said beforehand: it cannot be undone by oneself."""
    user = pages.user_of(request)
    form = LeaveForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        actions.leave(case_id, by=user, **form.cleaned_data)
        messages.success(
            request,
            f"Uw betrokkenheid bij {word('casus', 'this')} is beëindigd. Het bureau"
            " regelt de opvolging.",
        )
        return redirect("cases:home")
    own = Action.objects.own(user).in_case(case_id)
    context = {
        "form": form,
        "back": back,
        "reference": reference,
        "open": own.open().by_date(),
        "leads": rules.leads(user, case_id),
    }
    return TemplateResponse(request, "ico/leave.html", context)


def _all_of(user: User, case_id: UUID) -> str:
    """Where this person reads all of it."""
    if user.is_bureau or rules.leads(user, case_id):
        return reverse("ico:case_developments", args=[case_id])
    own = Action.objects.own(user).in_case(case_id).order_by("pk").first()
    return reverse("ico:developments", args=[own.pk]) if own else ""
