"""The end of a case: tested and evaluated, and taken up again when it must."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import pages, parking
from cases import rules as case_rules
from cases.models import Case
from cases.parking import typed
from house.words import word
from ico import (
    actions,
    ending,
    form_page,
    forms_ending,
    forms_plan,
    rules,
    rules_ending,
)
from zvh.guard.gate import gated


@require_http_methods(["GET", "POST"])
@gated(Case, rules.scale_down)
def afschaling(request: HttpRequest, case: Case) -> HttpResponse:
    """Test each criterion, evaluate, and see what will be removed when (S-1, S-2)."""
    user = pages.user_of(request)
    criteria = ending.criteria_of(case)
    form = forms_plan.AfschalingForm(typed(request, case), criteria=criteria, case=case)
    if request.method == "POST" and form.is_valid():
        actions.scale_down(case, by=user, **form.answers)
        parking.settle(request, case)
        messages.success(
            request,
            f"{word('casus', 'capital_definite')} is afgeschaald en afgeschermd.",
        )
        # Where its dates are: when it is cleaned, and when it is gone.
        return redirect("cases:shielded_list")
    context = {
        **pages.frame(request, case, tab="plan"),
        "form": form,
        "parked": parking.offered(request, case),
        "criteria": criteria,
        "consequences": ending.consequences(case),
        "people": ending.people_who_lose_access(case),
        "open_actions": case.actions.open().count(),
        "back": reverse("ico:case_plan", args=[case.pk]),
    }
    return TemplateResponse(request, "ico/case_afschaling.html", context)


@require_http_methods(["GET", "POST"])
@gated(Case, rules_ending.evaluate)
def evaluate(request: HttpRequest, case: Case) -> HttpResponse:
    """What worked and what did not, after a calamity (S-2)."""
    user = pages.user_of(request)
    form = forms_ending.EvaluationForm(typed(request, case))
    back = reverse("ico:case_plan", args=[case.pk])
    if request.method == "POST" and form.is_valid():
        actions.evaluate(case, by=user, **form.cleaned_data)
        parking.settle(request, case)
        messages.success(request, "De evaluatie is vastgelegd.")
        return redirect(back)
    return form_page.show(
        request,
        pages.frame(request, case, tab="plan"),
        form,
        title="Evalueer na een calamiteit",
        text="De keuzes tellen mee in de cijfers van het huis, zonder iemand te noemen."
        " Wat u schrijft, blijft bij het plan en gaat daarmee weg.",
        submit="Leg vast",
        back=back,
    )


@require_http_methods(["GET", "POST"])
@gated(Case, case_rules.reopen)
def reopen(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_plan.ReopenForm(typed(request, case))
    if request.method == "POST" and form.is_valid():
        actions.reopen(case, by=user, **form.cleaned_data)
        parking.settle(request, case)
        messages.success(request, f"{word('casus', 'capital_definite')} is weer open.")
        return redirect("cases:detail", case.pk)
    context = {"case": case, "form": form}
    return TemplateResponse(request, "ico/case_reopen.html", context)
