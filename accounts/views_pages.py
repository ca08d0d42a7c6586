"""The way to a secure page: a link that opens nothing, and a code for each opening."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import codes, secure_pages, visitor_sessions
from accounts.forms import CodeForm
from accounts.people import User
from accounts.secure_pages import SecurePage
from accounts.visitor_sessions import PAGE_CODE
from zvh.guard import access
from zvh.guard.announce import acting_as
from zvh.guard.gate import public

BOTH = ["GET", "POST"]
TOO_OFTEN = 429


@require_http_methods(BOTH)
@public("Where the link in a mail leads; what it answers depends on no page.")
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What this is, and a button that has a code sent; the same for every key."""
    if request.method == "POST":
        return _ask(request, pk)
    visitor = visitor_sessions.current(request)
    page = visitor.secure_page if visitor and visitor.has_page else None
    context = {
        "page": page if page and page.pk == pk else None,
        "by_text": bool(settings.TEXT_MESSAGE_ADDRESS),
        "expired": request.GET.get("verlopen", ""),
    }
    return TemplateResponse(request, "accounts/secure_page.html", context)


@require_http_methods(BOTH)
@public("Whoever types the code is let on, to one page; a link does nothing.")
def type_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    asked = request.session.get(PAGE_CODE) or {}
    if asked.get("page") != str(pk):
        return redirect("accounts:secure_page", pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and not codes.may_type(request):
        return _too_often(request)
    if form.is_valid():
        page = _opened(request, pk, asked["code"], form.cleaned_data["code"])
        if page is not None:
            visitor_sessions.begin(request, page.user)
            return redirect(page.start)
        form.refuse()
    by_text = bool(settings.TEXT_MESSAGE_ADDRESS)
    context = {"form": form, "pk": pk, "by_text": by_text}
    return TemplateResponse(request, "accounts/secure_page_code.html", context)


@require_POST
@public("Ends what this browser may still open of a page.")
def leave(request: HttpRequest) -> HttpResponse:
    visitor = visitor_sessions.current(request)
    visitor_sessions.end(request)
    messages.success(request, "U bent gestopt. Met een nieuwe code gaat u verder.")
    return redirect(visitor_sessions.home_of(visitor) if visitor else "/")


def _ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    if not codes.may_ask(request):
        return _too_often(request)
    page = secure_pages.find(pk)
    code = codes.ask_for(page) if page else codes.nothing()
    request.session[PAGE_CODE] = {"page": str(pk), "code": str(code)}
    return redirect("accounts:secure_page_code", pk)


def _opened(
    request: HttpRequest, pk: UUID, asked: str, typed: str
) -> SecurePage | None:
    """The page, once the code is right; both outcomes are written down."""
    is_right, page = codes.is_right(asked, typed), secure_pages.find(pk)
    if page is None:
        return None
    with _written_down_as(request, page.user):
        if not is_right:
            secure_pages.guessed(page)
            _refused(request, page)
            return None
        found = secure_pages.opened(page)
        if found is not None:
            access.record_opened(request, found, action="open_secure_page")
    return found


@contextmanager
def _written_down_as(request: HttpRequest, user: User) -> Iterator[None]:
    """Whose page it is stands in the record, and not on the page for who guesses."""
    before, request.user = request.user, user
    try:
        with transaction.atomic(), acting_as(user):
            yield
    finally:
        request.user = before


def _refused(request: HttpRequest, page: SecurePage) -> None:
    access.record_refusal(
        request,
        action="open_secure_page",
        object_id=page.pk,
        outcome=access.Outcome.FORBIDDEN,
    )


def _too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/secure_page_too_often.html", status=TOO_OFTEN)
