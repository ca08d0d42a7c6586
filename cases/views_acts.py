"""What the bureau does on the page of a case, each on a page of its own."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import (
    actions,
    bureau_actions,
    forms_case,
    pages,
    parking,
    rules,
    rules_restricting,
    shielded,
)
from cases.models import Case
from house.words import word
from zvh.guard import versions
from zvh.guard.gate import gated


@require_http_methods(["GET", "POST"])
@pages.named("Reden om te openen")
@gated(Case, rules.open_shielded)
def open_shielded(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_case.ReasonForm(parking.typed(request, case))
    if request.method == "POST" and form.is_valid():
        shielded.open_case(case, by=user, **form.cleaned_data)
        parking.settle(request, case)
        return redirect("cases:detail", case.pk)
    context = {
        "case": case,
        "form": form,
        "parked": parking.offered(request, case),
        "kept": shielded.still_kept(case),
        "is_open": shielded.is_open_to(user, case),
    }
    return TemplateResponse(request, "cases/case_shielded.html", context)


@require_http_methods(["GET", "POST"])
@pages.named("Informatie vastleggen")
@gated(Case, rules.work_on)
def add_contribution(request: HttpRequest, case: Case) -> HttpResponse:
    form = forms_case.ContributionForm(parking.typed(request, case))
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        bureau_actions.record_contribution(case, by=user, **form.cleaned_data)
        parking.settle(request, case)
        messages.success(request, "De informatie is vastgelegd.")
        return redirect("cases:information", case.pk)
    context = {
        **pages.frame(request, case, tab="informatie"),
        "form": form,
        "parked": parking.offered(request, case),
    }
    return TemplateResponse(request, "cases/case_contribute.html", context)


@require_http_methods(["GET", "POST"])
@pages.named("Overnemen")
@gated(Case, rules.coordinate)
def take_over(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    form = _coordinator_form(request, case)
    if request.method == "POST" and form.is_valid():
        stale = versions.save(
            request,
            form,
            partial(bureau_actions.take_over, case, by=user),
            stored=lambda: _stored(case),
            cancel=reverse("cases:detail", args=[case.pk]),
        )
        if stale is None:
            who = word("procescoordinator", "capital")
            messages.success(request, f"{who} gewijzigd.")
        return stale or redirect("cases:detail", case.pk)
    context = {**pages.frame(request, case, tab="overzicht"), "form": form}
    return TemplateResponse(request, "cases/case_take_over.html", context)


@require_http_methods(["GET", "POST"])
@pages.named("Besloten maken")
@gated(Case, rules_restricting.restrict)
def restrict(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    # Nobody ticked is an answer too, so an empty POST counts as filled in.
    data = request.POST if request.method == "POST" else None
    form = forms_case.RestrictForm(data, case=case, user=user)
    if request.method == "POST" and form.is_valid():
        actions.restrict(case, by=user, names=form.cleaned_data["names"])
        messages.success(
            request, f"{word('casus', 'capital_definite')} is nu besloten."
        )
        return redirect("cases:detail", case.pk)
    context = {**pages.frame(request, case, tab="overzicht"), "form": form}
    return TemplateResponse(request, "cases/case_restrict.html", context)


@require_http_methods(["GET", "POST"])
@pages.named("Besloten opheffen")
@gated(Case, rules_restricting.open_up)
def open_up(request: HttpRequest, case: Case) -> HttpResponse:
    if request.method == "POST":
        bureau_actions.open_up(case, by=pages.user_of(request))
        told = f"{word('casus', 'capital_definite')} is niet meer besloten."
        messages.success(request, told)
        return redirect("cases:detail", case.pk)
    context = {
        **pages.frame(request, case, tab="overzicht"),
        "colleagues": bureau_actions.kept_out(case),
    }
    return TemplateResponse(request, "cases/case_open_up.html", context)


def _coordinator_form(request: HttpRequest, case: Case) -> forms_case.CoordinatorForm:
    initial = {"coordinator": request.user.pk}
    return forms_case.CoordinatorForm(request.POST or None, case=case, initial=initial)


def _stored(case: Case) -> forms_case.CoordinatorForm:
    now = Case.objects.get(pk=case.pk)
    initial = {"coordinator": now.coordinator_id}
    return forms_case.CoordinatorForm(case=now, initial=initial)
