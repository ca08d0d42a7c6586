"""Besluitvorming: what is decided at the table, and how the meeting ends."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases import pages, parking
from cases.models import Case
from cases.parking import typed
from house.words import said, word
from ico import actions, form_page, forms, pieces, rules, rules_informing, table
from ico.meetings import Meeting
from ico.minutes import Step
from ico.plans import ClosingCriterion
from ico.views_meeting import meeting_frame
from ico.views_table import alone
from zvh.guard.gate import gated


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.write_minutes)
def decide(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    user = pages.user_of(request)
    form = forms.DecideForm(typed(request, meeting.case), row=meeting)
    back = reverse("ico:decision", args=[meeting.pk])
    if request.method == "POST" and form.is_valid():
        is_change = _is_other_goal(meeting, form.cleaned_data["agreed_goal"])
        if is_change and "zeker" not in request.POST:
            return _ask_about_goal(request, meeting, form)
        return form_page.save(
            *(request, meeting.case, form),
            partial(actions.decide, meeting, by=user, is_change=is_change),
            stored=lambda: forms.DecideForm(row=Meeting.objects.get(pk=meeting.pk)),
            back=back,
            told="Het doel en de volgende datum zijn opgeslagen.",
        )
    return alone(request, meeting, Step.DECISION, form, "Doel en volgende datum")


def _is_other_goal(meeting: Meeting, goal: str) -> bool:
    before = meeting.goal_agreed_before()
    return bool(before) and goal != before


def _ask_about_goal(
    request: HttpRequest, meeting: Meeting, form: forms.DecideForm
) -> HttpResponse:
    """Another goal has consequences, and they are said beforehand (O-10)."""
    context = {
        **meeting_frame(request, meeting, Step.DECISION),
        "form": form,
        "before": meeting.goal_agreed_before(),
        "after": form.cleaned_data["agreed_goal"],
        "count": pieces.standing(meeting.case).count(),
    }
    return TemplateResponse(request, "ico/meeting_goal.html", context)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.write_minutes)
def add_agreement(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = forms.AgreementForm(typed(request, meeting.case))
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        actions.agree(meeting.case, by=user, meeting=meeting, **form.cleaned_data)
        parking.settle(request, meeting.case)
        messages.success(
            request, f"{word('afspraak', 'capital_definite')} is vastgelegd."
        )
        return redirect(reverse("ico:decision", args=[meeting.pk]) + "#afspraken")
    return alone(
        request, meeting, Step.DECISION, form, f"Leg een {word('afspraak')} vast"
    )


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.write_minutes)
def add_criterion(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = forms.CriterionForm(typed(request, meeting.case))
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        actions.add_criterion(meeting.case, by=user, **form.cleaned_data)
        parking.settle(request, meeting.case)
        messages.success(request, "Het criterium is toegevoegd.")
        return redirect(reverse("ico:decision", args=[meeting.pk]) + "#criteria")
    return alone(
        request, meeting, Step.DECISION, form, f"Criterium voor {word('afschaling')}"
    )


@require_POST
@gated(ClosingCriterion, rules.drop_criterion)
def drop_criterion(
    request: HttpRequest, criterion: ClosingCriterion, meeting_pk: Any
) -> HttpResponse:
    meeting = get_object_or_404(criterion.case.meetings, pk=meeting_pk)
    actions.drop_criterion(criterion, by=pages.user_of(request))
    messages.success(request, "Het criterium is weggehaald.")
    return redirect(reverse("ico:decision", args=[meeting.pk]) + "#criteria")


@require_http_methods(["GET", "POST"])
@gated(Case, rules.name_casusregisseur)
def casusregisseur(request: HttpRequest, case: Case) -> HttpResponse:
    form = forms.CasusregisseurForm(typed(request, case), case=case)
    back = reverse("ico:case_plan", args=[case.pk])
    if request.method == "POST" and form.is_valid():
        last = case.meetings.standing().order_by("starts_at").last()
        return form_page.save(
            *(request, case, form),
            lambda user: actions.name_casusregisseur(
                case, by=pages.user_of(request), user=user
            ),
            stored=lambda: forms.CasusregisseurForm(case=Case.objects.get(pk=case.pk)),
            back=reverse("ico:decision", args=[last.pk]) if last else back,
            told=f"{word('casusregisseur', 'capital_definite')} is vastgelegd.",
        )
    return form_page.show(
        request,
        pages.frame(request, case, tab="plan"),
        form,
        title=f"Wie is {word('casusregisseur')}?",
        text=said(
            "Dit is iemand van een {partij}, nooit van het huis. Wie het was,"
            " verliest de toegang; wie het wordt, krijgt die meteen."
        ),
        submit="Leg vast",
        back=back,
    )


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules_informing.close_meeting)
def close_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST":
        actions.close_meeting(meeting, by=pages.user_of(request))
        messages.success(request, "Het overleg is gesloten. Maak nu het plan.")
        return redirect("ico:decision", meeting.pk)
    context = {
        **meeting_frame(request, meeting, "decision"),
        "missing": table.missing_in(meeting),
    }
    return TemplateResponse(request, "ico/meeting_close.html", context)
