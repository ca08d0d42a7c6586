"""The pages of one case: what is known, who is in it, what happened, who looked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from cases import (
    likeness,
    logbook,
    overview,
    pages,
    rules,
    rules_restricting,
    shielded,
    timeline,
)
from cases.models import Case
from zvh.guard.gate import gated
from zvh.guard.rules import allows


@require_safe
@pages.tab("overzicht", "Overzicht", url_name="cases:detail", order=10)
@gated(Case, rules.reach_case)
def case_detail(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    if case.is_shielded and not shielded.is_open_to(user, case):
        return redirect("cases:shielded", case.pk)
    context = {
        **pages.frame(request, case),
        **overview.of(case),
        "panels": [
            (panel, panel.rendered(request)) for panel in pages.panels(user, case)
        ],
        "alike": likeness.standing(user, case),
        "may_lead": allows(rules.coordinate, user, case),
        "may_restrict": allows(rules_restricting.restrict, user, case),
        "may_open_up": allows(rules_restricting.open_up, user, case),
    }
    return TemplateResponse(request, "cases/case_detail.html", context)


@require_safe
@pages.tab("personen", "Personen", url_name="cases:people", order=20)
@gated(Case, rules.open_case)
def case_people(request: HttpRequest, case: Case) -> HttpResponse:
    context = {
        **pages.frame(request, case),
        **overview.people(case),
        "beneath": pages.beneath(case, "personen"),
    }
    return TemplateResponse(request, "cases/case_people.html", context)


@require_safe
@pages.tab("informatie", "Informatie", url_name="cases:information", order=30)
@gated(Case, rules.open_case)
def case_information(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    context = {
        **pages.frame(request, case),
        **overview.information(case),
        "may_add": allows(rules.work_on, user, case),
    }
    return TemplateResponse(request, "cases/case_information.html", context)


@require_safe
@pages.tab("tijdlijn", "Tijdlijn", url_name="cases:timeline", order=80)
@gated(Case, rules.open_case)
def case_timeline(request: HttpRequest, case: Case) -> HttpResponse:
    events = pages.events(pages.user_of(request), case)
    chosen = _one_of(pages.EventKind.values, request.GET.get("soort", ""))
    context = {
        **pages.frame(request, case),
        "kinds": timeline.choices(events, chosen),
        "events": timeline.of_kind(events, chosen),
    }
    return TemplateResponse(request, "cases/case_timeline.html", context)


@require_safe
@pages.tab("logboek", "Logboek", url_name="cases:log", order=90)
@gated(Case, rules.open_case)
def case_log(request: HttpRequest, case: Case) -> HttpResponse:
    chosen = _one_of([*logbook.KINDS], request.GET.get("soort", ""))
    context: dict[str, Any] = {
        **pages.frame(request, case),
        **logbook.of(case, chosen, before=request.GET.get("voor", "")),
        "kinds": logbook.choices(chosen),
    }
    return TemplateResponse(request, "cases/case_log.html", context)


def _one_of(known: list[str], asked: str) -> str:
    return asked if asked in known else ""
