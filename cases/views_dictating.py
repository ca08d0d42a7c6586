"""Registering by telephone: for whom, handed on, and found right by the sender."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import visitors
from accounts.models import User
from cases import (
    dictating,
    forms_dictating,
    pages,
    parking,
    registration_summary,
    rules,
)
from cases.models import Case
from cases.registration_steps import Draft
from zvh.guard.gate import gated, listed

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
@listed("registration for a partner", rules.type_for)
def dictate(request: HttpRequest) -> HttpResponse:
    """Who tells it, before the same form begins."""
    form = forms_dictating.DictationForm(request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            case = dictating.begin(
                by=pages.user_of(request),
                sender=_sender(form.cleaned_data),
                way=form.cleaned_data["way"],
            )
        return redirect("cases:registration", case.pk)
    return TemplateResponse(request, "cases/dictate.html", {"form": form})


@require_POST
@gated(Case, rules.hand_over_draft)
def hand_over(request: HttpRequest, case: Case) -> HttpResponse:
    dictating.hand_over(case, by=pages.user_of(request))
    messages.success(request, "De aanmelder krijgt bericht en kan verdergaan.")
    return redirect("triage:intake_list")


@require_http_methods(BOTH)
@gated(Case, rules.check_dictation)
def check(request: HttpRequest, case: Case) -> HttpResponse:
    """Does it say what you told us? Who has no account does not read it back."""
    user = pages.user_of(request)
    form = forms_dictating.DictationAnswerForm(parking.typed(request, case))
    if request.method == "POST" and form.is_valid():
        dictating.answer(case, by=user, **form.told)
        parking.settle(request, case)
        messages.success(request, "Dank u. Het bureau ziet uw antwoord.")
        return redirect("cases:registration_state", case.pk)
    context = {
        "case": case,
        "form": form,
        "told": dictating.of(case),
        "sections": _read_back(user, case),
        "parked": parking.offered(request, case),
    }
    return TemplateResponse(request, "cases/dictation_check.html", context)


def _sender(given: dict[str, Any]) -> User:
    known: User | None = given["sender"]
    return known or visitors.receive(
        address=given["address"],
        name=given["name"],
        function=given["function"],
        party=given["party"],
        is_confirmed=False,
    )


def _read_back(user: User, case: Case) -> list[registration_summary.Section]:
    if user.is_visitor or case.registration is None:
        return []
    return registration_summary.sections(Draft(case, case.registration))
