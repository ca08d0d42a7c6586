"""One agreement: how it stands, what was signalled, and what came of that."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from cases import attachments, pages
from house.words import word
from ico import actions, doers, form_page, forms_monitoring, rules
from ico import rules_monitoring as watching
from ico.agreed import Action
from ico.forms_guests import DoerForm
from ico.signals import ReportFile, Signal
from zvh.guard import access, versions
from zvh.guard.gate import gated
from zvh.guard.rules import allows


@require_http_methods(["GET", "POST"])
@gated(Action, rules.see_action)
def action_report(request: HttpRequest, action: Action) -> HttpResponse:
    """One agreement, and how it stands; nothing else of its case (P-4)."""
    user = pages.user_of(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms_monitoring.ReportForm(*posted, row=action)
    # Who has no account has this one page, and nowhere to go back to.
    back = "" if user.is_visitor else _home(user, action)
    if posted and form.is_valid():
        stale = versions.save(
            request,
            form,
            partial(actions.report_on, action, by=user),
            stored=lambda: forms_monitoring.ReportForm(
                row=Action.objects.get(pk=action.pk)
            ),
            cancel=back,
        )
        if stale is None:
            messages.success(request, "Uw terugmelding is opgeslagen.")
        return stale or redirect(back or request.path)
    context = {
        "action": action,
        "form": form if allows(rules.report_on, user, action) else None,
        "files": action.files.order_by("at"),
        "signals": [_signal(user, one) for one in action.signals.in_order()],
        "calls": [
            {"call": one, "may_answer": allows(watching.answer_call, user, one)}
            for one in action.calls.in_order()
        ],
        **_may(user, action),
        "page": doers.page_of(action) if user.is_bureau else None,
        "back": back,
        "home": _name_of_home(user, action),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "ico/action_report.html", context)


@require_http_methods(["GET", "POST"])
@gated(Action, watching.give_page)
def give_page(request: HttpRequest, action: Action) -> HttpResponse:
    """Whoever does it has no account, and reports through a secure page (P-5)."""
    form = DoerForm(
        request.POST or None, party=action.owner, initial=doers.known(action)
    )
    if request.method == "POST" and form.is_valid():
        doers.give_page(action, by=pages.user_of(request), **form.told)
        messages.success(
            request,
            "De link is onderweg. De code komt per sms, of u leest haar voor.",
        )
        return redirect("ico:action_report", action.pk)
    return form_page.show_of_action(
        request,
        action,
        form,
        title="Wie voert dit uit, zonder account?",
        text=f"Iemand van {action.owner.name} ziet op een beveiligde pagina alleen"
        f" {word('afspraak', 'this')}, en meldt daar terug. De link opent niets"
        " zonder een nieuwe code.",
        submit="Geef een beveiligde pagina",
    )


@require_POST
@gated(Action, watching.take_report_back)
def take_report_back(request: HttpRequest, action: Action) -> HttpResponse:
    actions.take_report_back(action, by=pages.user_of(request))
    messages.success(
        request, f"{word('afspraak', 'capital_definite')} staat weer open."
    )
    return redirect("ico:action_report", action.pk)


@require_safe
@gated(ReportFile, watching.read_file, kind=access.Kind.FILE)
def report_file(request: HttpRequest, file: ReportFile) -> HttpResponse:
    return attachments.download(file)


@require_http_methods(["GET", "POST"])
@gated(Action, watching.signal_not_kept)
def signal_not_kept(request: HttpRequest, action: Action) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_monitoring.NotKeptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.signal_not_kept(action, by=user, **form.cleaned_data)
        messages.success(
            request,
            f"{word('procescoordinator', 'capital_definite')} krijgt hier bericht van.",
        )
        return redirect("ico:action_report", action.pk)
    return form_page.show_of_action(
        request,
        action,
        form,
        title=f"Signaleer dat een {word('afspraak')} niet wordt nagekomen",
        submit="Geef het signaal",
    )


@require_http_methods(["GET", "POST"])
@gated(Signal, watching.settle)
def settle(request: HttpRequest, signal: Signal) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_monitoring.SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.settle(signal, by=user, **form.cleaned_data)
        messages.success(request, "Het signaal is afgehandeld.")
        return redirect("ico:action_report", signal.action_id)
    return form_page.show_of_action(
        request,
        signal.action,
        form,
        title="Handel het signaal af",
        submit="Leg vast",
        signal=signal,
    )


@require_POST
@gated(Signal, watching.pass_on)
def pass_on(request: HttpRequest, signal: Signal) -> HttpResponse:
    actions.pass_on(signal, by=pages.user_of(request))
    messages.success(
        request,
        f"{word('procescoordinator', 'capital_definite')} krijgt hier bericht van.",
    )
    return redirect("ico:action_report", signal.action_id)


def _may(user: User, action: Action) -> dict[str, bool]:
    """What else this person may do here; on a secure page, report and no more."""
    has_account = not user.is_visitor
    may_take_back = allows(watching.take_report_back, user, action)
    return {
        "may_call": allows(watching.call_to_account, user, action),
        "may_judge": allows(watching.judge_effect, user, action),
        "may_escalate": user.is_bureau and allows(watching.escalate, user, action.case),
        "may_change": allows(rules.change_action, user, action),
        "may_signal": allows(watching.signal_not_kept, user, action),
        "may_tell": has_account and action.responsible_user_id == user.pk,
        "may_take_back": has_account and may_take_back,
        "may_give_page": allows(watching.give_page, user, action),
    }


def _signal(user: User, signal: Signal) -> dict[str, Any]:
    return {
        "signal": signal,
        "may_settle": allows(watching.settle, user, signal),
        "may_pass_on": not user.is_bureau and allows(watching.pass_on, user, signal),
    }


def _home(user: User, action: Action) -> str:
    if user.is_bureau:
        return reverse("ico:case_plan", args=[action.case_id])
    if action.responsible_user_id != user.pk:
        return reverse("ico:regie", args=[action.case_id])
    return reverse("ico:own_actions")


def _name_of_home(user: User, action: Action) -> str:
    agreements = word("afspraak", "plural")
    if user.is_bureau:
        return f"Plan en {agreements}"
    own = action.responsible_user_id == user.pk
    return f"Uw {agreements}" if own else f"{word('casus', 'capital')}"
