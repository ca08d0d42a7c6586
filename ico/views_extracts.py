"""What of a plan goes to whom: asked, seen before it goes, and read by who gets it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Party, User
from cases import pages
from house.words import noun, word
from ico import extracts, letting_go
from ico import rules_extracts as rules
from ico.extracts import Extract
from ico.plans import Plan
from privacy import asking, overseeing, views_receiving, ways
from privacy.approvals import Purpose
from privacy.disclosing import note_opened
from privacy.disclosures import Disclosure
from privacy.forms_ways import WayForm
from zvh.guard import access
from zvh.guard.gate import gated
from zvh.guard.rules import allows, why_not
from zvh.lib import pdf
from zvh.lib import word as documents
from zvh.lib.downloads import download

Channel = Disclosure.Channel


@pages.named("Wie krijgt wat")
@require_safe
@gated(Plan, rules.share_plan)
def plan_sharing(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Each receiver, what is meant for them, and how far the akkoorden are."""
    found = extracts.every(plan)
    sent = overseeing.newest_of(plan.pk)
    context = {
        **pages.frame(request, plan.case, tab="plan"),
        "plan": plan,
        "extracts": [(one, sent.get(one.party.pk)) for one in found],
        "ways": [
            one
            for one in ways.gone(overseeing.sent_of(plan.pk))
            if one.letters or one.page or one.sent.stopped_at
        ],
        "to_ask": _to_ask(plan, found),
        "requests": overseeing.requests_of(plan.case),
        "recalls": overseeing.recalls_of(plan.case),
    }
    return TemplateResponse(request, "ico/plan_sharing.html", context)


@pages.named("Akkoord vragen")
@require_http_methods(["GET", "POST"])
@gated(Plan, rules.share_plan)
def ask_approval(request: HttpRequest, plan: Plan) -> HttpResponse:
    """All pieces that are meant for somebody and nobody was asked about, in one go."""
    user = pages.user_of(request)
    if request.method == "POST":
        made = letting_go.ask_approval(plan, by=user)
        told = noun(len(made), "partij")
        messages.success(request, f"Akkoord gevraagd aan {len(made)} {told}.")
        return redirect("ico:plan_sharing", plan.pk)
    context = {
        **pages.frame(request, plan.case, tab="plan"),
        "plan": plan,
        "to_ask": _to_ask(plan, extracts.every(plan)),
    }
    return TemplateResponse(request, "ico/plan_ask_approval.html", context)


@pages.named("Uittreksel verstrekken")
@require_http_methods(["GET", "POST"])
@gated(Plan, rules.share_plan)
def send_extract(request: HttpRequest, plan: Plan, party_pk: UUID) -> HttpResponse:
    """Exactly what goes, to whom, before it goes."""
    user = pages.user_of(request)
    extract = _extract(plan, party_pk)
    readers = extracts.readers(extract)
    refused = why_not(rules.let_go, user, extract)
    form = WayForm(
        request.POST or None, channels=_channels(readers), party=extract.party
    )
    is_changed = False
    if request.method == "POST" and not refused and form.is_valid():
        is_changed = request.POST.get("mark") != extract.mark
        if not is_changed:
            way, mark = form.chosen, extract.mark
            letting_go.send_extract(
                plan, by=user, party=extract.party, mark=mark, way=way
            )
            messages.success(request, _told(extract, way.channel))
            return redirect("ico:plan_sharing", plan.pk)
    context = {
        "form": form,
        **pages.frame(request, plan.case, tab="plan"),
        **_bureau(plan, extract),
        "readers": readers,
        "refused": refused,
        "is_changed": is_changed,
    }
    return TemplateResponse(request, "ico/extract_send.html", context)


