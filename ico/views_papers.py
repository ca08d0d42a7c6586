"""The plan on paper: to read, to print, to change in Word, and beside an older one."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.models import User
from cases import pages
from ico import differences, documents, rules
from ico.plans import Plan
from zvh.guard import access
from zvh.guard.gate import gated
from zvh.guard.rules import allows
from zvh.lib import pdf, word
from zvh.lib.downloads import download


@require_safe
@gated(Plan, rules.open_plan, kind=access.Kind.EXPORTED)
def plan_pdf(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The document, made now; its name says nothing about anybody."""
    body = documents.plan_pdf(plan, by=pages.user_of(request))
    return download(body, name=f"{_name(plan)}.pdf", kind=pdf.TYPE)


@require_safe
@gated(Plan, rules.open_plan, kind=access.Kind.EXPORTED)
def plan_word(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The same document for who works in Word (F-2)."""
    body = documents.plan_word(plan, by=pages.user_of(request))
    return download(body, name=f"{_name(plan)}.docx", kind=word.TYPE)


@require_safe
@gated(Plan, rules.open_plan, kind=access.Kind.EXPORTED)
def plan_summary(request: HttpRequest, plan: Plan) -> HttpResponse:
    """One page: the goal, who leads, and what is due first."""
    body = documents.plan_summary(plan, by=pages.user_of(request))
    return download(body, name=f"{_name(plan)}-samenvatting.pdf", kind=pdf.TYPE)


@require_safe
@gated(Plan, rules.open_plan, kind=access.Kind.PRINTED)
def plan_print(request: HttpRequest, plan: Plan) -> HttpResponse:
    context = documents.plan_context(plan, by=pages.user_of(request))
    return TemplateResponse(request, "ico/plan_print.html", context)


@require_safe
@gated(Plan, rules.open_plan)
def plan_differences(request: HttpRequest, plan: Plan, number: int) -> TemplateResponse:
    """What changed since another version of the same plan (F-1)."""
    user = pages.user_of(request)
    versions = Plan.objects.visible_to(user).of_case(plan.case)
    other = get_object_or_404(versions, number=number)
    rules.open_plan(user, other)
    context = {
        "case": plan.case,
        "plan": plan,
        "other": other,
        "others": _readable(user, versions.newest_first(), plan),
        "parts": differences.between(other, plan, by=user),
    }
    if user.is_bureau:
        context = {**context, **pages.frame(request, plan.case, tab="plan")}
        return TemplateResponse(request, "ico/plan_differences.html", context)
    return TemplateResponse(request, "ico/plan_differences_regie.html", context)


def _readable(user: User, versions: Iterable[Plan], shown: Plan) -> list[Plan]:
    others = (plan for plan in versions if plan.pk != shown.pk)
    return [plan for plan in others if allows(rules.open_plan, user, plan)]


def _name(plan: Plan) -> str:
    return f"plan-{plan.case.number}-versie-{plan.number}"
