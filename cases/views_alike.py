"""Whether somebody is in another case too: looked at, and decided, by the bureau."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from cases import (
    comparing,
    continuing,
    forms_alike,
    identity,
    likeness,
    pages,
    rules,
    rules_continuing,
)
from cases.likeness import Match
from cases.models import Case, Person
from house.words import word
from zvh.guard.gate import gated
from zvh.guard.rules import why_not
from zvh.lib import dates

SAID = {True: "Vastgelegd: dezelfde persoon.", False: "Vastgelegd: iemand anders."}


@require_http_methods(["GET", "POST"])
@pages.named("Mogelijk dezelfde persoon")
@gated(Case, rules.compare)
def compare(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_alike.ComparisonForm(request.POST or None)
    if form.is_valid():
        comparing.decide(case, by=user, **form.told)
        messages.success(request, SAID[form.told["is_same"]])
        return redirect("cases:compare", case.pk)
    context = {
        **pages.frame(request, case, tab="overzicht"),
        "rows": _rows(user, case, likeness.matches(user, case)),
        "continued": continuing.done_in(case),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "cases/case_compare.html", context, status=status)


def _rows(user: User, case: Case, found: list[Match]) -> list[dict[str, Any]]:
    """Of a shielded case no name is shown: that is behind its reason (S-3)."""
    open_ = [match.other for match in found if not match.case.is_shielded]
    people = Person.objects.in_bulk([*open_, *(match.person for match in found)])
    named = {key: one.full_name for key, one in people.items()}
    return [
        {
            "match": match,
            "title": _number(match.case),
            "here": named.get(match.person, ""),
            "there": named.get(match.other, ""),
            "decided": _decided(match),
            "may_not_continue": _why_not_continue(user, case, match),
            "phase": identity.phase_label(match.case.phase),
        }
        for match in found
    ]


def _decided(match: Match) -> str:
    found = match.decided
    if found is None:
        return ""
    what = "Dezelfde persoon" if found.is_same else "Iemand anders"
    day = dates.plain(timezone.localtime(found.at).date())
    return f"{what}, zegt {found.by} op {day}"


def _why_not_continue(user: User, case: Case, match: Match) -> str | None:
    """Only of the same person, closed, it is asked: it costs a question or two (S-7).

    Nothing where it can be, and None where there is no question of it.
    """
    if not match.case.is_shielded or not (match.decided and match.decided.is_same):
        return None
    rule = rules_continuing.continue_earlier
    return why_not(rule, user, case, earlier=match.case)


def _number(case: Case) -> str:
    return f"{word('casus', 'capital')} {case.number}"
