"""What a partner sees first, and how a registration that was sent is doing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from cases import (
    attachments,
    documents,
    keeping,
    pages,
    registration_summary,
    rules,
    sender,
)
from cases.lifecycle import Phase
from cases.models import Attachment, Case
from cases.registration_steps import Draft
from house.calendar import TriageWeek
from house.words import said
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows, anyone_signed_in
from zvh.lib import pdf
from zvh.lib.downloads import download


@require_safe
@listed("own registrations", anyone_signed_in)
def start(request: HttpRequest) -> HttpResponse:
    user = pages.user_of(request)
    own = sender.own(user)
    access.found(request, count=len(own))
    context = {
        "entries": pages.partner_entries(user),
        "tasks": pages.tasks(user),
        "own": own,
    }
    return TemplateResponse(request, "cases/start.html", context)


@require_safe
@gated(Case, rules.follow_registration)
def sent(request: HttpRequest, case: Case) -> HttpResponse:
    """The confirmation: to reload, to keep, to come back to."""
    if case.is_draft:
        return redirect("cases:registration_check", case.pk)
    context = {"case": case, "weging": sender.next_weging(case)}
    return TemplateResponse(request, "cases/registration_sent.html", context)


@require_safe
@gated(Case, rules.follow_registration)
def state(request: HttpRequest, case: Case) -> HttpResponse:
    if case.is_draft:
        return redirect("cases:registration", case.pk)
    user = pages.user_of(request)
    context = {
        "case": case,
        "state": sender.state_of(case),
        "asked": sender.asked_of(case),
        "notices": [
            (notice.title, notice.rendered(request))
            for notice in pages.sender_notices(user, case)
        ],
        "moves": sender.moves(case),
        "sections": _read_back(case),
        "weging": _weging_of(case),
        "may_print": allows(rules.print_registration, user, case),
        "may_withdraw": allows(rules.withdraw_registration, user, case),
    }
    return TemplateResponse(request, "cases/registration_state.html", context)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.withdraw_registration)
def withdraw(request: HttpRequest, case: Case) -> HttpResponse:
    if request.method == "POST":
        keeping.withdraw(case, by=pages.user_of(request))
        messages.success(
            request, said("{aanmelding.capital_definite} is ingetrokken en verwijderd.")
        )
        return redirect("cases:start")
    return TemplateResponse(request, "cases/registration_withdraw.html", {"case": case})


@require_safe
@gated(Case, rules.print_registration, kind=access.Kind.PRINTED)
def printed(request: HttpRequest, case: Case) -> HttpResponse:
    """What was sent, to keep beside one's own file."""
    body = documents.registration(case, by=pages.user_of(request))
    name = f"aanmelding-{case.number}.pdf"
    return download(body, name=name, kind=pdf.TYPE)


@require_safe
@gated(Attachment, rules.read_attachment, kind=access.Kind.FILE)
def attachment(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    return attachments.download(attachment)


def _weging_of(case: Case) -> TriageWeek | None:
    """Which weging it goes to, as long as that is ahead."""
    is_ahead = case.phase in (Phase.REGISTRATION, Phase.INTAKE)
    return sender.next_weging(case) if is_ahead else None


def _read_back(case: Case) -> list[registration_summary.Section]:
    """What was sent, as long as it is kept."""
    if case.is_shielded or case.registration is None:
        return []
    return registration_summary.sections(Draft(case, case.registration))
