"""The plan: its versions, its words, its document, and how it is established."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from cases import pages, parking
from cases.models import Case
from cases.parking import typed
from house.words import said, word
from ico import (
    actions,
    convening,
    documents,
    form_page,
    forms_plan,
    pieces,
    rules,
    rules_ending,
    rules_extracts,
    rules_monitoring,
)
from ico.calls import Escalation
from ico.evaluations import Evaluation
from ico.forms import AgreementForm
from ico.meetings import Meeting
from ico.plans import Plan, PlanLine
from zvh.guard.gate import gated
from zvh.guard.rules import allows, why_not


@pages.tab(
    "plan", said("Plan en {afspraak.plural}"), url_name="ico:case_plan", order=50
)
@require_safe
@gated(Case, rules.see_meetings)
def case_plan(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    newest = case.plans.newest_first().first()
    shown = documents.plan_context(newest, by=user) if newest else {}
    context = {
        **shown,
        **pages.frame(request, case, tab="plan"),
        **_may(user, case, newest),
        "versions": case.plans.newest_first(),
        "all_actions": case.actions.standing().by_date(),
        "since": case.actions.after(newest).by_date() if newest else [],
        "to_build": _to_build(user, case),
        "escalations": Escalation.objects.of(case).in_order(),
        "evaluations": Evaluation.objects.of(case).in_order(),
        "may_evaluate": allows(rules_ending.evaluate, user, case),
        "may_escalate": allows(rules_monitoring.escalate, user, case),
        "may_follow_up": newest is not None and allows(rules.plan_meeting, user, case),
    }
    return TemplateResponse(request, "ico/case_plan.html", context)


@require_safe
@gated(Plan, rules.open_plan)
def plan(request: HttpRequest, plan: Plan) -> HttpResponse:
    """One version, as it reads."""
    user = pages.user_of(request)
    context = {**documents.plan_context(plan, by=user), **_may(user, plan.case, plan)}
    if user.is_bureau:
        context = {**context, **pages.frame(request, plan.case, tab="plan")}
        context["versions"] = plan.case.plans.newest_first()
        return TemplateResponse(request, "ico/plan_detail.html", context)
    return TemplateResponse(request, "ico/plan_regie.html", context)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.build_plan)
def build_plan(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST":
        made = actions.build_plan(meeting, by=pages.user_of(request))
        messages.success(request, "Het concept is gemaakt. Lees het na.")
        return redirect("ico:plan", made.pk)
    context = {
        **pages.frame(request, meeting.case, tab="plan"),
        "meeting": meeting,
        "released": len(pieces.released_for_plan(meeting.case)),
        "left_out": pieces.left_out_of_plan(meeting.case),
    }
    return TemplateResponse(request, "ico/plan_build.html", context)


@require_http_methods(["GET", "POST"])
@gated(Plan, rules.edit_plan)
def edit_plan(request: HttpRequest, plan: Plan) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_plan.PlanForm(typed(request, plan.case), row=plan)
    back = reverse("ico:plan", args=[plan.pk])
    if request.method == "POST" and form.is_valid():
        return form_page.save(
            *(request, plan.case, form),
            partial(actions.edit_plan, plan, by=user),
            stored=lambda: forms_plan.PlanForm(row=Plan.objects.get(pk=plan.pk)),
            back=back,
            told="Het concept is opgeslagen.",
        )
    return _form(request, plan, form, "Pas het concept aan")


@require_http_methods(["GET", "POST"])
@gated(Plan, rules.edit_plan)
def add_line(request: HttpRequest, plan: Plan) -> HttpResponse:
    form = forms_plan.NewLineForm(typed(request, plan.case))
    if request.method == "POST" and form.is_valid():
        actions.add_line(plan, by=pages.user_of(request), **form.cleaned_data)
        parking.settle(request, plan.case)
        messages.success(request, "De regel is toegevoegd.")
        return redirect("ico:plan", plan.pk)
    return _form(request, plan, form, "Voeg een regel toe")


@require_http_methods(["GET", "POST"])
@gated(PlanLine, rules.edit_line)
def edit_line(request: HttpRequest, line: PlanLine) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_plan.LineForm(typed(request, line.case), row=line)
    back = reverse("ico:plan", args=[line.plan_id])
    if request.method == "POST" and form.is_valid():
        return form_page.save(
            *(request, line.case, form),
            partial(actions.edit_line, line, by=user),
            stored=lambda: forms_plan.LineForm(row=PlanLine.objects.get(pk=line.pk)),
            back=back,
        )
    return _form(request, line.plan, form, "Pas de regel aan")


@require_POST
@gated(PlanLine, rules.edit_line)
def drop_line(request: HttpRequest, line: PlanLine) -> HttpResponse:
    plan_pk = line.plan_id
    actions.drop_line(line, by=pages.user_of(request))
    messages.success(request, "De regel is weggehaald.")
    return redirect("ico:plan", plan_pk)


@require_http_methods(["GET", "POST"])
@gated(Plan, rules.establish_plan)
def establish(request: HttpRequest, plan: Plan) -> HttpResponse:
    if request.method == "POST":
        actions.establish_plan(plan, by=pages.user_of(request))
        what = word("afstemmingsplan", "capital_definite")
        messages.success(request, f"{what} is vastgesteld.")
        return redirect("ico:plan", plan.pk)
    context = {
        **pages.frame(request, plan.case, tab="plan"),
        "plan": plan,
        "people": len(convening.at_the_table(plan.case)),
        "open_actions": plan.case.actions.open().count(),
    }
    return TemplateResponse(request, "ico/plan_establish.html", context)


@require_POST
@gated(Plan, rules.renew_plan)
def renew(request: HttpRequest, plan: Plan) -> HttpResponse:
    made = actions.renew_plan(plan, by=pages.user_of(request))
    messages.success(request, f"Versie {made.number} is gemaakt als concept.")
    return redirect("ico:plan", made.pk)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.agree)
def add_action(request: HttpRequest, case: Case) -> HttpResponse:
    """An agreement made outside a meeting, while the case is monitored."""
    form = AgreementForm(typed(request, case))
    back = reverse("ico:case_plan", args=[case.pk])
    if request.method == "POST" and form.is_valid():
        actions.agree(case, by=pages.user_of(request), **form.cleaned_data)
        parking.settle(request, case)
        messages.success(
            request, f"{word('afspraak', 'capital_definite')} is vastgelegd."
        )
        return redirect(back)
    return form_page.show(
        request,
        pages.frame(request, case, tab="plan"),
        form,
        title=f"Leg een {word('afspraak')} vast",
        submit="Leg vast",
        back=back,
    )


def _may(user: User, case: Case, plan: Plan | None) -> dict[str, Any]:
    """Which buttons this reader has, and why the main one is missing."""
    may: dict[str, Any] = {"may_agree": allows(rules.agree, user, case)}
    may["may_scale_down"] = allows(rules.scale_down, user, case)
    may["may_name"] = allows(rules.name_casusregisseur, user, case)
    if plan is None:
        return may
    return may | {
        "may_edit": allows(rules.edit_plan, user, plan),
        "may_establish": allows(rules.establish_plan, user, plan),
        "why_not_establish": why_not(rules.establish_plan, user, plan),
        "may_renew": allows(rules.renew_plan, user, plan),
        "may_share": allows(rules_extracts.share_plan, user, plan),
    }


def _to_build(user: User, case: Case) -> Meeting | None:
    """The last meeting that was held and has no plan yet."""
    held = case.meetings.held().without_plan().in_order().last()
    return held if held and allows(rules.build_plan, user, held) else None


def _form(request: HttpRequest, plan: Plan, form: Form, title: str) -> HttpResponse:
    return form_page.show(
        request,
        pages.frame(request, plan.case, tab="plan"),
        form,
        title=title,
        back=reverse("ico:plan", args=[plan.pk]),
    )
