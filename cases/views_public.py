"""The public address: with an account one signs in, without one types a code."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts import codes, visitor_sessions, visitors
from accounts.forms import CodeForm
from accounts.visitor_sessions import CODE
from cases import forms_public, pages, parking, rules, visiting
from cases.models import Case
from house import calendar
from zvh.guard.gate import gated, public

BOTH = ["GET", "POST"]
TOO_OFTEN = 429


@require_http_methods(BOTH)
@public("The form has one public address; what it answers depends on nobody.")
def start(request: HttpRequest) -> HttpResponse:
    """What comes, and the two ways in."""
    if request.user.is_authenticated:
        return redirect("cases:register")
    form = forms_public.AddressForm(request.POST or None)
    if request.method == "POST" and not codes.may_ask(request):
        return _too_often(request)
    if form.is_valid():
        request.session[CODE] = str(_asked(form))
        return redirect("cases:public_code")
    visitor = visitor_sessions.current(request)
    context = {
        "form": form,
        "weging": calendar.triage_for_send(timezone.now()),
        "visitor": visitor,
        "mine": visiting.case_of(visitor) if visitor else None,
        "expired": request.GET.get("verlopen", ""),
    }
    return TemplateResponse(request, "cases/public_start.html", context)


@require_http_methods(BOTH)
@public("Whoever types the code that was mailed is let on; a link does nothing.")
def type_code(request: HttpRequest) -> HttpResponse:
    asked = request.session.get(CODE)
    if asked is None:
        return redirect(visiting.HOME)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and not codes.may_type(request):
        return _too_often(request)
    if form.is_valid():
        if codes.is_right(asked, form.cleaned_data["code"]):
            request.session.cycle_key()
            return redirect("cases:public_choose")
        form.refuse()
    return TemplateResponse(request, "cases/public_code.html", {"form": form})


@require_http_methods(BOTH)
@public("Opened by the code that was typed a moment ago in this very browser.")
def choose(request: HttpRequest) -> HttpResponse:
    """What was begun from this address before, or a new registration."""
    address = codes.proven(request.session.get(CODE))
    parties = visitors.parties_of(address)
    if not address or not parties.exists():
        return redirect(visiting.HOME)
    own = visiting.own(address)
    form = forms_public.VisitorForm(_posted(request, "name"), parties=parties)
    if form.is_valid():
        user = visiting.begin(address=address, **form.cleaned_data)
        visitor_sessions.begin(request, user)
        return redirect("cases:registration", user.visitor.case_key)
    chosen = next(
        (o for o in own if str(o.visitor.pk) == request.POST.get("own")), None
    )
    if chosen is not None:
        visitors.confirm(chosen.visitor)
        visitor_sessions.begin(request, chosen.visitor.user)
        name = "registration" if chosen.case.is_draft else "registration_state"
        return redirect(f"cases:{name}", chosen.case.pk)
    context = {"form": form, "own": own, "address": address, "parties": parties}
    return TemplateResponse(request, "cases/public_choose.html", context)


@require_POST
@public("Ends what this browser may still open of a registration.")
def leave(request: HttpRequest) -> HttpResponse:
    visitor_sessions.end(request)
    messages.success(request, "U bent gestopt. Met een nieuwe code gaat u verder.")
    return redirect(visiting.HOME)


@require_http_methods(BOTH)
@gated(Case, rules.answer_request)
def answer(request: HttpRequest, case: Case) -> HttpResponse:
    """What the bureau asked, answered by who does not read back what was sent."""
    form = forms_public.AnswerForm(parking.typed(request, case))
    if request.method == "POST" and form.is_valid():
        visiting.answer(case, by=pages.user_of(request), **form.cleaned_data)
        parking.settle(request, case)
        messages.success(request, "Uw antwoord is verstuurd.")
        return redirect("cases:registration_state", case.pk)
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "asked": visiting.asked_of(case),
        "parked": parking.offered(request, case),
    }
    return TemplateResponse(request, "cases/public_answer.html", context)


def _asked(form: forms_public.AddressForm) -> object:
    # A machine is told the same, and gets nothing.
    if form.is_by_a_machine:
        return codes.nothing()
    return codes.ask(form.cleaned_data["address"])


def _posted(request: HttpRequest, name: str) -> Any:
    return request.POST if name in request.POST else None


def _too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/public_too_often.html", status=TOO_OFTEN)
