"""The weging: its meetings, its agenda, and one case after another."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
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
from cases import identity, pages, parking
from triage import actions, agenda, forms, listing, minutes, rules, summary
from triage.models import AgendaItem, TriageDecision, TriageMeeting
from zvh.guard import access, announce
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows, why_not

KEYS_OFF = "weging_keys_off"


@require_safe
@listed("wegingen", rules.see_meetings)
def current(request: HttpRequest) -> HttpResponse:
    found = listing.meetings(pages.user_of(request))
    access.found(request, count=found.count)
    return TemplateResponse(request, "triage/meeting_list.html", {"meetings": found})


@require_safe
@gated(TriageMeeting, rules.attend)
def meeting(request: HttpRequest, meeting: TriageMeeting) -> HttpResponse:
    user = pages.user_of(request)
    projected = _is_projected(request)
    rows = summary.rows(meeting, user, projected=projected)
    _record_the_list(request, len(rows))
    context = {
        "meeting": meeting,
        "rows": rows,
        "first": next((row for row in rows if row.item.is_open), None),
        "projected": projected,
        "is_bureau": user.is_bureau,
        "seats": listing.seats(meeting, rows) if user.is_bureau else [],
        "chair_form": forms.ChairForm(initial={"chair": meeting.chair_id}),
        "may_send": allows(rules.send_agenda, user, meeting),
        "may_close": allows(rules.close_meeting, user, meeting),
        "may_name_chair": allows(rules.name_chair, user, meeting),
        "may_call_off": allows(rules.call_off, user, meeting),
        "may_note_presence": allows(rules.note_presence, user, meeting),
        "invitations": _invited(meeting, user),
    }
    return TemplateResponse(request, "triage/meeting_detail.html", context)


@require_http_methods(["GET", "POST"])
@gated(TriageMeeting, rules.send_agenda)
def send_agenda(request: HttpRequest, meeting: TriageMeeting) -> HttpResponse:
    user = pages.user_of(request)
    if request.method == "POST":
        agenda.send(meeting, by=user)
        messages.success(request, "De agenda is verstuurd.")
        return redirect("triage:meeting", meeting.pk)
    rows = summary.rows(meeting, user)
    context = {
        "meeting": meeting,
        "count": len(rows),
        "people": listing.asked(rows),
        "waiting": listing.count_to_judge(user, meeting),
    }
    return TemplateResponse(request, "triage/meeting_send.html", context)


@require_POST
@gated(TriageMeeting, rules.name_chair)
def name_chair(request: HttpRequest, meeting: TriageMeeting) -> HttpResponse:
    form = forms.ChairForm(request.POST)
    if form.is_valid():
        actions.name_chair(meeting, by=pages.user_of(request), **form.cleaned_data)
        messages.success(request, "De voorzitter is aangewezen.")
    return redirect("triage:meeting", meeting.pk)


@require_http_methods(["GET", "POST"])
@gated(TriageMeeting, rules.close_meeting)
def close_meeting(request: HttpRequest, meeting: TriageMeeting) -> HttpResponse:
    user = pages.user_of(request)
    if request.method == "POST":
        agenda.close(meeting, by=user)
        messages.success(request, "Het overleg is gesloten.")
        return redirect("triage:meeting", meeting.pk)
    context = {
        "meeting": meeting,
        "open": AgendaItem.objects.visible_to(user).on(meeting).open().count(),
        "people": listing.count_let_in(meeting),
        "unsaid": minutes.unsaid(meeting),
    }
    return TemplateResponse(request, "triage/meeting_close.html", context)


@require_http_methods(["GET", "POST"])
@gated(AgendaItem, rules.weigh)
def item(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """One case of the weging; the bureau decides here, participants read along."""
    user = pages.user_of(request)
    form = forms.DecisionForm(parking.typed(request, item.case), row=item)
    may_decide = allows(rules.decide, user, item)
    if request.method == "POST" and may_decide and form.is_valid():
        if _is_decided(item, form, by=user):
            parking.settle(request, item.case)
            messages.success(request, "Het besluit is vastgelegd.")
            return _next_open(request, item, user)
        # A colleague was first, in the very moment between the look and the act.
        item = AgendaItem.objects.visible_to(user).get(pk=item.pk)
        may_decide = allows(rules.decide, user, item)
    too_late = request.method == "POST" and not may_decide
    context = {
        **_screen(request, item, user),
        "form": form,
        "may_decide": may_decide,
        "why_not": "" if may_decide else why_not(rules.decide, user, item),
        "too_late": too_late,
        "parked": parking.offered(request, item.case),
    }
    return TemplateResponse(
        request, "triage/meeting_item.html", context, status=409 if too_late else 200
    )


@require_POST
@gated(AgendaItem, rules.weigh)
def switch_keys(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Single keys on or off, for as long as this person stays signed in."""
    request.session[KEYS_OFF] = not request.session.get(KEYS_OFF)
    return redirect("triage:item", item.pk)


