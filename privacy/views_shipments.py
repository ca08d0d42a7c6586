"""One letter by the house's secure mail: how it stands, once more, or not at all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases import pages
from privacy import rules_shipments as rules
from privacy import shipping
from privacy.disclosures import Disclosure
from privacy.forms_ways import AgainForm
from privacy.shipments import Shipment
from zvh.guard.gate import gated
from zvh.guard.rules import allows


@pages.named("Beveiligde mail")
@require_http_methods(["GET", "POST"])
@gated(Shipment, rules.see_shipment)
def shipment(request: HttpRequest, letter: Shipment) -> HttpResponse:
    """Where it is, what went wrong, and a button to send it once more."""
    user = pages.user_of(request)
    sent = Disclosure.objects.with_names().get(pk=letter.disclosure_key)
    form = AgainForm(request.POST or None, letter=letter, party=sent.party)
    if request.method == "POST" and form.is_valid():
        shipping.again(letter, by=user, **form.cleaned_data)
        messages.success(request, "De mail wordt opnieuw verstuurd.")
        return redirect("privacy:shipment", letter.pk)
    context = {
        **pages.frame(request, letter.case, tab="plan"),
        "letter": letter,
        "sent": sent,
        "back": _back(sent),
        "form": form,
        "may_send": allows(rules.send_again, user, letter),
        "may_stop": allows(rules.stop, user, letter),
    }
    return TemplateResponse(request, "privacy/shipment.html", context)


@require_POST
@gated(Shipment, rules.stop)
def stop_shipment(request: HttpRequest, letter: Shipment) -> HttpResponse:
    shipping.stop(letter, by=pages.user_of(request))
    messages.success(request, "Deze mail gaat niet meer uit.")
    return redirect("privacy:shipment", letter.pk)


@pages.named("Niet uitgegaan")
@require_http_methods(["GET", "POST"])
@gated(Disclosure, rules.note_stopped)
def stopped(request: HttpRequest, sent: Disclosure) -> HttpResponse:
    """What did not go after all, and why: nothing of what it said."""
    if request.method == "POST":
        shipping.note_stopped(sent, by=pages.user_of(request))
        messages.success(request, "Vastgelegd dat u dit weet.")
        return redirect("cases:today")
    return TemplateResponse(request, "privacy/stopped.html", {"sent": sent})


def _back(sent: Disclosure) -> str:
    """The page of the verstrekking itself."""
    if sent.is_extract:
        return pages.url_if_any("ico:plan_sharing", sent.source_key)
    return reverse("privacy:proposal", args=[sent.source_key])
