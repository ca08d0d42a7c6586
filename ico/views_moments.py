"""The pages on which moments are proposed, answered and chosen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases import pages
from ico import polling
from ico import rules_planning as rules
from ico.bookings import Taken
from ico.forms_moments import AvailabilityForm, MomentsForm, TelephoneForm, since_of
from ico.meetings import Meeting
from ico.moments import Availability, Moment
from ico.views_meeting import meeting_frame
from zvh.guard.gate import gated
from zvh.guard.rules import allows


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.ask_when)
def moments(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Which moments can be, and which of them everybody is asked about."""
    since = since_of(request.GET.get("vanaf"))
    form = MomentsForm(request.POST or None, meeting=meeting, since=since)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        count = polling.ask_when(
            meeting,
            by=pages.user_of(request),
            slots=given["slots"],
            answer_before=given["answer_before"],
        )
        messages.success(
            request,
            "De vraag is verstuurd."
            if count == 1
            else f"De vraag is verstuurd aan {count} mensen.",
        )
        return redirect("ico:meeting", meeting.pk)
    context = {
        **meeting_frame(request, meeting, "meeting"),
        "form": form,
        "asked": meeting.availabilities.open().exists(),
        "later": form.later,
    }
    return TemplateResponse(request, "ico/moments.html", context)


@require_POST
@gated(Moment, rules.choose_moment)
def choose_moment(request: HttpRequest, moment: Moment) -> HttpResponse:
    meeting = moment.meeting
    try:
        polling.choose_moment(moment, by=pages.user_of(request))
    except Taken as taken:
        messages.error(request, str(taken))
        return redirect("ico:meeting", meeting.pk)
    messages.success(
        request, "Het moment staat vast. Iedereen op de lijst krijgt een uitnodiging."
    )
    return redirect("ico:meeting", meeting.pk)


@require_http_methods(["GET", "POST"])
@gated(Availability, rules.see_availability)
def availability(request: HttpRequest, asked: Availability) -> HttpResponse:
    """When can you come? One page, one minute, also on a phone."""
    user = pages.user_of(request)
    form = AvailabilityForm(request.POST or None, asked=asked)
    if request.method == "POST" and form.is_valid():
        polling.say_when(asked, by=user, answers=form.answers)
        messages.success(request, "Dank u wel. Uw antwoord is verstuurd.")
        return redirect("ico:invitations")
    context = {
        "asked": asked,
        "form": form,
        "is_own": allows(rules.say_when, user, asked),
    }
    return TemplateResponse(request, "ico/availability.html", context)


@require_http_methods(["GET", "POST"])
@gated(Availability, rules.note_when)
def note_availability(request: HttpRequest, asked: Availability) -> HttpResponse:
    form = TelephoneForm(request.POST or None, asked=asked)
    if request.method == "POST" and form.is_valid():
        polling.note_when(
            asked,
            by=pages.user_of(request),
            answers=form.answers,
            spoken_by=form.cleaned_data["spoken_by"],
        )
        messages.success(request, "Het antwoord is genoteerd.")
        return redirect(reverse("ico:meeting", args=[asked.meeting_id]) + "#momenten")
    context = {
        **meeting_frame(request, asked.meeting, "meeting"),
        "asked": asked,
        "form": form,
    }
    return TemplateResponse(request, "ico/availability_note.html", context)
