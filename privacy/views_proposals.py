"""To somebody outside: proposed, tested, asked, sent, and looked at afterwards."""

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

from cases import pages, parking
from cases.models import Case
from house.words import noun
from privacy import documents_proposals, overseeing, proposed, proposing, ways
from privacy import rules_proposals as rules
from privacy.disclosures import Disclosure
from privacy.forms_proposals import HandoverForm, ProposeForm, ReviewForm, ThirdForm
from privacy.forms_ways import WayForm
from privacy.proposals import PlannedDisclosure
from zvh.guard import access, versions
from zvh.guard.gate import gated
from zvh.guard.rules import allows
from zvh.lib import pdf, word
from zvh.lib.downloads import download

NEXT = {
    Disclosure.Channel.BY_HAND: "Neem nu het document mee en geef het af.",
    Disclosure.Channel.PAGE: "De ontvanger krijgt een mail met een link.",
    Disclosure.Channel.GATEWAY: "De beveiligde mail gaat nu uit.",
}


@pages.named("Naar een derde of een andere tafel")
@require_safe
@gated(Case, rules.propose)
def outside(request: HttpRequest, case: Case) -> HttpResponse:
    """What is prepared for, or went to, others than the Partijen of the plan."""
    context = {
        **pages.frame(request, case, tab="plan"),
        "proposals": case.planneddisclosures.for_list(),
    }
    return TemplateResponse(request, "privacy/outside.html", context)


@pages.named("Verstrekking voorbereiden")
@require_http_methods(["GET", "POST"])
@gated(Case, rules.propose)
def propose(request: HttpRequest, case: Case) -> HttpResponse:
    form = ProposeForm(parking.typed(request, case), pieces=proposed.standing(case))
    if request.method == "POST" and form.is_valid():
        made = proposing.propose(case, by=pages.user_of(request), **form.chosen)
        parking.settle(request, case)
        messages.success(request, "Het voorstel is gemaakt. Er gaat nog niets uit.")
        return redirect("privacy:proposal", made.pk)
    context = {
        **pages.frame(request, case, tab="plan"),
        "form": form,
        "back": reverse("privacy:outside", args=[case.pk]),
        "parked": parking.offered(request, case),
    }
    return TemplateResponse(request, "privacy/propose.html", context)


@pages.named("Voorgenomen verstrekking")
@require_safe
@gated(PlannedDisclosure, rules.see_proposal)
def proposal(request: HttpRequest, proposal: PlannedDisclosure) -> HttpResponse:
    """Each check, whether it holds, and exactly what would go or went."""
    user = pages.user_of(request)
    asked, pieces = proposed.asked_of(proposal), proposed.pieces_of(proposal)
    checks = rules.checks(proposal, proposed.agreed_of(proposal))
    sent = overseeing.sent_of(proposal.pk)
    context = {
        **pages.frame(request, proposal.case, tab="plan"),
        **documents_proposals.paper(proposal, by=user),
        "ways": ways.gone(sent),
        "recalls": overseeing.recalls_of_all(sent),
        "rows": [(piece, asked.get(piece.pk)) for piece in pieces],
        "to_ask": [piece for piece in pieces if piece.pk not in asked],
        "checks": checks,
        "holds": not any(fault for _, fault in checks),
        "may_change": allows(rules.change_proposal, user, proposal),
        "may_review": allows(rules.review, user, proposal),
    }
    return TemplateResponse(request, "privacy/proposal.html", context)


@pages.named("Verstrekking toetsen")
@require_http_methods(["GET", "POST"])
@gated(PlannedDisclosure, rules.change_proposal)
def test_proposal(request: HttpRequest, proposal: PlannedDisclosure) -> HttpResponse:
    kind = HandoverForm if proposal.is_handover else ThirdForm
    form = kind(parking.typed(request, proposal.case), row=proposal)
    back = reverse("privacy:proposal", args=[proposal.pk])
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        stale = versions.save(
            request,
            form,
            lambda **told: proposing.test(proposal, by=user, **told),
            stored=lambda: kind(row=PlannedDisclosure.objects.get(pk=proposal.pk)),
            cancel=back,
        )
        if stale is None:
            parking.settle(request, proposal.case)
            messages.success(request, "De antwoorden zijn opgeslagen.")
        return stale or redirect(back)
    context = {
        **pages.frame(request, proposal.case, tab="plan"),
        "form": form,
        "proposal": proposal,
        "back": back,
        "parked": parking.offered(request, proposal.case),
    }
    return TemplateResponse(request, "privacy/proposal_test.html", context)


