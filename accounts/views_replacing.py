"""The pages on which one person of a Partij takes the place of another (G-2)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts import replacing, rules
from accounts.asking import user_of
from accounts.forms_parties import SuccessorForm
from accounts.people import User
from zvh.guard.gate import gated


@require_http_methods(["GET", "POST"])
@gated(User, rules.replace_somebody)
def choose_successor(request: HttpRequest, about: User) -> HttpResponse:
    form = SuccessorForm(request.POST or None, old=about)
    if form.is_valid():
        return redirect("accounts:replace", about.pk, form.cleaned_data["successor"].pk)
    context = {"about": about, "form": form, "found": form.has_choice}
    return TemplateResponse(request, "accounts/user_successor.html", context)


@require_http_methods(["GET", "POST"])
@gated(User, rules.replace_somebody)
def replace(request: HttpRequest, about: User, successor_pk: UUID) -> HttpResponse:
    """What moves, counted, before it does; the same page does it."""
    successor = get_object_or_404(replacing.successors(about), pk=successor_pk)
    by = user_of(request)
    if request.method == "POST":
        replacing.replace(about, successor, by=by)
        messages.success(request, "Het werk is overgedragen.")
        return redirect("accounts:user", about.pk)
    parts = replacing.preview(about, successor, by=by)
    context = {"about": about, "successor": successor, "parts": parts}
    return TemplateResponse(request, "accounts/user_replace.html", context)
