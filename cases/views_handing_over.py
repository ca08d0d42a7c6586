"""The pages on which a colleague's work passes to another, and comes back (U41)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from cases import forms_handing_over as forms
from cases import handing_over, pages, rules
from zvh.guard import access
from zvh.guard.gate import listed


@require_http_methods(["GET", "POST"])
@listed("handovers", rules.hand_over)
def handovers(request: HttpRequest) -> HttpResponse:
    """Whose work passes to whom, and what can be taken back."""
    user = pages.user_of(request)
    form = forms.AbsenceForm(request.POST or None, user=user)
    if form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        return redirect("cases:hand_over", old.pk, new.pk)
    absences = handing_over.absences(user)
    access.found(request, count=sum(absence.count for absence in absences))
    context = {"form": form, "absences": absences}
    return TemplateResponse(request, "cases/handovers.html", context)


@require_http_methods(["GET", "POST"])
@listed("handing over", rules.hand_over)
def hand_over(request: HttpRequest, old_pk: UUID, new_pk: UUID) -> HttpResponse:
    by = pages.user_of(request)
    old = get_object_or_404(handing_over.absent_colleagues(by), pk=old_pk)
    new = get_object_or_404(handing_over.colleagues(), pk=new_pk)
    rules.take_work(new, old)
    form = forms.NoteForm(request.POST or None)
    if form.is_valid():
        done = handing_over.hand_over(old, new, by=by, note=form.cleaned_data["note"])
        return _done(request, done, f"Er is {done} keer werk overgedragen.")
    parts = handing_over.preview(old, new, by=by)
    return _shown(request, "cases/hand_over.html", old, new, parts, form=form)


@require_http_methods(["GET", "POST"])
@listed("taking back", rules.hand_over)
def take_back(request: HttpRequest, old_pk: UUID, new_pk: UUID) -> HttpResponse:
    by = pages.user_of(request)
    old = get_object_or_404(handing_over.colleagues(), pk=old_pk)
    new = get_object_or_404(User, pk=new_pk)
    rules.take_work(old, new)
    if request.method == "POST":
        done = handing_over.take_back(old, new, by=by)
        return _done(request, done, f"Er is {done} keer werk teruggenomen.")
    parts = handing_over.returning(old, new, by=by)
    return _shown(request, "cases/hand_over_back.html", old, new, parts)


def _done(request: HttpRequest, done: int, said: str) -> HttpResponse:
    access.found(request, count=done)
    messages.success(request, said)
    return redirect("cases:handovers")


def _shown(
    request: HttpRequest,
    template: str,
    old: User,
    new: User,
    parts: list[handing_over.Part],
    **more: Any,
) -> HttpResponse:
    access.found(request, count=sum(len(part.moving) for part in parts))
    context = {"old": old, "new": new, "parts": parts, **more}
    return TemplateResponse(request, template, context)
