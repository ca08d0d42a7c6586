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
    require_safe,
)

from accounts.models import User
from cases import pages, parking
from cases import rules as case_rules
from cases.exporting import saved_views
from cases.lists import Chosen
from cases.models import Case
from cases.parking import typed
from house import lists
from house.words import word
from ico import (
    actions,
    best_moment,
    calling,
    follow_planning,
    form_page,
    forms_meeting,
    frequency,
    notices,
    pieces,
    rules,
    rules_planning,
    standing,
)
from ico.bookings import Taken
from ico.invitations import asked_of_all
from ico.lists import MEETINGS
from ico.meetings import DecisionKind, Meeting
from ico.minutes import Heading, Step
from ico.moments import Availability, Can, Moment
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows

QUIET = 20
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
    to_plan = list(standing.without_meeting(cases).order_by("phase_since"))
    seeking, to_call = list(calling.seeking(cases)), calling.to_call(cases)
    quiet = list(frequency.without_for_long(cases).order_by("phase_since")[:QUIET])
    found = list(chosen.rows)
    coming = [it for it in found if it.state == Meeting.State.PLANNED]
    held = [it for it in found if it.state == Meeting.State.HELD]
    shown = [*coming, *held, *seeking]
    count = len(to_plan) + len(shown) + len(to_call)
    access.found(request, count=count, by=chosen.kinds)
    about = pages.about([*to_plan, *quiet, *(it.case for it in shown)])
    context = {
        "chosen": chosen,
        "saved": saved_views(chosen),
        "to_plan": [(case, about.get(case.pk, "")) for case in to_plan],
        "seeking": [(it, about.get(it.case_id, "")) for it in seeking],
        "to_call": to_call,
        "quiet": [(case, about.get(case.pk, "")) for case in quiet],
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
        "warning": frequency.warning(case) if case.phase in rules.MEETS_IN else "",
    }
    return TemplateResponse(request, "ico/case_meetings.html", context)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.plan_meeting)
def plan_meeting(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    makes = follow_planning.form_for(case)
    form = makes(typed(request, case), initial=_first(case, user))
    if request.method == "POST" and form.is_valid():
        meeting = _planned(form, case, user)
        if meeting is not None:
            parking.settle(request, case)
            messages.success(request, "Kies nu wie erbij moet zijn.")
            return redirect("ico:participants", meeting.pk)
    return form_page.show(
        request,
        pages.frame(request, case, tab="overleggen"),
        form,
        title=f"Plan {word('ico')}",
        text=frequency.warning(case),
        submit="Verder: wie erbij moet zijn",
        back=reverse("ico:case_meetings", args=[case.pk]),
    )


@require_safe
@gated(Meeting, rules.open_meeting)
def meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Voorbereiding: when, to what end, who is invited and what they answered."""
    user = pages.user_of(request)
    invitations = list(meeting.invitations.standing().for_list())
    context = {
        **meeting_frame(request, meeting, "meeting"),
        "preparation": _facts(meeting),
        "invitations": invitations,
        "asked_of_all": asked_of_all(invitations),
        "replaced": meeting.invitations.with_replacement().for_list(),
        "unsent": meeting.invitations.may_go().count(),
        "may_change": allows(rules.change_meeting, user, meeting),
        "may_appoint": allows(rules_planning.appoint, user, meeting),
        "outsiders": meeting.outsiders.standing(),
        "with_page": set(
            meeting.invitations.standing().values_list("outsider", flat=True)
        ),
        **_opening(meeting),
        **notices.shown_with(meeting),
        **_seeking(meeting),
    }
    return TemplateResponse(request, "ico/meeting.html", context)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.change_meeting)
def change_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_meeting.MeetingForm(typed(request, meeting.case), row=meeting)
    back = reverse("ico:meeting", args=[meeting.pk])
    if request.method == "POST" and form.is_valid():
        try:
            return form_page.save(
                *(request, meeting.case, form),
                partial(actions.change_meeting, meeting, by=user),
                stored=lambda: forms_meeting.MeetingForm(
                    row=Meeting.objects.get(pk=meeting.pk)
                ),
                back=back,
                told="Het overleg is gewijzigd.",
            )
        except Taken as taken:
            form.add_error("from_time", str(taken))
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


def _opening(meeting: Meeting) -> dict[str, Any]:
    """A next meeting begins with how it stands, and whether the criteria still hold."""
    found = meeting.follow_ups.select_related("decided_by", "decided_with").first()
    if found is None:
        return {}
    return {"follow_up": found, "stands": meeting.case.actions.standing().by_date()}


def _seeking(meeting: Meeting) -> dict[str, Any]:
    """While a moment is sought: who said what, and which moment is best."""
    if not meeting.is_seeking:
        return {}
    weighed = best_moment.weigh(meeting)
    asked = list(meeting.availabilities.open().for_list())
    moments = sorted((one.moment for one in weighed), key=lambda it: it.starts_at)
    return {
        "weighed": weighed,
        "moments": moments,
        "said": [(one, [_said(one, moment) for moment in moments]) for one in asked],
        "silent": sum(not one.is_answered for one in asked),
        "has_guests": meeting.invitations.standing().exists(),
    }


def _said(asked: Availability, moment: Moment) -> tuple[str, str]:
    answer = asked.says(moment.pk)
    return answer, str(dict(Can.choices).get(answer, ""))


def _planned(form: forms_meeting.MeetingForm, case: Case, user: User) -> Meeting | None:
    """The meeting, or nothing and the reason beside the time in the form."""
    try:
        return form.plan(case, by=user)
    except Taken as taken:
        form.add_error("from_time", str(taken))
        return None


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
    labels = dict(forms_meeting.kinds_of_decision())
    facts = [
        ("Wanneer", "" if meeting.is_seeking else meeting.when),
        ("Duur", "" if meeting.is_planned else f"{meeting.minutes} minuten"),
        ("Ruimte", meeting.room.where if meeting.room else ""),
        ("Adres", meeting.place),
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
    chair = case.coordinator or (user if user.is_procescoordinator else None)
    return {
        **follow_planning.known(case),
        "chair": chair,
        "writer": user,
        "decisions": [DecisionKind.ALIGN, DecisionKind.CASUSREGIE],
    }
