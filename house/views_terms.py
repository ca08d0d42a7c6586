"""How long what is kept: the pages of the terms and of their two-person guard (T-2)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from house import changing, history, neighbours, profile, rules, terms
from house.forms_lists import TermForm
from house.history import Term
from house.models import TermChange
from house.neighbours import Consequence
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows, why_not

SHOWN = 50


@require_safe
@listed("terms of the house", rules.see_profile)
def all_terms(request: HttpRequest) -> HttpResponse:
    made = TermChange.objects.visible_to(request.user).newest_first()
    several = list(made[:SHOWN])
    access.found(request, count=len(several), by="")
    context = {
        "terms": history.terms(profile.active()),
        "underway": [_shown(one) for one in several if one.is_underway],
        "past": [_shown(one) for one in several if not one.is_underway],
        "may_change": allows(rules.change_terms, request.user),
    }
    return TemplateResponse(request, "house/terms.html", context)


@require_http_methods(["GET", "POST"])
@listed("a term of the house", rules.change_terms)
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """Longer is saved, shorter is looked at first and then proposed."""
    it = _term(slug)
    form = TermForm(request.POST or None, term=it)
    context: dict[str, Any] = {"term": it, "form": form}
    if form.is_valid():
        value = form.cleaned_data["value"]
        must_look = form.shortens and it.is_retention and "seen" not in request.POST
        if not must_look and "preview" not in request.POST:
            return _set(request, it, value, form.why)
        context |= {
            "shortens": form.shortens,
            "value": value,
            "consequences": _consequences(request, it, value),
        }
    return TemplateResponse(request, "house/term.html", context)


@require_safe
@gated(TermChange, rules.see_term)
def term_change(request: HttpRequest, change: TermChange) -> HttpResponse:
    """One change of a term: what it touches, and who has to do what."""
    it, user = _term(change.term.replace("_", "-")), request.user
    goes_on = change.is_underway and change.shortens
    context = {
        "it": _shown(change),
        "consequences": _consequences(request, it, change.after) if goes_on else [],
        "may_confirm": allows(rules.confirm_term, user, change),
        "why_not": why_not(rules.confirm_term, user, change),
        "may_withdraw": allows(rules.withdraw_term, user, change),
    }
    return TemplateResponse(request, "house/term_change.html", context)


@require_POST
@gated(TermChange, rules.confirm_term)
def confirm_term(request: HttpRequest, change: TermChange) -> HttpResponse:
    terms.confirm(change, by=request.user)
    messages.success(request, "Bevestigd. De kortere termijn geldt over dertig dagen.")
    return redirect("house:term_change", change.pk)


@require_POST
@gated(TermChange, rules.withdraw_term)
def withdraw_term(request: HttpRequest, change: TermChange) -> HttpResponse:
    terms.withdraw(change, by=request.user)
    messages.success(request, "Ingetrokken. De termijn blijft zoals die was.")
    return redirect("house:term_change", change.pk)


def _set(request: HttpRequest, it: Term, value: int, reason: str) -> HttpResponse:
    if not it.is_retention:
        values = {f"terms.{it.key}": value}
        changing.change(values, by=request.user, reason=reason)
        messages.success(request, "De termijn is gewijzigd en geldt vanaf nu.")
        return redirect("house:terms")
    change = terms.set_term(it.key, value, by=request.user, reason=reason)
    if change.shortens:
        messages.success(request, "Voorgesteld. Een tweede persoon bevestigt dit.")
        return redirect("house:term_change", change.pk)
    messages.success(
        request, "De langere termijn geldt voor wat er vanaf nu wordt bewaard."
    )
    return redirect("house:terms")


def _term(slug: str) -> Term:
    found = history.term(slug.replace("-", "_"))
    if found is None:
        raise Http404("there is no such term")
    return found


def _shown(change: TermChange) -> dict[str, Any]:
    it = history.term(change.term)
    name, unit = (it.name, it.unit) if it else (change.term, "")
    return {
        "change": change,
        "name": name,
        "before": f"{change.before} {unit}",
        "after": f"{change.after} {unit}",
    }


def _consequences(request: HttpRequest, it: Term, value: int) -> list[Consequence]:
    before = profile.active()
    after = changing.with_value(f"terms.{it.key}", value)
    return neighbours.consequences("terms", request.user, before, after)
