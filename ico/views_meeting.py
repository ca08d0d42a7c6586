"""Calling a meeting: the pages on which the bureau plans it and invites to it."""

from functools import partial
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

from accounts.models import User
from cases import identity, pages, parking
from cases import rules as case_rules
from cases.exporting import saved_views
from cases.lists import Chosen
from cases.models import Case
from house import lists
from house.words import word
from ico import actions, form_page, forms_meeting, pieces, rules
from ico.form_page import typed
from ico.lists import MEETINGS
from ico.meetings import DecisionKind, Invitation, Meeting, without_meeting
from ico.minutes import Heading, Step
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows
from zvh.lib import dates

STEPS = (
    ("meeting", "Voorbereiding"),
    ("picture", "Beeldvorming"),
    ("judgement", "Oordeelsvorming"),
    ("decision", "Besluitvorming"),
)


@require_safe
@listed("meetings", case_rules.use_the_bureau)
def meetings(request: HttpRequest) -> HttpResponse:
    """To be planned, coming, and held without a plan that was established."""
    user = pages.user_of(request)
    chosen = Chosen.of(MEETINGS, user, request.GET)
    cases = Case.objects.visible_to(user).open()
    to_plan = list(without_meeting(cases).order_by("phase_since"))
    found = list(chosen.rows)
    coming = [it for it in found if it.state == Meeting.State.PLANNED]
    held = [it for it in found if it.state == Meeting.State.HELD]
    count = len(to_plan) + len(coming) + len(held)
    access.found(request, count=count, by=chosen.kinds)
    about = pages.about([*to_plan, *(it.case for it in [*coming, *held])])
    context = {
        "chosen": chosen,
        "saved": saved_views(chosen),
        "to_plan": [(case, about.get(case.pk, "")) for case in to_plan],
        "coming": [(it, about.get(it.case_id, "")) for it in coming],
        "held": [(it, about.get(it.case_id, "")) for it in held],
    }
    return TemplateResponse(request, "ico/meeting_list.html", context)


@pages.tab("overleggen", "Overleggen", url_name="ico:case_meetings", order=40)
@require_safe
@gated(Case, rules.see_meetings)
def case_meetings(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    context = {
        **pages.frame(request, case, tab="overleggen"),
        "meetings": case.meetings.select_related("chair").order_by("-starts_at"),
        "may_plan": allows(rules.plan_meeting, user, case),
    }
    return TemplateResponse(request, "ico/case_meetings.html", context)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.plan_meeting)
