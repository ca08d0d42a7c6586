"""What went to an organisation outside, as it reads it on its secure page (P-5)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from cases import pages
from privacy import disclosing, overseeing, proposing
from privacy import rules_shipments as rules
from privacy.disclosures import Disclosure
from zvh.guard import access
from zvh.guard.gate import gated
from zvh.lib import pdf
from zvh.lib.downloads import download


@pages.named("Ontvangen verstrekking")
@require_safe
@gated(Disclosure, rules.read_from_outside)
def received_outside(request: HttpRequest, sent: Disclosure) -> HttpResponse:
    """What this receiver may read of it now; the first look is written down."""
    disclosing.note_opened(sent)
    context = {
        **_paper(request, sent),
        "sent": sent,
        "recalls": overseeing.recalls_of_sent(sent),
    }
    return TemplateResponse(request, "privacy/received_outside.html", context)


@pages.named("Ontvangen verstrekking als PDF")
@require_safe
@gated(Disclosure, rules.read_from_outside, kind=access.Kind.EXPORTED)
def received_outside_pdf(request: HttpRequest, sent: Disclosure) -> HttpResponse:
    disclosing.note_opened(sent)
    context = _paper(request, sent)
    body = pdf.render(proposing.TEMPLATE, context)
    return download(
        body, name=f"verstrekking-{context['reference']}.pdf", kind=pdf.TYPE
    )


def _paper(request: HttpRequest, sent: Disclosure) -> dict[str, Any]:
    user = pages.user_of(request)
    proposal, pieces = proposing.of_sent(sent), disclosing.readable(sent)
    left_out = sent.left_out or len(pieces) < len(sent.lines)
    return {
        **proposing.paper(proposal, by=user),
        "pieces": pieces,
        "left_out": left_out,
    }
