"""At the table: the pages of the meeting in the BOB order, and what is done on them."""

from functools import partial
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases import pages
from cases.models import Case, Contribution, Use
from house import profile
from ico import actions, forms, rules
from ico.meetings import Attendance, Heading, Meeting, MinutesSection, Step
from ico.plans import ClosingCriterion
from ico.views_meeting import STEPS, meeting_frame
from zvh.guard import versions
from zvh.guard.gate import gated
from zvh.guard.rules import allows

PAGE_OF = {
    Step.PICTURE: "ico:picture",
    Step.JUDGEMENT: "ico:judgement",
    Step.DECISION: "ico:decision",
}


@require_safe
@gated(Meeting, rules.open_meeting)
def picture(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Beeldvorming: what each Partij knows, per leefgebied."""
    registration = meeting.case.registrations.select_related("given_by").first()
    context = {
        **meeting_frame(request, meeting, "picture"),
        "domains": _by_domain(meeting.case),
        "registration": registration,
        "problems": meeting.case.domainproblems.all(),
        "sections": _sections(meeting, Step.PICTURE),
        "form": forms.NotedPieceForm(),
    }
    return TemplateResponse(request, "ico/meeting_picture.html", context)


@require_safe
@gated(Meeting, rules.open_meeting)
def judgement(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Oordeelsvorming: what the table thinks, and what could be done."""
    context = {
        **meeting_frame(request, meeting, "judgement"),
        "sections": _sections(meeting, Step.JUDGEMENT),
    }
    return TemplateResponse(request, "ico/meeting_judgement.html", context)


@require_safe
@gated(Meeting, rules.open_meeting)
def decision(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Besluitvorming: who does what, who leads, and when it is enough."""
    user, case = pages.user_of(request), meeting.case
    context = {
        **meeting_frame(request, meeting, "decision"),
        "sections": _sections(meeting, Step.DECISION),
        "decide_form": forms.DecideForm(row=meeting),
        "agreement_form": forms.AgreementForm(),
        "criterion_form": forms.CriterionForm(),
        "regie_form": forms.CasusregisseurForm(case=case),
        "criteria": case.closingcriterions.order_by("position"),
        "may_close": allows(rules.close_meeting, user, meeting),
        "may_build": allows(rules.build_plan, user, meeting),
    }
    return TemplateResponse(request, "ico/meeting_decision.html", context)


@require_http_methods(["GET", "POST"])
@gated(MinutesSection, rules.write_section)
def section(request: HttpRequest, section: MinutesSection) -> HttpResponse:
    user = pages.user_of(request)
    form = forms.SectionForm(request.POST or None, row=section)
    step = Step(section.step)
    back = reverse(PAGE_OF[step], args=[section.meeting_id])
    if request.method == "POST" and form.is_valid():
        stale = versions.save(
            request,
            form,
            partial(actions.write_section, section, by=user),
            stored=lambda: forms.SectionForm(
                row=MinutesSection.objects.get(pk=section.pk)
            ),
            cancel=back,
        )
        if stale is None:
            messages.success(request, "Dit deel van het verslag is opgeslagen.")
        return stale or redirect(f"{back}#{section.heading}")
    return _alone(request, section.meeting, step, form, section.get_heading_display())


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.write_minutes)
def add_piece(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = forms.NotedPieceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        actions.note_contribution(meeting, by=user, **form.cleaned_data)
        messages.success(request, "De inbreng is vastgelegd.")
        return redirect("ico:picture", meeting.pk)
    return _alone(request, meeting, Step.PICTURE, form, "Leg inbreng vast")


@require_http_methods(["GET", "POST"])
@gated(Contribution, rules.work_with_piece)
def release(request: HttpRequest, piece: Contribution, meeting_pk: Any) -> HttpResponse:
    """Record that the giver agreed that the table sees a piece."""
    user = pages.user_of(request)
    meeting = piece.case.meetings.get(pk=meeting_pk)
    form = forms.ReleaseForm(request.POST or None, piece=piece)
    if request.method == "POST" and form.is_valid():
        actions.release_for(piece, by=user, meeting=meeting, **form.cleaned_data)
        messages.success(request, "Het akkoord is vastgelegd.")
        return redirect("ico:picture", meeting.pk)
    context = {
        **meeting_frame(request, meeting, "picture"),
        "piece": piece,
        "form": form,
        "others": sorted(
            {seat.party.name for seat in meeting.attendances.for_list()}
            - {piece.given_by.name}
        ),
    }
    return TemplateResponse(request, "ico/piece_release.html", context)


@require_POST
@gated(Contribution, rules.work_with_piece)
def end_release(
    request: HttpRequest, piece: Contribution, meeting_pk: Any
) -> HttpResponse:
    actions.end_release(piece, by=pages.user_of(request))
    messages.success(request, "De vrijgave is beëindigd.")
    return redirect("ico:picture", meeting_pk)


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
    form = forms.SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.take_seat(meeting, by=pages.user_of(request), **form.cleaned_data)
        messages.success(request, "De deelnemer staat op de lijst.")
        return redirect("ico:meeting", meeting.pk)
    return _alone(request, meeting, None, form, "Voeg een deelnemer toe")


@require_http_methods(["GET", "POST"])
@gated(Attendance, rules.note_attendance)
def change_seat(request: HttpRequest, seat: Attendance) -> HttpResponse:
    user = pages.user_of(request)
    form = forms.ChangeSeatForm(request.POST or None, row=seat)
    back = reverse("ico:meeting", args=[seat.meeting_id])
    if request.method == "POST" and form.is_valid():
        stale = versions.save(
            request,
            form,
            partial(actions.change_seat, seat, by=user),
            stored=lambda: forms.ChangeSeatForm(row=Attendance.objects.get(pk=seat.pk)),
            cancel=back,
        )
        return stale or redirect(back)
    return _alone(request, seat.meeting, None, form, f"Deelnemer van {seat.party.name}")


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.write_minutes)
def decide(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    user = pages.user_of(request)
    form = forms.DecideForm(request.POST or None, row=meeting)
    back = reverse("ico:decision", args=[meeting.pk])
    if request.method == "POST" and form.is_valid():
        stale = versions.save(
            request,
            form,
            partial(actions.decide, meeting, by=user),
            stored=lambda: forms.DecideForm(row=Meeting.objects.get(pk=meeting.pk)),
            cancel=back,
        )
        if stale is None:
            messages.success(request, "Het doel en de volgende datum zijn opgeslagen.")
        return stale or redirect(back)
    return _alone(request, meeting, Step.DECISION, form, "Doel en volgende datum")


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.write_minutes)
def add_agreement(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = forms.AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        actions.agree(meeting.case, by=user, meeting=meeting, **form.cleaned_data)
        messages.success(request, "De afspraak is vastgelegd.")
        return redirect(reverse("ico:decision", args=[meeting.pk]) + "#afspraken")
    return _alone(request, meeting, Step.DECISION, form, "Nieuwe afspraak")


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.write_minutes)
def add_criterion(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = forms.CriterionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        actions.add_criterion(meeting.case, by=user, **form.cleaned_data)
        messages.success(request, "Het criterium is toegevoegd.")
        return redirect(reverse("ico:decision", args=[meeting.pk]) + "#criteria")
    return _alone(request, meeting, Step.DECISION, form, "Criterium voor afschaling")


@require_POST
@gated(ClosingCriterion, rules.drop_criterion)
def drop_criterion(
    request: HttpRequest, criterion: ClosingCriterion, meeting_pk: Any
) -> HttpResponse:
    actions.drop_criterion(criterion, by=pages.user_of(request))
    messages.success(request, "Het criterium is weggehaald.")
    return redirect(reverse("ico:decision", args=[meeting_pk]) + "#criteria")


@require_http_methods(["GET", "POST"])
@gated(Case, rules.name_casusregisseur)
def casusregisseur(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    form = forms.CasusregisseurForm(request.POST or None, case=case)
    back = reverse("ico:case_plan", args=[case.pk])
    if request.method == "POST" and form.is_valid():
        actions.name_casusregisseur(case, by=user, user=form.cleaned_data["user"])
        messages.success(request, "De casusregisseur is vastgelegd.")
        last = case.meetings.standing().order_by("starts_at").last()
        return redirect("ico:decision", last.pk) if last else redirect(back)
    context = {
        **pages.frame(request, case, tab="plan"),
        "form": form,
        "title": "Wie is casusregisseur?",
        "text": "De casusregisseur is iemand van een Partij, nooit van het huis. Wie"
        " het was, verliest de toegang; wie het wordt, krijgt die meteen.",
        "submit": "Leg vast",
        "back": back,
    }
    return TemplateResponse(request, "ico/form.html", context)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.close_meeting)
def close_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST":
        actions.close_meeting(meeting, by=pages.user_of(request))
        messages.success(request, "Het overleg is gesloten. Maak nu het plan.")
        return redirect("ico:decision", meeting.pk)
    context = {
        **meeting_frame(request, meeting, "decision"),
        "missing": missing_in(meeting),
    }
    return TemplateResponse(request, "ico/meeting_close.html", context)


def missing_in(meeting: Meeting) -> list[str]:
    """What a good meeting has, and this one does not have yet."""
    case = meeting.case
    wanted = (
        (meeting.agreed_goal, "Het doel is nog niet afgesproken."),
        (case.casusregisseur_id, "Er is nog geen casusregisseur."),
        (case.actions.standing().exists(), "Er is nog niets afgesproken."),
        (case.closingcriterions.exists(), "Er zijn nog geen criteria voor afschaling."),
        (meeting.attendances.came().exists(), "Niemand is als aanwezig gemeld."),
        (meeting.follow_up_on, "Er is nog geen volgende datum."),
    )
    return [sentence for there, sentence in wanted if not there]


def _sections(meeting: Meeting, step: Step) -> list[tuple[Any, Any]]:
    """Each piece of the minutes of this step with its form, in their order."""
    order = list(Heading)
    found = sorted(
        meeting.sections.filter(step=step), key=lambda it: order.index(it.heading)
    )
    return [(section, forms.SectionForm(row=section)) for section in found]


def _by_domain(case: Case) -> list[tuple[str, list[dict[str, Any]]]]:
    """The pieces under their leefgebied, each with to whom it was released."""
    labels = dict(profile.active().choices("leefgebieden"))
    order = [*labels, ""]
    pieces = (
        case.contributions.filter(withdrawn_at=None)
        .select_related("given_by", "typed_by")
        .prefetch_related("releases__party")
    )
    sorted_pieces = sorted(
        pieces,
        key=lambda it: (
            order.index(it.domain) if it.domain in order else len(order),
            it.given_at,
        ),
    )
    return [
        (labels.get(domain, "Algemeen"), [_shown(piece) for piece in group])
        for domain, group in groupby(sorted_pieces, key=lambda it: it.domain)
    ]


def _shown(piece: Contribution) -> dict[str, Any]:
    open_ones = [it for it in piece.releases.all() if it.until is None]
    return {
        "piece": piece,
        "parties": sorted({it.party.name for it in open_ones if it.use == Use.ICO}),
        "in_plan": any(it.use == Use.PLAN for it in open_ones),
    }


def _alone(
    request: HttpRequest, meeting: Meeting, step: Step | None, form: Any, title: str
) -> HttpResponse:
    """A form of the meeting on a page of its own: where its errors are shown."""
    page = PAGE_OF[step] if step else "ico:meeting"
    context = {
        **meeting_frame(request, meeting, step or "meeting"),
        "form": form,
        "title": title,
        "submit": "Bewaar",
        "back": reverse(page, args=[meeting.pk]),
    }
    return TemplateResponse(request, "ico/form.html", context)
