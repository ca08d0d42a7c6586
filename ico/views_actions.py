"""Agreements: the bureau's list, a person's own, and how one is changed."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from cases import keyset, pages
from cases import rules as case_rules
from cases.exporting import saved_views
from cases.grants import Access
from cases.lists import Chosen
from cases.models import Case
from cases.parking import typed
from house.words import word
from ico import actions, form_page, forms, rules
from ico.agreed import Action
from ico.lists import ACTIONS
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.guard.rules import anyone_signed_in


@require_safe
@listed("actions", case_rules.use_the_bureau)
def action_list(request: HttpRequest) -> HttpResponse:
    """The open agreements of the running cases, the oldest date first."""
    chosen = Chosen.of(ACTIONS, pages.user_of(request), request.GET)
    after, before = request.GET.get("na", ""), request.GET.get("voor", "")
    page = keyset.page(chosen.rows, "due_on", after=after, before=before)
    access.found(request, count=len(page.rows), by=chosen.kinds)
    about = pages.about({it.case for it in page.rows})
    context = {
        "rows": [(it, about.get(it.case_id, "")) for it in page.rows],
        "chosen": chosen,
        "saved": saved_views(chosen),
        "next": chosen.query(na=page.next) if page.next else "",
        "previous": chosen.query(voor=page.previous) if page.previous else "",
    }
    return TemplateResponse(request, "ico/action_list.html", context)


@require_safe
@listed("own actions", anyone_signed_in)
def own_actions(request: HttpRequest) -> HttpResponse:
    """Uw afspraken: what this person agreed to do, and the cases one leads."""
    user = pages.user_of(request)
    own = list(Action.objects.own(user).standing().by_date())
    led = Case.objects.granted(user, Access.COORDINATE).open()
    access.found(request, count=len(own))
    context = {
        "open": [it for it in own if it.is_open],
        "finished": [it for it in own if not it.is_open],
        "led": [_led(case) for case in led],
    }
    return TemplateResponse(request, "ico/own_actions.html", context)


@require_http_methods(["GET", "POST"])
@gated(Action, rules.change_action)
def change_action(request: HttpRequest, action: Action) -> HttpResponse:
    user = pages.user_of(request)
    form = forms.ChangeActionForm(typed(request, action.case), row=action)
    back = reverse("ico:action_report", args=[action.pk])
    if request.method == "POST" and form.is_valid():
        return form_page.save(
            *(request, action.case, form),
            partial(actions.change_action, action, by=user),
            stored=lambda: forms.ChangeActionForm(row=Action.objects.get(pk=action.pk)),
            back=back,
            told=f"{word('afspraak', 'capital_definite')} is gewijzigd.",
        )
    return form_page.show(
        request,
        pages.frame(request, action.case, tab="plan"),
        form,
        title=f"Wijzig {word('afspraak', 'definite')}",
        back=back,
    )


@require_http_methods(["GET", "POST"])
@gated(Action, rules.change_action)
def drop_action(request: HttpRequest, action: Action) -> HttpResponse:
    if request.method == "GET":
        context = {**pages.frame(request, action.case, tab="plan"), "action": action}
        return TemplateResponse(request, "ico/action_drop.html", context)
    actions.drop_action(action, by=pages.user_of(request))
    messages.success(request, f"{word('afspraak', 'capital_definite')} is vervallen.")
    return redirect("ico:case_plan", action.case_id)


def _led(case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "plan": case.plans.established().newest_first().first(),
        "open": case.actions.open().count(),
        "late": case.actions.overdue().count(),
    }