@pages.named("Uittreksel als PDF")
@require_safe
@gated(Plan, rules.share_plan, kind=access.Kind.EXPORTED)
def extract_pdf(request: HttpRequest, plan: Plan, party_pk: UUID) -> HttpResponse:
    context = _bureau(plan, _extract(plan, party_pk))
    body = extracts.as_pdf(context, by=pages.user_of(request))
    return download(body, name=f"{_name(context)}.pdf", kind=pdf.TYPE)


@pages.named("Uittreksel in Word")
@require_safe
@gated(Plan, rules.share_plan, kind=access.Kind.EXPORTED)
def extract_word(request: HttpRequest, plan: Plan, party_pk: UUID) -> HttpResponse:
    context = _bureau(plan, _extract(plan, party_pk))
    body = extracts.as_word(context, by=pages.user_of(request))
    return download(body, name=f"{_name(context)}.docx", kind=documents.TYPE)


@pages.named("Ontvangen uittreksel")
@require_safe
@gated(Disclosure, rules.reach_received)
def received(request: HttpRequest, sent: Disclosure) -> HttpResponse:
    """What this receiver may read of it now; the first look is written down."""
    user = pages.user_of(request)
    if not allows(rules.read_received, user, sent):
        return views_receiving.closed(request, sent)
    note_opened(sent)
    context = _of_receiver(sent)
    context["recalls"] = overseeing.recalls_of_sent(sent)
    asked = overseeing.own_task(sent, user)
    context["own_tasks"] = [
        (piece, asked.get(piece.pk))
        for _, pieces in context["domains"]
        for piece in pieces
    ]
    return TemplateResponse(request, "ico/extract_received.html", context)


@pages.named("Ontvangen uittreksel als PDF")
@require_safe
@gated(Disclosure, rules.read_received, kind=access.Kind.EXPORTED)
def received_pdf(request: HttpRequest, sent: Disclosure) -> HttpResponse:
    note_opened(sent)
    user = pages.user_of(request)
    context = _of_receiver(sent)
    body = extracts.as_pdf(context, by=user)
    return download(body, name=f"{_name(context)}.pdf", kind=pdf.TYPE)


@pages.named("Ontvangen uittreksel in Word")
@require_safe
@gated(Disclosure, rules.read_received, kind=access.Kind.EXPORTED)
def received_word(request: HttpRequest, sent: Disclosure) -> HttpResponse:
    note_opened(sent)
    user = pages.user_of(request)
    context = _of_receiver(sent)
    body = extracts.as_word(context, by=user)
    return download(body, name=f"{_name(context)}.docx", kind=documents.TYPE)


def _channels(readers: list[User]) -> list[Channel]:
    pages_ = [Channel.PAGES] if readers else []
    return ways.offered(*pages_, Channel.PAGE, Channel.GATEWAY)


def _told(extract: Extract, channel: Channel) -> str:
    if channel == Channel.GATEWAY:
        return f"Het uittreksel gaat met de beveiligde mail naar {extract.party.name}."
    return f"Het uittreksel staat klaar voor {extract.party.name}."


def _to_ask(plan: Plan, found: list[Extract]) -> list[asking.Wanted]:
    new = asking.not_asked(plan.case, letting_go.wanted(found), Purpose.PLAN)
    return sorted(new, key=lambda one: one.piece.given_by.name)


def _extract(plan: Plan, party_pk: UUID) -> Extract:
    return extracts.for_party(plan, get_object_or_404(Party, pk=party_pk))


def _bureau(plan: Plan, extract: Extract) -> dict[str, Any]:
    return {
        **extracts.shown(extract),
        "plan": plan,
        "extract": extract,
        "party": extract.party,
        "reference": plan.case.number,
    }


def _of_receiver(sent: Disclosure) -> dict[str, Any]:
    return {
        **extracts.received(sent),
        "sent": sent,
        "party": sent.party,
        "reference": overseeing.reference_of(sent),
    }


def _name(context: dict[str, Any]) -> str:
    return f"uittreksel-{word('afstemmingsplan')}-{context['reference']}"
