"""What went to an organisation outside, as it reads it on its secure page (P-5)."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from cases import pages
from privacy import disclosing, documents_proposals, overseeing
from privacy import rules_shipments as rules
from privacy.disclosures import Disclosure
from zvh.guard import access
from zvh.guard.gate import gated
from zvh.guard.rules import allows
from zvh.lib import pdf
from zvh.lib.downloads import download


@pages.named("Ontvangen verstrekking")
@require_safe
@gated(Disclosure, rules.reach_from_outside)
def received_outside(request: HttpRequest, sent: Disclosure) -> HttpResponse:
    """What this receiver may read of it now; the first look is written down."""
    if not allows(rules.read_from_outside, pages.user_of(request), sent):
        return closed(request, sent)
    disclosing.note_opened(sent)
    context = {
        **documents_proposals.received(sent, by=pages.user_of(request)),
        "sent": sent,
        "recalls": overseeing.recalls_of_sent(sent),
    }
    return TemplateResponse(request, "privacy/received_outside.html", context)


@pages.named("Ontvangen verstrekking als PDF")
@require_safe
@gated(Disclosure, rules.read_from_outside, kind=access.Kind.EXPORTED)
def received_outside_pdf(request: HttpRequest, sent: Disclosure) -> HttpResponse:
    disclosing.note_opened(sent)
    body = documents_proposals.as_received_pdf(sent, by=pages.user_of(request))
    number = overseeing.reference_of(sent)
    return download(body, name=f"verstrekking-{number}.pdf", kind=pdf.TYPE)


def closed(request: HttpRequest, sent: Disclosure) -> HttpResponse:
    """Its case was restricted: nothing of it is read, and what must go is told."""
    context = {"sent": sent, "recalls": overseeing.recalls_of_sent(sent)}
    return TemplateResponse(request, "privacy/received_closed.html", context)
