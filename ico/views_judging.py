"""What the table finds of pieces: needed, quoted, not for the plan, judged anew."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Party
from cases import pages, parking
from cases.models import Contribution
from cases.parking import typed
from house.words import said, word
from ico import actions, form_page, forms, pieces, rules, table
from ico.meetings import Meeting
from ico.minutes import Step
from ico.needs import PieceReview, Quotation
from ico.views_meeting import meeting_frame
from ico.zsm import ZsmAdvice
from zvh.guard.gate import gated


@require_POST
@gated(Meeting, rules.write_minutes)
def need(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What was ticked or taken away since the page was shown; the rest stays."""
    now, shown = (set(request.POST.getlist(name)) for name in ("need", "shown"))
    pairs = partial(_pairs, meeting)
    user = pages.user_of(request)
    actions.need(meeting, by=user, more=pairs(now - shown), less=pairs(shown - now))
    messages.success(request, "Opgeslagen wie wat nodig heeft.")
    return redirect(_decision(meeting.pk) + "#nodig")


@require_POST
@gated(Contribution, rules.work_with_piece)
def quote(request: HttpRequest, piece: Contribution, meeting_pk: Any) -> HttpResponse:
    meeting = get_object_or_404(piece.case.meetings, pk=meeting_pk)
    form = forms.QuoteForm(request.POST, meeting=meeting)
    if not form.is_valid():
        messages.error(request, "Kies waar u dit aanhaalt.")
        return redirect("ico:picture", meeting.pk)
    section = form.cleaned_data["section"]
    actions.quote(section, by=pages.user_of(request), piece=piece)
    messages.success(request, f"Aangehaald bij: {section.title}.")
    return redirect(_page_of(section.step, meeting.pk) + f"#{section.name}")


@require_POST
@gated(Quotation, rules.drop_quote)
def drop_quote(request: HttpRequest, quoted: Quotation) -> HttpResponse:
    section = quoted.section
    actions.drop_quote(quoted, by=pages.user_of(request))
    messages.success(
        request, said("{inbreng.capital_definite} wordt hier niet meer aangehaald.")
    )
    return redirect(_page_of(section.step, section.meeting_id) + f"#{section.name}")


@require_POST
@gated(Contribution, rules.keep_out_of_plan)
def keep_out(request: HttpRequest, piece: Contribution) -> HttpResponse:
    """Its giver says so on the own page, or the bureau as it was said."""
    is_out = request.POST.get("is_out") == "yes"
    user = pages.user_of(request)
    actions.keep_out_of_plan(piece, by=user, is_out=is_out)
    messages.success(
        request,
        "Dit komt niet in het plan." if is_out else "Dit mag weer in het plan.",
    )
    return redirect(_back(request, piece))


@require_POST
@gated(PieceReview, rules.judge_need)
def judge_need(request: HttpRequest, review: PieceReview) -> HttpResponse:
    answer = request.POST.get("answer", "")
    if answer in (PieceReview.Answer.YES, PieceReview.Answer.NO):
        actions.judge_need(review, by=pages.user_of(request), answer=answer)
        messages.success(request, "Het oordeel van de tafel is vastgelegd.")
    return redirect(_decision(review.change.meeting_id) + "#herbeoordeling")


@require_http_methods(["GET", "POST"])
@gated(PieceReview, rules.judge_use)
def judge_use(request: HttpRequest, review: PieceReview) -> HttpResponse:
    """The giver answers on the own page; the bureau writes down who answered."""
    user = pages.user_of(request)
    if not user.is_bureau:
        return _own_answer(request, review)
    form = forms.UseForm(typed(request, review.case), piece=review.piece)
    back = _decision(review.change.meeting_id) + "#herbeoordeling"
    if request.method == "POST" and form.is_valid():
        actions.judge_use(review, by=user, **form.cleaned_data)
        parking.settle(request, review.case)
        messages.success(
            request, said("Het antwoord van {partij.definite} is vastgelegd.")
        )
        return redirect(back)
    return form_page.show(
        request,
        meeting_frame(request, review.change.meeting, Step.DECISION),
        form,
        title=f"Nieuw doel: {word('inbreng')} van {review.piece.given_by.name}",
        text=said("Zegt {partij.definite} ja, dan zien de deelnemers dit weer."),
        submit="Leg vast",
        back=back,
    )


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.write_minutes)
def advise_zsm(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = forms.ZsmForm(typed(request, meeting.case))
    back = _decision(meeting.pk)
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        actions.advise_zsm(meeting, by=user, **form.cleaned_data)
        parking.settle(request, meeting.case)
        messages.success(request, "Het advies aan ZSM is vastgelegd.")
        return redirect(back + "#zsm")
    return form_page.show(
        request,
        meeting_frame(request, meeting, Step.DECISION),
        form,
        title="Advies aan ZSM",
        submit="Leg vast",
        back=back,
    )


@require_POST
@gated(ZsmAdvice, rules.drop_zsm)
def drop_zsm(request: HttpRequest, advice: ZsmAdvice) -> HttpResponse:
    meeting_pk, case_pk = advice.meeting_id, advice.case_id
    actions.drop_zsm(advice, by=pages.user_of(request))
    messages.success(request, "Het advies is weggehaald.")
    if meeting_pk is None:
        return redirect("ico:case_plan", case_pk)
    return redirect(_decision(meeting_pk) + "#zsm")


@require_POST
@gated(Meeting, rules.open_meeting)
def switch_keys(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Single keys on or off, for as long as this person stays signed in."""
    request.session[table.KEYS_OFF] = not request.session.get(table.KEYS_OFF)
    return redirect("ico:picture", meeting.pk)


def _own_answer(request: HttpRequest, review: PieceReview) -> HttpResponse:
    user, answer = pages.user_of(request), request.POST.get("answer", "")
    if answer in (PieceReview.Answer.YES, PieceReview.Answer.NO):
        actions.judge_use(review, by=user, answer=answer, said_by=user)
        messages.success(request, "Uw antwoord is opgeslagen.")
    return redirect("ico:invitations")


def _back(request: HttpRequest, piece: Contribution) -> str:
    """To the table or to the own invitation: where this was said."""
    user = pages.user_of(request)
    if not user.is_bureau:
        return reverse("ico:invitations")
    meeting = piece.case.meetings.standing().in_order().last()
    return _page_of(Step.PICTURE, meeting.pk) if meeting else "/"


def _pairs(meeting: Meeting, keys: set[str]) -> list[tuple[Contribution, Party]]:
    """Pieces of this very case, and Partijen at this very table."""
    found = {str(it.pk): it for it in pieces.standing(meeting.case)}
    seats = meeting.attendances.standing().select_related("party")
    there = {str(it.party_id): it.party for it in seats}
    told = (key.split(":", 1) for key in sorted(keys) if ":" in key)
    return [
        (found[piece], there[party])
        for piece, party in told
        if piece in found and party in there
    ]


def _decision(key: UUID) -> str:
    return _page_of(Step.DECISION, key)


def _page_of(step: str, key: UUID) -> str:
    return reverse(f"ico:{Step(step)}", args=[key])