@require_POST
@gated(PlannedDisclosure, rules.change_proposal)
def ask_outside(request: HttpRequest, proposal: PlannedDisclosure) -> HttpResponse:
    made = proposing.ask_approval(proposal, by=pages.user_of(request))
    told = noun(len(made), "partij")
    messages.success(request, f"Akkoord gevraagd aan {len(made)} {told}.")
    return redirect("privacy:proposal", proposal.pk)


@pages.named("Verstrekken")
@require_http_methods(["GET", "POST"])
@gated(PlannedDisclosure, rules.change_proposal)
def send_outside(request: HttpRequest, proposal: PlannedDisclosure) -> HttpResponse:
    """Along which way; and once more that this cannot be undone."""
    user = pages.user_of(request)
    rules.send(user, proposal, proposed.agreed_of(proposal))
    form = WayForm(
        parking.typed(request, proposal.case), channels=proposed.channels(proposal)
    )
    if request.method == "POST" and form.is_valid():
        proposing.send(proposal, by=user, way=form.chosen)
        parking.settle(request, proposal.case)
        messages.success(request, f"Vastgelegd. {NEXT[form.chosen.channel]}")
        return redirect("privacy:proposal", proposal.pk)
    context = {
        **pages.frame(request, proposal.case, tab="plan"),
        **documents_proposals.paper(proposal, by=user),
        "form": form,
        "back": reverse("privacy:proposal", args=[proposal.pk]),
        "parked": parking.offered(request, proposal.case),
    }
    return TemplateResponse(request, "privacy/proposal_send.html", context)


@pages.named("Voorstel laten vervallen")
@require_http_methods(["GET", "POST"])
@gated(PlannedDisclosure, rules.change_proposal)
def drop_proposal(request: HttpRequest, proposal: PlannedDisclosure) -> HttpResponse:
    """Once more that this cannot be undone, and what was done for it already."""
    if request.method == "POST":
        proposing.drop(proposal, by=pages.user_of(request))
        messages.success(request, "Het voorstel is vervallen. Er is niets verstrekt.")
        return redirect("privacy:outside", proposal.case_id)
    context = {
        **pages.frame(request, proposal.case, tab="plan"),
        "proposal": proposal,
        "asked": len(proposed.asked_of(proposal)),
    }
    return TemplateResponse(request, "privacy/proposal_drop.html", context)


@pages.named("Verstrekking als PDF")
@require_safe
@gated(PlannedDisclosure, rules.take_along, kind=access.Kind.EXPORTED)
def proposal_pdf(request: HttpRequest, proposal: PlannedDisclosure) -> HttpResponse:
    body = documents_proposals.as_pdf(proposal, by=pages.user_of(request))
    return download(body, name=f"{_name(proposal)}.pdf", kind=pdf.TYPE)


@pages.named("Verstrekking in Word")
@require_safe
@gated(PlannedDisclosure, rules.take_along, kind=access.Kind.EXPORTED)
def proposal_word(request: HttpRequest, proposal: PlannedDisclosure) -> HttpResponse:
    body = documents_proposals.as_word(proposal, by=pages.user_of(request))
    return download(body, name=f"{_name(proposal)}.docx", kind=word.TYPE)


@pages.named("Verstrekking achteraf toetsen")
@require_http_methods(["GET", "POST"])
@gated(PlannedDisclosure, rules.review)
def review_proposal(request: HttpRequest, proposal: PlannedDisclosure) -> HttpResponse:
    """What went for acute danger is looked at afterwards (V-1b)."""
    form = ReviewForm(parking.typed(request, proposal.case))
    if request.method == "POST" and form.is_valid():
        proposing.review(proposal, by=pages.user_of(request), **form.cleaned_data)
        parking.settle(request, proposal.case)
        messages.success(request, "De toets is opgeslagen.")
        return redirect("privacy:proposal", proposal.pk)
    context = {
        **pages.frame(request, proposal.case, tab="plan"),
        "form": form,
        "proposal": proposal,
        "back": reverse("privacy:proposal", args=[proposal.pk]),
        "parked": parking.offered(request, proposal.case),
    }
    return TemplateResponse(request, "privacy/proposal_review.html", context)


def _name(proposal: PlannedDisclosure) -> str:
    return f"verstrekking-{proposal.case.number}"
