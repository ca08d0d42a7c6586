"""Around a weging: calling it off, who came, and what its minutes say."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases import pages
from triage import agenda, inviting, listing, minutes, rules
from triage.models import AgendaItem, TriageMeeting
from zvh.guard import access
from zvh.guard.gate import gated


@require_safe
@gated(TriageMeeting, rules.read_minutes)
def read_minutes(request: HttpRequest, meeting: TriageMeeting) -> HttpResponse:
    """What happened, as far as it is kept; it can be printed."""
    user = pages.user_of(request)
    told = minutes.of(meeting, user)
    access.found(request, count=len(told.entries), by="agenda")
    access.record_list(request, action="minutes", kind=access.Kind.LISTED)
    context = {"meeting": meeting, "minutes": told}
    return TemplateResponse(request, "triage/meeting_minutes.html", context)


@require_http_methods(["GET", "POST"])
@gated(TriageMeeting, rules.call_off)
def call_off(request: HttpRequest, meeting: TriageMeeting) -> HttpResponse:
    user = pages.user_of(request)
    if request.method == "POST":
        agenda.call_off(meeting, by=user)
        messages.success(request, "Het overleg is afgezegd.")
        return redirect("triage:current")
    context = {
        "meeting": meeting,
        "open": AgendaItem.objects.visible_to(user).on(meeting).open().count(),
        "invited": meeting.invitations.standing().count(),
        "let_in": listing.count_let_in(meeting),
    }
    return TemplateResponse(request, "triage/meeting_call_off.html", context)


@require_POST
@gated(TriageMeeting, rules.note_presence)
def note_presence(
    request: HttpRequest, meeting: TriageMeeting, invitation_pk: Any
) -> HttpResponse:
    invitation = get_object_or_404(meeting.invitations, pk=invitation_pk)
    inviting.note_presence(invitation, by=pages.user_of(request))
    return redirect("triage:meeting", meeting.pk)
