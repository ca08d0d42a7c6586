"""Vragen aan u: what a Partij is asked, and what it answers and puts right."""

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

from accounts.models import User
from cases import pages, parking
from cases.models import Contribution
from triage import answering, answers, contesting
from triage import rules_inquiries as rules
from triage.forms_inquiries import AnswerForm, ContestForm, CorrectForm, MoreForm
from triage.models import Inquiry
from zvh.guard import access, versions
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
    form = _form(inquiry, user, parking.typed(request, inquiry.case))
    may_answer = allows(rules.answer, user, inquiry)
    if request.method == "POST" and may_answer and form.is_valid():
        stale = versions.save(
            request,
            form,
            lambda **_: answering.answer(inquiry, by=user, given=form.given),
            stored=lambda: _form(Inquiry.objects.get(pk=inquiry.pk), user),
            cancel=reverse("triage:inquiry", args=[inquiry.pk]),
        )
        if stale is None:
            parking.settle(request, inquiry.case)
            messages.success(request, "Uw antwoord is verstuurd. Dank u wel.")
        return stale or redirect("triage:inquiry", inquiry.pk)
    answering.open_inquiry(inquiry, by=user)
    return _page(request, inquiry, user, form=form)


@require_POST
@gated(Inquiry, rules.add_to_answer)
def add_to_answer(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    user = pages.user_of(request)
    more = MoreForm(request.POST)
    if more.is_valid():
        answering.add_to_answer(inquiry, by=user, told=more.told)
        parking.settle(request, inquiry.case)
        messages.success(request, "Uw aanvulling is opgeslagen.")
        return redirect("triage:inquiry", inquiry.pk)
    return _page(request, inquiry, user, more=more)


@require_http_methods(["GET", "POST"])
@gated(Inquiry, rules.contest)
def contest(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """The bureau wrote down something that this Partij did not say (I-6)."""
    user = pages.user_of(request)
    form = ContestForm(parking.typed(request, inquiry.case))
    if request.method == "POST" and form.is_valid():
        contesting.contest(inquiry, by=user, **form.cleaned_data)
        parking.settle(request, inquiry.case)
        messages.success(request, "Dank u wel. Het bureau kijkt ernaar.")
        return redirect("triage:inquiry", inquiry.pk)
    context = {
        "form": form,
        "inquiry": inquiry,
        "pieces": answers.own_pieces(inquiry, user),
        "parked": parking.offered(request, inquiry.case),
    }
    return TemplateResponse(request, "triage/inquiry_contest.html", context)


@require_http_methods(["GET", "POST"])
@gated(Contribution, rules.change_own)
def correct(request: HttpRequest, piece: Contribution, inquiry_pk: Any) -> HttpResponse:
    user = pages.user_of(request)
    asked = _beside(piece, user, inquiry_pk)
    form = CorrectForm(parking.typed(request, asked.case), row=piece)
    back = reverse("triage:inquiry", args=[asked.pk])
    if request.method == "POST" and form.is_valid():
        stale = versions.save(
            request,
            form,
            partial(answering.correct, piece, by=user),
            stored=lambda: CorrectForm(row=Contribution.objects.get(pk=piece.pk)),
            cancel=back,
        )
        if stale is None:
            parking.settle(request, asked.case)
            messages.success(request, "Uw correctie is opgeslagen.")
        return stale or redirect(back)
    context = {
        "form": form,
        "inquiry": asked,
        "parked": parking.offered(request, asked.case),
    }
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


def _form(inquiry: Inquiry, user: User, data: Any = None) -> AnswerForm:
    told = answers.told_by(inquiry, user)
    return AnswerForm(data, inquiry=inquiry, told=told)


def _page(
    request: HttpRequest,
    inquiry: Inquiry,
    user: User,
    *,
    form: AnswerForm | None = None,
    more: MoreForm | None = None,
) -> HttpResponse:
    context = {
        "inquiry": inquiry,
        "title": f"Kent u {inquiry.about}?",
        "subjects": answers.subjects(inquiry),
        "form": form or _form(inquiry, user),
        "more": more or MoreForm(),
        "parked": parking.offered(request, inquiry.case),
        "pieces": answers.own_pieces(inquiry, user),
        "may_answer": allows(rules.answer, user, inquiry),
        "may_add": allows(rules.add_to_answer, user, inquiry),
        "may_contest": allows(rules.contest, user, inquiry),
        "back": reverse("triage:own_inquiries"),
    }
    return TemplateResponse(request, "triage/inquiry.html", context)
