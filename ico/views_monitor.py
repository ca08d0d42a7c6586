"""The monitor over all cases, and what is done from there: ask, and ask higher up."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases import pages, parking
from cases import rules as case_rules
from cases.models import Case
from house import profile
from ico import actions, form_page, forms_monitoring, monitor
from ico import rules_monitoring as rules
from ico.agreed import Action
from ico.calls import CallToAccount, Escalation
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows

BOTH = ["GET", "POST"]


@require_safe
@listed("monitor", case_rules.use_the_bureau)
def overview(request: HttpRequest) -> HttpResponse:
    """Who is late, where nobody does anything, what brought too little, what comes."""
    found = monitor.look(pages.user_of(request))
    access.found(request, count=found.count)
    context = {"found": found, "silent_days": monitor.SILENT_DAYS}
    return TemplateResponse(request, "ico/monitor.html", context)


@require_http_methods(BOTH)
@gated(Action, rules.call_to_account)
def call_to_account(request: HttpRequest, action: Action) -> HttpResponse:
    form = forms_monitoring.CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        actions.call_to_account(action, by=user, **form.cleaned_data)
        messages.success(request, "Het is vastgelegd. Het antwoord komt hier ook.")
        return redirect("ico:action_report", action.pk)
    who = action.responsible_user
    text = f"{action.owner.name}{f', {who.name}' if who else ''} is te laat."
    return form_page.show_of_action(
        request, action, form, title="Spreek aan", submit="Leg vast", text=text
    )


@require_http_methods(BOTH)
@gated(CallToAccount, rules.answer_call)
def answer_call(request: HttpRequest, call: CallToAccount) -> HttpResponse:
    form = forms_monitoring.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_call(call, by=pages.user_of(request), **form.cleaned_data)
        messages.success(request, "Het antwoord is vastgelegd.")
        return redirect("ico:action_report", call.action_id)
    return form_page.show_of_action(
        request,
        call.action,
        form,
        title="Geef antwoord",
        submit="Verstuur",
        text=call.text,
    )


@require_http_methods(BOTH)
@gated(Action, rules.judge_effect)
def judge_effect(request: HttpRequest, action: Action) -> HttpResponse:
    form = forms_monitoring.EffectForm(
        request.POST or None, initial={"effect": action.effect}
    )
    if request.method == "POST" and form.is_valid():
        actions.judge_effect(action, by=pages.user_of(request), **form.cleaned_data)
        messages.success(request, "Het effect is vastgelegd.")
        return redirect("ico:action_report", action.pk)
    return form_page.show_of_action(
        request, action, form, title="Wat leverde het op?", submit="Leg vast"
    )


@require_http_methods(BOTH)
@gated(Case, rules.escalate)
def escalate(request: HttpRequest, case: Case) -> HttpResponse:
    """A question to management or bestuur; from an agreement, when it began there."""
    key = _key(request.GET.get("afspraak"))
    about = case.actions.in_bulk([key]).get(key) if key else None
    form = forms_monitoring.EscalationForm(
        parking.typed(request, case), party=about.owner if about else None
    )
    back = reverse("ico:case_plan", args=[case.pk])
    if request.method == "POST" and form.is_valid():
        made = actions.escalate(
            case, by=pages.user_of(request), action=about, **form.cleaned_data
        )
        parking.settle(request, case)
        messages.success(request, "De opschaling is vastgelegd.")
        return redirect("ico:escalation", made.pk)
    return form_page.show(
        request,
        pages.frame(request, case, tab="plan"),
        form,
        title="Schaal op",
        text="Stel de vraag zelf, in een gesprek of met beveiligde mail. Hier legt u"
        " vast wat u vraagt en aan wie; u krijgt een herinnering als het antwoord"
        " uitblijft.",
        submit="Leg vast",
        back=back,
    )


@require_http_methods(BOTH)
@gated(Escalation, rules.see_escalation)
def escalation(request: HttpRequest, escalation: Escalation) -> HttpResponse:
    """The question and its term; and the answer, when it came."""
    user = pages.user_of(request)
    form = forms_monitoring.AnswerForm(request.POST or None)
    if request.method == "POST":
        rules.answer_escalation(user, escalation)
        if form.is_valid():
            actions.answer_escalation(escalation, by=user, **form.cleaned_data)
            messages.success(request, "Het antwoord is vastgelegd.")
            return redirect("ico:case_plan", escalation.case_id)
    context = {
        **pages.frame(request, escalation.case, tab="plan"),
        "escalation": escalation,
        "reason": profile.active().label("escalation_reasons", escalation.reason),
        "form": form if allows(rules.answer_escalation, user, escalation) else None,
        "back": reverse("ico:case_plan", args=[escalation.case_id]),
    }
    return TemplateResponse(request, "ico/escalation.html", context)


def _key(given: str | None) -> UUID | None:
    """A key as it stands in an address; nothing for what is none."""
    try:
        return UUID(given or "")
    except ValueError:
        return None
