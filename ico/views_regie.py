"""The page of who leads a case: all that was agreed, who does it, and what waits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases import pages
from cases.models import Case
from ico import actions, participants, rules_involvement, rules_monitoring, signals
from ico.developments import Development
from ico.forms_involvement import HandOverForm
from zvh.guard.gate import gated
from zvh.guard.rules import allows

NEWEST = 3


@require_safe
@gated(Case, rules_monitoring.lead)
def regie(request: HttpRequest, case: Case) -> HttpResponse:
    """What who leads the case watches over (convenant art. 13)."""
    user = pages.user_of(request)
    agreed = list(case.actions.standing().by_date())
    told = Development.objects.visible_to(user).of(case.pk).in_order()
    context = {
        "case": case,
        "plan": case.plans.established().newest_first().first(),
        "open": [it for it in agreed if it.is_open],
        "finished": [it for it in agreed if not it.is_open],
        "signals": signals.standing_on(case).select_related("action"),
        "people": participants.of(case, agreed),
        "told": told[:NEWEST],
        "may_hand_over": allows(rules_involvement.hand_over_regie, user, case),
    }
    return TemplateResponse(request, "ico/regie.html", context)


@require_http_methods(["GET", "POST"])
@gated(Case, rules_involvement.hand_over_regie)
def hand_over(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    form = HandOverForm(request.POST or None, user=user, case=case)
    back = reverse("ico:regie", args=[case.pk])
    if request.method == "POST" and form.is_valid():
        actions.hand_over_regie(case, by=user, **form.cleaned_data)
        messages.success(request, "Het bureau regelt de overdracht.")
        return redirect(back)
    context = {"form": form, "case": case, "back": back}
    return TemplateResponse(request, "ico/regie_hand_over.html", context)