def plan_meeting(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_meeting.MeetingForm(typed(request, case), initial=_first(case, user))
    if request.method == "POST" and form.is_valid():
        meeting = actions.plan_meeting(case, by=user, **form.answers)
        parking.settle(request, case)
        messages.success(request, "Het overleg is gepland. Nodig nu de Partijen uit.")
        return redirect("ico:meeting", meeting.pk)
    return form_page.show(
        request,
        pages.frame(request, case, tab="overleggen"),
        form,
        title=f"Plan {word('ico')}",
        submit="Plan het overleg",
        back=reverse("ico:case_meetings", args=[case.pk]),
    )


@require_safe
@gated(Meeting, rules.open_meeting)
def meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Voorbereiding: when, to what end, who is invited and what they answered."""
    user = pages.user_of(request)
    context = {
        **meeting_frame(request, meeting, "meeting"),
        "preparation": _facts(meeting),
        "invitations": meeting.invitations.standing().for_list(),
        "replaced": meeting.invitations.with_replacement().for_list(),
        "unsent": meeting.invitations.unsent().count(),
        "may_change": allows(rules.change_meeting, user, meeting),
    }
    return TemplateResponse(request, "ico/meeting.html", context)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.change_meeting)
def change_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_meeting.MeetingForm(typed(request, meeting.case), row=meeting)
    back = reverse("ico:meeting", args=[meeting.pk])
    if request.method == "POST" and form.is_valid():
        return form_page.save(
            *(request, meeting.case, form),
            partial(actions.change_meeting, meeting, by=user),
            stored=lambda: forms_meeting.MeetingForm(
                row=Meeting.objects.get(pk=meeting.pk)
            ),
            back=back,
            told="Het overleg is gewijzigd.",
        )
    return form_page.show(
        request,
        meeting_frame(request, meeting, "meeting"),
        form,
        title="Wijzig het overleg",
        text="Verandert de datum of de tijd, dan krijgt iedereen die is uitgenodigd"
        " een nieuw bericht voor de agenda.",
        back=back,
    )


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.change_meeting)
def cancel_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST":
        actions.cancel_meeting(meeting, by=pages.user_of(request))
        messages.success(request, "Het overleg is afgezegd.")
        return redirect("ico:case_meetings", meeting.case_id)
    context = {
        **meeting_frame(request, meeting, "meeting"),
        "count": meeting.invitations.sent().count(),
    }
    return TemplateResponse(request, "ico/meeting_cancel.html", context)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.change_meeting)
def invite(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_meeting.InvitationForm(
        typed(request, meeting.case),
        meeting=meeting,
        user=user,
        initial={"about": _whom(meeting.case)},
    )
    if request.method == "POST" and form.is_valid():
        actions.invite(meeting, by=user, **form.cleaned_data)
        parking.settle(request, meeting.case)
        messages.success(
            request, "De uitnodiging staat klaar. Verstuur haar als de lijst klopt."
        )
        return redirect("ico:meeting", meeting.pk)
    return form_page.show(
        request,
        meeting_frame(request, meeting, "meeting"),
        form,
        title="Nodig iemand uit",
        submit="Zet op de lijst",
        back=reverse("ico:meeting", args=[meeting.pk]),
    )


@require_POST
@gated(Meeting, rules.change_meeting)
def send_invitations(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    count = actions.send_invitations(meeting, by=pages.user_of(request))
    messages.success(
        request,
        "De uitnodiging is verstuurd."
        if count == 1
        else f"{count} uitnodigingen zijn verstuurd.",
    )
    return redirect("ico:meeting", meeting.pk)


@require_POST
@gated(Invitation, rules.withdraw_invitation)
def invite_colleague(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    actions.invite_colleague(invitation, by=pages.user_of(request))
    messages.success(request, "De vervanger is uitgenodigd.")
    return redirect("ico:meeting", invitation.meeting_id)


@require_http_methods(["GET", "POST"])
@gated(Invitation, rules.withdraw_invitation)
def withdraw_invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.method == "POST":
        actions.withdraw_invitation(invitation, by=pages.user_of(request))
        messages.success(request, "De uitnodiging is ingetrokken.")
        return redirect("ico:meeting", invitation.meeting_id)
    context = {
        **meeting_frame(request, invitation.meeting, "meeting"),
        "invitation": invitation,
    }
    return TemplateResponse(request, "ico/invitation_withdraw.html", context)


def meeting_frame(request: HttpRequest, meeting: Meeting, step: str) -> dict[str, Any]:
    """What every page of a meeting shows: its case, its steps, who is here."""
    case = meeting.case
    return {
        **pages.frame(request, case, tab="overleggen"),
        "meeting": meeting,
        "step_name": step,
        "steps_as_tabs": _steps(meeting, step),
        "seats": meeting.attendances.for_list(),
        "agreements": case.actions.standing().by_date(),
        "questions": meeting.sections.under(Heading.QUESTIONS).first(),
        "may_write": allows(rules.write_minutes, pages.user_of(request), meeting),
    }


def _steps(meeting: Meeting, current: str) -> list[dict[str, Any]]:
    """The BOB order, each step with how much is in it."""
    case = meeting.case
    written = [section.step for section in meeting.sections.all() if section.text]
    filled = {
        "meeting": meeting.invitations.standing().count(),
        "picture": pieces.standing(case).count(),
        "judgement": written.count(Step.JUDGEMENT),
        "decision": case.actions.standing().count(),
    }
    return [
        {
            "name": name,
            "label": label,
            "url": reverse(f"ico:{name}", args=[meeting.pk]),
            "current": name == current,
            "count": filled[name],
        }
        for name, label in STEPS
    ]


def _facts(meeting: Meeting) -> list[tuple[str, str]]:
    labels = dict(DecisionKind.choices)
    facts = [
        ("Wanneer", meeting.when),
        ("Plaats", meeting.place),
        ("Link", meeting.link),
        ("Doel", meeting.goal),
        ("Besluiten", ", ".join(labels.get(key, key) for key in meeting.decisions)),
        ("Thema’s", ", ".join(lists.labels("themes", meeting.themes))),
        ("Voorzitter", meeting.chair.name),
        ("Vervangend voorzitter", meeting.deputy.name if meeting.deputy else ""),
        ("Verslaglegger", meeting.writer.name),
    ]
    return [(label, value) for label, value in facts if value]


def _first(case: Case, user: User) -> dict[str, Any]:
    """What is known already is not asked again (U23)."""
    registration = case.registrations.first()
    chair = case.coordinator or (user if user.is_procescoordinator else None)
    return {
        "goal": registration.goal if registration else "",
        "chair": chair,
        "writer": user,
        "decisions": [DecisionKind.ALIGN, DecisionKind.CASUSREGIE],
    }


def _whom(case: Case) -> str:
    """Name and birth date: with these a Partij finds its own information."""
    people = []
    for person in identity.betrokkenen(case):
        details = identity.details_of(person)
        born = details.birth_date if details else None
        suffix = f", geboren {dates.plain(born)}" if born else ""
        people.append(f"{person.full_name}{suffix}")
    return "\n".join(people)
