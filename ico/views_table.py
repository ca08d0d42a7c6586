"""At the table: the pages of the meeting in the BOB order, and what is done on them."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases import pages, parking, principals
from cases.models import Contribution
from cases.parking import typed
from house.words import said
from ico import actions, form_page, forms, rules, sharing, table
from ico.attendance import Attendance
from ico.meetings import Meeting
from ico.minutes import MinutesSection, Step
from ico.views_meeting import STEPS, meeting_frame
from zvh.guard.gate import gated

PAGE_OF = {
    Step.PICTURE: "ico:picture",
    Step.JUDGEMENT: "ico:judgement",
    Step.DECISION: "ico:decision",
}


@require_safe
@gated(Meeting, rules.open_meeting)
def picture(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Beeldvorming: what each Partij knows, per leefgebied."""
    return table.screen(request, meeting, Step.PICTURE)


@require_safe
@gated(Meeting, rules.open_meeting)
def judgement(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Oordeelsvorming: what the table thinks, and what could be done."""
    return table.screen(request, meeting, Step.JUDGEMENT)


@require_safe
@gated(Meeting, rules.open_meeting)
def decision(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Besluitvorming: who does what, who leads, and when it is enough."""
    return table.screen(request, meeting, Step.DECISION)


@require_http_methods(["GET", "POST"])
@gated(MinutesSection, rules.write_section)
def section(request: HttpRequest, section: MinutesSection) -> HttpResponse:
    user = pages.user_of(request)
    form = forms.SectionForm(typed(request, section.case), row=section)
    step = Step(section.step)
    if request.method == "POST" and form.is_valid():
        page = reverse(PAGE_OF[step], args=[section.meeting_id])
        return form_page.save(
            *(request, section.case, form),
            partial(actions.write_section, section, by=user),
            stored=lambda: forms.SectionForm(
                row=MinutesSection.objects.get(pk=section.pk)
            ),
            back=f"{page}#{section.name}",
            told="Dit deel van het verslag is opgeslagen.",
        )
    return alone(request, section.meeting, step, form, section.title)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.write_minutes)
def add_piece(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = forms.NotedPieceForm(typed(request, meeting.case))
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        actions.note_contribution(meeting, by=user, **form.cleaned_data)
        parking.settle(request, meeting.case)
        messages.success(request, said("{inbreng.capital_definite} is vastgelegd."))
        return redirect("ico:picture", meeting.pk)
    return alone(request, meeting, Step.PICTURE, form, said("Leg {inbreng} vast"))


@require_http_methods(["GET", "POST"])
@gated(Contribution, rules.work_with_piece)
def release(request: HttpRequest, piece: Contribution, meeting_pk: Any) -> HttpResponse:
    """Record that the giver agreed that the table sees a piece."""
    user = pages.user_of(request)
    meeting = get_object_or_404(piece.case.meetings, pk=meeting_pk)
    form = forms.ReleaseForm(typed(request, piece.case), piece=piece)
    if request.method == "POST" and form.is_valid():
        actions.release_for(piece, by=user, meeting=meeting, **form.cleaned_data)
        parking.settle(request, piece.case)
        messages.success(request, "Het akkoord is vastgelegd.")
        return redirect("ico:picture", meeting.pk)
    context = {
        **meeting_frame(request, meeting, "picture"),
        "piece": piece,
        "form": form,
        "parked": parking.offered(request, piece.case),
        "others": sharing.others_at(meeting, piece),
    }
    return TemplateResponse(request, "ico/piece_release.html", context)


@require_http_methods(["GET", "POST"])
@gated(Contribution, rules.work_with_piece)
def open_before(
    request: HttpRequest, piece: Contribution, meeting_pk: Any
) -> HttpResponse:
    """Two keys: the giver's akkoord, and this decision (I-5)."""
    user = pages.user_of(request)
    meeting = get_object_or_404(piece.case.meetings, pk=meeting_pk)
    rules.open_before(user, piece, meeting=meeting)
    if request.method == "POST":
        sharing.open_before(piece, by=user, meeting=meeting)
        messages.success(request, "De deelnemers kunnen dit vooraf lezen.")
        return redirect("ico:picture", meeting.pk)
    context = {
        **meeting_frame(request, meeting, "picture"),
        "piece": piece,
        "others": sharing.others_at(meeting, piece),
        "principal": principals.of(meeting.case),
    }
    return TemplateResponse(request, "ico/piece_open.html", context)


@require_POST
@gated(Contribution, rules.work_with_piece)
def end_release(
    request: HttpRequest, piece: Contribution, meeting_pk: Any
) -> HttpResponse:
    meeting = get_object_or_404(piece.case.meetings, pk=meeting_pk)
    actions.end_release(piece, by=pages.user_of(request))
    messages.success(request, "De vrijgave is beëindigd.")
    return redirect("ico:picture", meeting.pk)


@require_POST
@gated(Attendance, rules.note_attendance)
def come_or_go(request: HttpRequest, seat: Attendance) -> HttpResponse:
    actions.come_or_go(seat, by=pages.user_of(request))
    wanted = request.POST.get("step", "")
    page = f"ico:{wanted}" if wanted in dict(STEPS) else "ico:meeting"
    return redirect(page, seat.meeting_id)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.write_minutes)
def add_seat(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = forms.SeatForm(typed(request, meeting.case))
    if request.method == "POST" and form.is_valid():
        actions.take_seat(meeting, by=pages.user_of(request), **form.cleaned_data)
        parking.settle(request, meeting.case)
        messages.success(request, "De deelnemer staat op de lijst.")
        return redirect("ico:meeting", meeting.pk)
    return alone(request, meeting, None, form, "Voeg een deelnemer toe")


@require_http_methods(["GET", "POST"])
@gated(Attendance, rules.note_attendance)
def change_seat(request: HttpRequest, seat: Attendance) -> HttpResponse:
    user = pages.user_of(request)
    form = forms.ChangeSeatForm(typed(request, seat.case), row=seat)
    if request.method == "POST" and form.is_valid():
        return form_page.save(
            *(request, seat.case, form),
            partial(actions.change_seat, seat, by=user),
            stored=lambda: forms.ChangeSeatForm(row=Attendance.objects.get(pk=seat.pk)),
            back=reverse("ico:meeting", args=[seat.meeting_id]),
        )
    return alone(request, seat.meeting, None, form, f"Deelnemer van {seat.party.name}")


def alone(
    request: HttpRequest, meeting: Meeting, step: Step | None, form: Any, title: str
) -> HttpResponse:
    """A form of the meeting on a page of its own: where its errors are shown."""
    page = PAGE_OF[step] if step else "ico:meeting"
    return form_page.show(
        request,
        meeting_frame(request, meeting, step or "meeting"),
        form,
        title=title,
        back=reverse(page, args=[meeting.pk]),
    )
