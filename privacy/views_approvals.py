"""Akkoord and what was shared: the pages of who is asked, and of who receives."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from cases import pages, parking
from cases.models import Contribution
from privacy import answering, asking, disclosing, overseeing
from privacy import rules_approvals as rules
from privacy.approvals import ApprovalRequest
from privacy.forms_approvals import (
    AnswersForm,
    ContestForm,
    OwnTaskForm,
    TakeBackForm,
    ToldForm,
)
from privacy.recalls import Recall
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows, anyone_signed_in

ANSWERED = "Uw antwoord is opgeslagen. Dank u wel."
TAKEN_BACK = (
    "Uw akkoord is ingetrokken. Het gaat niet meer mee, en wie het al las, krijgt de"
    " vraag het te verwijderen."
)


@require_safe
@listed("own sharing", anyone_signed_in)
def own_sharing(request: HttpRequest) -> HttpResponse:
    """Akkoord en uittreksels: what is asked, what was agreed, what came in."""
    user = pages.user_of(request)
    asked, sent = overseeing.own_requests(user), overseeing.own_received(user)
    recalls = overseeing.own_recalls(user)
    access.found(request, count=len(asked) + len(sent) + len(recalls))
    references = overseeing.references_of([*sent, *recalls])
    waiting = [it for it in asked if it[0].is_open and it[0].can_be_answered]
    context = {
        "open": waiting,
        "answered": [one for one in asked if one not in waiting],
        "received": [
            (one, references.get(one.case_key, ""), _page_of(one.pk)) for one in sent
        ],
        "to_delete": [
            (one, references.get(one.case_key, "")) for one in recalls if one.is_waiting
        ],
        "deleted": [one for one in recalls if one.confirmed_at],
    }
    return TemplateResponse(request, "privacy/own_sharing.html", context)


@pages.named("Vraag om akkoord")
@require_http_methods(["GET", "POST"])
@gated(ApprovalRequest, rules.reach_request)
def approval_request(request: HttpRequest, asked: ApprovalRequest) -> HttpResponse:
    """One list of the own pieces: to whom, what for, and yes or no for each.

    Of a case that was restricted since, only what was agreed to, to take it back.
    """
    user = pages.user_of(request)
    if not rules.is_addressed_to(user, asked):
        return _take_back(request, asked)
    pairs = overseeing.pieces_of(asked)
    form = AnswersForm(parking.typed(request, asked.case), pairs=pairs)
    if request.method == "POST" and form.is_valid():
        taken_back = _taken_back(form)
        answering.answer(asked, by=user, answers=form.answers, seen=form.mark)
        parking.settle(request, asked.case)
        messages.success(request, TAKEN_BACK if taken_back else ANSWERED)
        return redirect("privacy:own_sharing")
    context = {
        "asked": asked,
        "form": form,
        "ended": [pair for pair in pairs if pair[0].ended_at],
        "to_outside": any(approval.recipient_id for approval, _ in pairs),
        "agreed": any(one.is_valid for one, _ in form.pairs),
        "may_contest": allows(rules.contest, user, asked),
        "parked": parking.offered(request, asked.case),
    }
    return TemplateResponse(request, "privacy/approval_request.html", context)


@pages.named("Akkoord betwisten")
@require_http_methods(["GET", "POST"])
@gated(ApprovalRequest, rules.contest)
def contest_approval(request: HttpRequest, asked: ApprovalRequest) -> HttpResponse:
    """The bureau wrote down something that this Partij did not say (I-6)."""
    form = ContestForm(parking.typed(request, asked.case))
    if request.method == "POST" and form.is_valid():
        answering.contest(asked, by=pages.user_of(request), **form.cleaned_data)
        parking.settle(request, asked.case)
        messages.success(request, "Dank u wel. Hierop gaat niets meer naar buiten.")
        return redirect("privacy:approval_request", asked.pk)
    context = {
        "asked": asked,
        "form": form,
        "pairs": overseeing.pieces_of(asked),
        "parked": parking.offered(request, asked.case),
    }
    return TemplateResponse(request, "privacy/approval_contest.html", context)


@pages.named("Akkoord vastleggen")
@require_http_methods(["GET", "POST"])
@gated(ApprovalRequest, rules.note_answer)
def note_approval(request: HttpRequest, asked: ApprovalRequest) -> HttpResponse:
    """The bureau writes down what it was told by telephone."""
    pairs = overseeing.pieces_of(asked)
    form = ToldForm(parking.typed(request, asked.case), pairs=pairs)
    back = _sharing_of(asked)
    if request.method == "POST" and form.is_valid():
        spoken_by = form.cleaned_data["spoken_by"]
        answering.note_answer(
            asked,
            by=pages.user_of(request),
            answers=form.answers,
            spoken_by=spoken_by,
            seen=form.mark,
        )
        parking.settle(request, asked.case)
        messages.success(request, "Het antwoord is vastgelegd.")
        return redirect(back)
    context = {
        **pages.frame(request, asked.case, tab="plan"),
        "asked": asked,
        "form": form,
        "back": back,
        "parked": parking.offered(request, asked.case),
    }
    return TemplateResponse(request, "privacy/approval_note.html", context)


@require_http_methods(["GET", "POST"])
@gated(Recall, rules.confirm_deletion)
def confirm_deletion(request: HttpRequest, recall: Recall) -> HttpResponse:
    """It is gone at the receiver's too."""
    user = pages.user_of(request)
    if request.method == "POST":
        disclosing.confirm_deletion(recall, by=user)
        told = "Vastgelegd." if user.is_bureau else "Dank u wel."
        messages.success(request, f"{told} Dit staat nu in het register.")
        return redirect(_after(user))
    context = {
        "by_phone": user.is_bureau,
        "recall": recall,
        "sent": overseeing.sent_before(recall),
        "back": _after(user),
    }
    return TemplateResponse(request, "privacy/recall_confirm.html", context)


