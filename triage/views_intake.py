"""Intake: is it complete, does it fit the purpose, whom does it concern, what then."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases import dictating, likeness, pages, parking
from cases.exporting import saved_views
from cases.lifecycle import Phase
from cases.lists import Chosen
from cases.models import Case
from house.words import said, word
from triage import actions, answers, listing, preparing, rules, summary
from triage import forms_intake as forms
from triage.lists import REGISTRATIONS
from zvh.guard import access, versions
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows

# No house has as many that wait; who does, finds the others with a filter.
MOST_SHOWN = 200


@require_safe
@listed("registrations", rules.see_intakes)
def intake_list(request: HttpRequest) -> HttpResponse:
    chosen = Chosen.of(REGISTRATIONS, pages.user_of(request), request.GET)
    found = list(chosen.rows[: MOST_SHOWN + 1])
    shown = found[:MOST_SHOWN]
    access.found(request, count=len(shown), by=chosen.kinds)
    context = {
        "groups": listing.intakes(shown),
        "chosen": chosen,
        "saved": saved_views(chosen),
        "more": len(found) > MOST_SHOWN,
    }
    return TemplateResponse(request, "triage/intake_list.html", context)


@require_safe
@pages.tab("intake", "Intake", url_name="triage:intake", order=15)
@gated(Case, rules.see_intake)
def intake(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    told = summary.parts(case) if case.registrations.exists() else []
    context = {
        **pages.frame(request, case),
        "registration": case.registrations.first(),
        "parts": told,
        "attachments": case.attachments.defer("body").order_by("first_processed_at"),
        "lacks": summary.lacking(told),
        "dictation": dictating.of(case),
        "alike": likeness.standing(user, case),
        "asked": case.completionrequests.select_related("asked_by").order_by(
            "asked_at"
        ),
        "is_with_sender": case.phase == Phase.REGISTRATION,
        "is_on_its_way": case.phase in {Phase.REGISTRATION, Phase.INTAKE},
        "is_complete": bool(told) and rules.is_complete(case),
        "purpose": rules.purpose_of(case),
        "involvement": preparing.involvement_of(case),
        "gaps": answers.gaps(case),
        "may_involve": allows(rules.involve, user, case),
        "proposal": preparing.proposal_of(case),
        "may_propose": allows(rules.propose, user, case),
        "advice": listing.unsent_advice(case),
        "item": listing.open_item(case),
        "may_judge": allows(rules.judge, user, case),
    }
    return TemplateResponse(request, "triage/intake_detail.html", context)


@require_POST
@gated(Case, rules.judge)
def judge_complete(request: HttpRequest, case: Case) -> HttpResponse:
    case = actions.judge_complete(case, by=pages.user_of(request))
    what = word("aanmelding", "capital_definite")
    messages.success(request, f"{what} is volledig.{_on_the_agenda(case)}")
    return redirect("triage:intake", case.pk)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.judge)
def ask_completion(request: HttpRequest, case: Case) -> HttpResponse:
    lacks = summary.lacking(summary.parts(case))
    form = forms.CompletionForm(parking.typed(request, case), lacks=lacks)
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        actions.ask_completion(case, by=user, **form.cleaned_data)
        parking.settle(request, case)
        messages.success(request, "De aanmelder krijgt bericht.")
        return redirect("triage:intake", case.pk)
    return _page(request, case, "triage/intake_ask.html", form)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.decide_purpose)
def decide_purpose(request: HttpRequest, case: Case) -> HttpResponse:
    form = forms.PurposeForm(parking.typed(request, case))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        decision = actions.decide_purpose(
            case,
            by=pages.user_of(request),
            grounds=given["grounds"],
            motivation=given["motivation"],
            on_behalf_of=given["on_behalf_of"],
        )
        parking.settle(request, case)
        return _after_the_purpose(request, Case.objects.get(pk=case.pk), decision.fits)
    return _page(request, case, "triage/intake_purpose.html", form)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.involve)
def involve(request: HttpRequest, case: Case) -> HttpResponse:
    """Gone through with the sender: whom does this concern, and who says so (I-1)."""
    form = forms.InvolveForm(parking.typed(request, case), case=case)
    if request.method == "POST" and form.is_valid():
        preparing.involve(case, by=pages.user_of(request), **form.cleaned_data)
        parking.settle(request, case)
        messages.success(request, said("De betrokken {partij.plural} zijn vastgelegd."))
        return redirect("triage:intake", case.pk)
    return _page(request, case, "triage/intake_involve.html", form)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.propose)
def propose(request: HttpRequest, case: Case) -> HttpResponse:
    user, row = pages.user_of(request), preparing.proposal_of(case)
    form = forms.ProposalForm(parking.typed(request, case), row=row)
    if request.method == "POST" and form.is_valid():
        act = (
            partial(preparing.propose_anew, row, by=user)
            if row
            else partial(preparing.propose, case, by=user)
        )
        stale = versions.save(
            request,
            form,
            act,
            stored=lambda: forms.ProposalForm(row=preparing.proposal_of(case)),
            cancel=reverse("triage:propose", args=[case.pk]),
        )
        if stale is None:
            parking.settle(request, case)
            messages.success(request, "Uw voorstel is opgeslagen.")
        return stale or redirect("triage:intake", case.pk)
    return _page(request, case, "triage/intake_propose.html", form)


def _after_the_purpose(request: HttpRequest, case: Case, fits: bool) -> HttpResponse:
    if fits:
        messages.success(request, f"Het doel is getoetst.{_on_the_agenda(case)}")
        return redirect("triage:intake", case.pk)
    messages.success(request, "Het doel is getoetst. Schrijf nu het advies.")
    return redirect("triage:write_advice", case.advices.get(sent_at=None).pk)


def _on_the_agenda(case: Case) -> str:
    if case.phase != Phase.TRIAGE:
        return ""
    case_word, weging = word("casus", "capital_definite"), word("weging", "definite")
    return f" {case_word} staat op de agenda van {weging}."


def _page(
    request: HttpRequest, case: Case, template: str, form: object
) -> TemplateResponse:
    context = {
        **pages.frame(request, case, tab="intake"),
        "form": form,
        "gaps": answers.gaps(case),
        "parked": parking.offered(request, case),
    }
    return TemplateResponse(request, template, context)
