"""A form on a page of its own: how it is shown and saved."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from cases import parking
from cases.models import Case
from ico.agreed import Action
from ico.signals import Signal
from zvh.guard import versions


def show(
    request: HttpRequest,
    frame: dict[str, Any],
    form: forms.Form,
    *,
    title: str,
    back: str,
    submit: str = "Sla op",
    text: str = "",
) -> HttpResponse:
    """The page of one form; `frame` is what its case or meeting shows around it."""
    context = {
        **frame,
        "form": form,
        "parked": parking.offered(request, frame["case"]),
        "title": title,
        "text": text,
        "submit": submit,
        "back": back,
    }
    return TemplateResponse(request, "ico/form.html", context)


def show_of_action(
    request: HttpRequest,
    action: Action,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    text: str = "",
    signal: Signal | None = None,
) -> HttpResponse:
    """The page of one form about one afspraak; its case does not stand around it."""
    context = {
        "form": form,
        "action": action,
        "signal": signal,
        "title": title,
        "text": text,
        "submit": submit,
        "back": reverse("ico:action_report", args=[action.pk]),
    }
    return TemplateResponse(request, "ico/action_form.html", context)


def save(
    request: HttpRequest,
    case: Case,
    form: versions.VersionedForm,
    action: Callable[..., object],
    *,
    stored: Callable[[], versions.VersionedForm],
    back: str,
    told: str = "",
) -> HttpResponse:
    """Save a valid form over the version it was read from, and go back.

    Whoever read an older version gets the 409 page, with both texts.
    """
    stale = versions.save(request, form, action, stored=stored, cancel=back)
    if stale is not None:
        return stale
    parking.settle(request, case)
    if told:
        messages.success(request, told)
    return redirect(back)