@pages.named("Gebruik voor een eigen taak")
@require_http_methods(["GET", "POST"])
@gated(Contribution, rules.use_for_own_task)
def own_task(request: HttpRequest, piece: Contribution) -> HttpResponse:
    """A receiver asks to use a piece of another for its own task (V-13)."""
    form = OwnTaskForm(parking.typed(request, piece.case))
    if request.method == "POST" and form.is_valid():
        asking.ask_for_own_task(piece, by=pages.user_of(request), reason=form.reason)
        parking.settle(request, piece.case)
        messages.success(request, f"Uw vraag is gesteld aan {piece.given_by.name}.")
        return redirect("privacy:own_sharing")
    context = {
        "form": form,
        "piece": piece,
        "back": reverse("privacy:own_sharing"),
        "parked": parking.offered(request, piece.case),
    }
    return TemplateResponse(request, "privacy/own_task.html", context)


def _take_back(request: HttpRequest, asked: ApprovalRequest) -> HttpResponse:
    given = overseeing.numbered(asked)
    form = TakeBackForm(request.POST or None, given=given)
    if request.method == "POST" and form.is_valid():
        which = form.cleaned_data["which"]
        answering.take_back(asked, by=pages.user_of(request), which=which)
        messages.success(request, TAKEN_BACK)
        return redirect("privacy:own_sharing")
    context = {
        "asked": asked,
        "form": form,
        "ended": [(number, one) for number, one in given if one.ended_at],
    }
    return TemplateResponse(request, "privacy/approval_take_back.html", context)


def _taken_back(form: AnswersForm) -> bool:
    """Whether a yes of before is a no now."""
    return any(
        one.is_valid and form.answers.get(one.pk) == "no" for one, _ in form.pairs
    )


def _after(user: User) -> str:
    """Where somebody came from who says that something is gone."""
    if user.has_page:
        return user.secure_page.start
    return reverse("cases:home" if user.is_bureau else "privacy:own_sharing")


def _page_of(key: Any) -> str:
    return pages.url_if_any("ico:received", key)


def _sharing_of(asked: ApprovalRequest) -> str:
    return pages.url_if_any("ico:case_plan", asked.case_id)
