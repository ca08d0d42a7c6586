"""The agenda of the house, and meetings that are planned together."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from cases import pages, parking
from cases.models import Case
from cases.parking import typed
from ico import agenda as agendas
from ico import follow_planning, frequency, rules, scheduling, standing
from ico import rules_planning as planning
from ico.form_page import show
from ico.forms_planning import DayForm, SeriesForm
from zvh.guard import access
from zvh.guard.gate import gated, listed

# How many cases can be chosen for one day: more never fit in it.
MOST = 50


@require_safe
@listed("agenda", planning.plan_several)
def agenda(request: HttpRequest) -> HttpResponse:
    """What is when and where, for a day or a week; also on paper."""
    day = _day(request.GET.get("dag"))
    period = agendas.period_of(day, week=request.GET.get("periode") != "dag")
    cases = Case.objects.visible_to(pages.user_of(request)).open()
    found = agendas.meetings(cases, period)
    access.found(request, count=len(found))
    context = {
        "period": period,
        "day": day,
        "days": agendas.by_day(found),
        "elsewhere": agendas.elsewhere(found, period),
        "switch": _switch(day, period),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "ico/agenda.html", context)


@require_http_methods(["GET", "POST"])
@listed("day of meetings", planning.plan_several)
def plan_day(request: HttpRequest) -> HttpResponse:
    """Several cases in a row on one day: one room, one chair, a break between."""
    user = pages.user_of(request)
    open_cases = Case.objects.visible_to(user).open()
    waiting = list(standing.without_meeting(open_cases).order_by("phase_since")[:MOST])
    quiet = frequency.without_for_long(open_cases).order_by("phase_since")[:MOST]
    cases = list(dict.fromkeys([*waiting, *quiet]))
    access.found(request, count=len(cases))
    about = pages.about(cases)
    form = DayForm(request.POST or None, cases=cases, about=about, initial=_posts(user))
    if request.method == "POST" and form.is_valid():
        made = _plan_day(form, user)
        if made:
            messages.success(
                request,
                f"{len(made)} overleggen zijn gepland. Kies wie erbij moet zijn.",
            )
            return redirect(_agenda_of(form.cleaned_data["day"]))
    context = {"form": form, "cases": cases}
    return TemplateResponse(request, "ico/plan_day.html", context)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.plan_meeting)
def plan_series(request: HttpRequest, case: Case) -> HttpResponse:
    """The same meeting every so many weeks (PGA)."""
    user = pages.user_of(request)
    known = {**_posts(user), **follow_planning.known(case), "every": 6, "times": 4}
    form = SeriesForm(typed(request, case), initial=known)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = scheduling.plan_series(
                case,
                by=user,
                posts=form.posts,
                goal=given["goal"],
                themes=given["themes"],
                slots=form.slots,
            )
        except PermissionDenied as refusal:
            form.add_error("day", str(refusal))
        else:
            parking.settle(request, case)
            messages.success(request, f"{len(made)} overleggen zijn gepland.")
            return redirect("ico:case_meetings", case.pk)
    return show(
        request,
        pages.frame(request, case, tab="overleggen"),
        form,
        title="Plan een reeks",
        text="Valt een datum op een feestdag of in het weekend, dan wordt het de eerste"
        " werkdag daarna.",
        submit="Plan de reeks",
        back=reverse("ico:case_meetings", args=[case.pk]),
    )


def _plan_day(form: DayForm, user: User) -> list[Any]:
    """The meetings, or none and the reason beside the time in the form."""
    chosen = form.chosen
    try:
        return scheduling.plan_day(
            chosen,
            by=user,
            posts=form.posts,
            goals=[_goal(case) for case in chosen],
            slots=form.cleaned_data["slots"],
        )
    except PermissionDenied as refusal:
        form.add_error("from_time", str(refusal))
        return []


def _goal(case: Case) -> str:
    return str(follow_planning.known(case)["goal"] or "Nog te bepalen.")


def _posts(user: User) -> dict[str, Any]:
    return {"chair": user if user.is_procescoordinator else None, "writer": user}


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return timezone.localdate()


def _agenda_of(day: date, *, week: bool = False) -> str:
    period = "week" if week else "dag"
    return f"{reverse('ico:agenda')}?dag={day.isoformat()}&periode={period}"


def _switch(day: date, period: agendas.Period) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": _agenda_of(day, week=week),
            "current": period.is_week == week,
        }
        for label, week in (("Dag", False), ("Week", True))
    ]