@require_http_methods(["GET", "POST"])
@gated(TriageDecision, rules.revise)
def revise(request: HttpRequest, decision: TriageDecision) -> HttpResponse:
    user = pages.user_of(request)
    if request.method == "POST":
        actions.revise(decision, by=user)
        messages.success(request, "Het besluit is herzien. Neem een nieuw besluit.")
        item = listing.open_item(decision.case)
        if item is None:
            return redirect("triage:intake", decision.case_id)
        return redirect("triage:item", item.pk)
    context = {**pages.frame(request, decision.case), "decision": decision}
    return TemplateResponse(request, "triage/decision_revise.html", context)


def _invited(meeting: TriageMeeting, user: User) -> list[Any]:
    return list(meeting.invitations.standing().by_name()) if user.is_bureau else []


def _screen(request: HttpRequest, item: AgendaItem, user: User) -> dict[str, Any]:
    projected = _is_projected(request)
    rows = summary.rows(item.meeting, user, current=item, projected=projected)
    _record_the_list(request, len(rows))
    decision = summary.decision_of(item.case)
    return {
        "item": item,
        "case": item.case,
        "meeting": item.meeting,
        "name": identity.of(item.case)["name"],
        "rows": rows,
        "projected": projected,
        "is_bureau": user.is_bureau,
        "keys": not request.session.get(KEYS_OFF),
        **summary.beside(rows),
        **summary.of(item, user=user, projected=projected),
        "decision": decision,
        "themes": summary.themes_of(decision) if decision else [],
        "needed": summary.needed_at(decision) if decision else [],
        "may_revise": decision is not None and allows(rules.revise, user, decision),
    }


def _is_decided(item: AgendaItem, form: forms.DecisionForm, *, by: User) -> bool:
    """Whether it was; what is refused is undone alone, and what was typed stays."""
    try:
        with transaction.atomic():
            _decide(item, form, by=by)
    except PermissionDenied:
        announce.forget()
        if allows(rules.decide, by, AgendaItem.objects.get(pk=item.pk)):
            raise  # refused for another reason, which the page of refusals tells
        return False
    return True


def _decide(item: AgendaItem, form: forms.DecisionForm, *, by: User) -> None:
    given = form.cleaned_data
    if form.defers:
        actions.defer(item, by=by, still_needed=given["still_needed"])
        return
    actions.decide(
        item,
        by=by,
        outcome=given["outcome"],
        motivation=given["motivation"],
        ico=form.ico,
    )


def _next_open(request: HttpRequest, item: AgendaItem, user: User) -> HttpResponse:
    query = {"projector": "1"} if _is_projected(request) else None
    rows = summary.rows(item.meeting, user)
    following = next((row for row in rows if row.item.is_open), None)
    if following is None:
        return redirect(reverse("triage:meeting", args=[item.meeting_id], query=query))
    return redirect(reverse("triage:item", args=[following.item.pk], query=query))


def _record_the_list(request: HttpRequest, count: int) -> None:
    """The gate records the one case; that others were named beside it is a list."""
    access.found(request, count=count, by="agenda")
    access.record_list(request, action="agenda", kind=access.Kind.LISTED)


def _is_projected(request: HttpRequest) -> bool:
    return request.GET.get("projector") == "1"
