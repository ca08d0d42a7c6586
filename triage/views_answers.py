"""Vragen aan u: what a Partij is asked, and what it answers and puts right."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from cases import pages
from cases.models import Contribution
from triage import answering, answers
from triage import rules_inquiries as rules
from triage.forms_inquiries import AnswerForm, CorrectForm, MoreForm
from triage.models import Inquiry
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows, anyone_signed_in


@require_safe
@listed("own inquiries", anyone_signed_in)
def own_inquiries(request: HttpRequest) -> HttpResponse:
    """Vragen aan u: open ones first, then those where the person is known."""
    found = answers.addressed_to(pages.user_of(request))
    access.found(request, count=len(found))
    context = {
        "open": [it for it in found if it.is_open and not it.answer],
        "answered": [it for it in found if it.answer],
    }
    return TemplateResponse(request, "triage/inquiry_own_list.html", context)


@require_http_methods(["GET", "POST"])
@gated(Inquiry, rules.see_inquiry)
def inquiry(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """One question: who it is about, four answers, and more only when known."""
    user = pages.user_of(request)
    may_answer = allows(rules.answer, user, inquiry)
    form = AnswerForm(request.POST or None, inquiry=inquiry)
    if request.method == "POST" and may_answer and form.is_valid():
        answering.answer(inquiry, by=user, given=form.given)
        messages.success(request, "Uw antwoord is opgeslagen. Dank u wel.")
        return redirect("triage:inquiry", inquiry.pk)
    answering.open_inquiry(inquiry, by=user)
    return _page(request, inquiry, user, form=form, may_answer=may_answer)


@require_http_methods(["POST"])
@gated(Inquiry, rules.add_to_answer)
def add_to_answer(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    user = pages.user_of(request)
    more = MoreForm(request.POST)
    if more.is_valid():
        answering.add_to_answer(inquiry, by=user, told=more.told)
        messages.success(request, "Uw aanvulling is opgeslagen.")
        return redirect("triage:inquiry", inquiry.pk)
    return _page(request, inquiry, user, more=more)


@require_http_methods(["GET", "POST"])
@gated(Contribution, rules.change_own)
def correct(request: HttpRequest, piece: Contribution, inquiry_pk: Any) -> HttpResponse:
    user = pages.user_of(request)
    asked = _beside(piece, user, inquiry_pk)
    form = CorrectForm(request.POST or None, initial={"text": piece.text})
    if request.method == "POST" and form.is_valid():
        answering.correct(piece, by=user, **form.cleaned_data)
        messages.success(request, "Uw correctie is opgeslagen.")
        return redirect("triage:inquiry", asked.pk)
    context = {"form": form, "inquiry": asked}
    return TemplateResponse(request, "triage/inquiry_correct.html", context)


@require_http_methods(["GET", "POST"])
@gated(Contribution, rules.change_own)
def take_back(
    request: HttpRequest, piece: Contribution, inquiry_pk: Any
) -> HttpResponse:
    user = pages.user_of(request)
    asked = _beside(piece, user, inquiry_pk)
    if request.method == "POST":
        answering.take_back(piece, by=user)
        messages.success(request, "Wat u vertelde, is ingetrokken en verwijderd.")
        return redirect("triage:inquiry", asked.pk)
    context = {"piece": piece, "inquiry": asked}
    return TemplateResponse(request, "triage/inquiry_take_back.html", context)


def _beside(piece: Contribution, user: User, key: Any) -> Inquiry:
    """The own question from which this very piece came."""
    own = Inquiry.objects.visible_to(user)
    found: Inquiry = get_object_or_404(own, pk=key, id=piece.source_id)
    return found


def _page(
    request: HttpRequest,
    inquiry: Inquiry,
    user: User,
    *,
    form: AnswerForm | None = None,
    more: MoreForm | None = None,
    may_answer: bool | None = None,
) -> HttpResponse:
    if may_answer is None:
        may_answer = allows(rules.answer, user, inquiry)
    context = {
        "inquiry": inquiry,
        "title": f"Kent u {inquiry.about}?",
        "subjects": answers.subjects(inquiry),
        "form": form or AnswerForm(inquiry=inquiry),
        "more": more or MoreForm(),
        "pieces": answers.own_pieces(inquiry, user),
        "may_answer": may_answer,
        "may_add": allows(rules.add_to_answer, user, inquiry),
        "back": reverse("triage:own_inquiries"),
    }
    return TemplateResponse(request, "triage/inquiry.html", context)
