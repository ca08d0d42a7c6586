"""What follows the decision: an advice to the sender, or support without an ICO."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases import pages, parking
from cases.models import Case
from house import profile
from triage import documents, outcomes, rules
from triage import forms_outcome as forms
from triage.models import Advice
from zvh.guard import access, versions
from zvh.guard.gate import gated
from zvh.guard.rules import allows
from zvh.lib import pdf
from zvh.lib.downloads import download

ADD_BLOCKS = "add_blocks"


@require_http_methods(["GET", "POST"])
@gated(Advice, rules.write_advice)
def write_advice(request: HttpRequest, advice: Advice) -> HttpResponse:
    data = parking.typed(request, advice.case)
    blocks = forms.BlocksForm(request.POST or None)
    # Whoever goes on with a sentence chosen means it, too.
    if request.method == "POST" and blocks.is_valid():
        data = _with_blocks(request, blocks)
    form = _advice_form(advice, data)
    if request.method == "POST" and ADD_BLOCKS not in request.POST and form.is_valid():
        stale = versions.save(
            request,
            form,
            partial(outcomes.write_advice, advice, by=pages.user_of(request)),
            stored=lambda: _advice_form(Advice.objects.get(pk=advice.pk)),
            cancel=reverse("triage:write_advice", args=[advice.pk]),
        )
        if stale is None:
            parking.settle(request, advice.case)
        return stale or redirect("triage:send_advice", advice.pk)
    context = {
        **pages.frame(request, advice.case, tab="intake"),
        "form": form,
        "blocks": blocks,
        "parked": parking.offered(request, advice.case),
    }
    return TemplateResponse(request, "triage/advice_write.html", context)


@require_http_methods(["GET", "POST"])
@gated(Advice, rules.change_advice)
def send_advice(request: HttpRequest, advice: Advice) -> HttpResponse:
    """What will happen; and while it waits to leave, how to take it back."""
    if request.method == "POST":
        outcomes.let_advice_leave(advice, by=pages.user_of(request))
        return redirect("triage:send_advice", advice.pk)
    context = {
        **pages.frame(request, advice.case, tab="intake"),
        "advice": advice,
        "grace": outcomes.GRACE.seconds // 60,
        "persons": advice.case.persons.count(),
        "attachments": advice.case.attachments.count(),
    }
    return TemplateResponse(request, "triage/advice_send.html", context)


@require_POST
@gated(Advice, rules.change_advice)
def hold_advice(request: HttpRequest, advice: Advice) -> HttpResponse:
    outcomes.hold_advice(advice, by=pages.user_of(request))
    messages.success(request, "Het advies is teruggehaald. Er is niets verstuurd.")
    return redirect("triage:write_advice", advice.pk)


@require_safe
@gated(Advice, rules.read_advice)
def advice(request: HttpRequest, advice: Advice) -> HttpResponse:
    context = {"advice": advice, "case": advice.case}
    return TemplateResponse(request, "triage/advice_read.html", context)


@require_POST
@gated(Advice, rules.read_advice, kind=access.Kind.FILE)
def take_advice(request: HttpRequest, advice: Advice) -> HttpResponse:
    user = pages.user_of(request)
    outcomes.take_advice(advice, by=user)
    body = documents.advice(advice, by=user)
    return download(body, name="advies.pdf", kind=pdf.TYPE)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.support)
def support(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    asked_at = outcomes.ask_about_support(case)
    asks = timezone.now() >= asked_at
    form = forms.SupportForm(parking.typed(request, case), asks=asks)
    if request.method == "POST" and form.is_valid():
        outcomes.note_support(case, by=user, **form.cleaned_data)
        parking.settle(request, case)
        messages.success(request, "De notitie is vastgelegd.")
        return redirect("triage:support", case.pk)
    context = {
        **pages.frame(request, case, tab="overzicht"),
        "form": form,
        "notes": case.supportnotes.select_related("by").order_by("-at"),
        "asks": asks,
        "asked_at": asked_at,
        "may_end": allows(rules.end_support, user, case),
        "parked": parking.offered(request, case),
    }
    return TemplateResponse(request, "triage/support.html", context)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.end_support)
def end_support(request: HttpRequest, case: Case) -> HttpResponse:
    if request.method == "POST":
        outcomes.end_support(case, by=pages.user_of(request))
        messages.success(request, "De ondersteuning is afgerond.")
        return redirect("cases:today")
    context = {
        **pages.frame(request, case, tab="overzicht"),
        "notes": case.supportnotes.count(),
        "terms": profile.active().terms,
    }
    return TemplateResponse(request, "triage/support_end.html", context)


def _advice_form(advice: Advice, data: object = None) -> forms.AdviceForm:
    return forms.AdviceForm(data, row=advice, initial={"text": advice.text})


def _with_blocks(request: HttpRequest, blocks: forms.BlocksForm) -> QueryDict:
    """What was typed, with the chosen sentences under it; nothing is saved yet."""
    data = request.POST.copy()
    data["text"] = blocks.under(data.get("text", ""))
    return data
