"""Error pages: they say what happened and what to do, and query nothing."""

import logging
import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from zvh import outage
from zvh.guard import logs, parking

NOT_ALLOWED = 405
SOON = 30  # seconds
log = logging.getLogger("zvh.errors")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With the rule's own sentence, which is why rules are written in Dutch."""
    return _page(403, exception=str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Asked while the error is being handled, which Django does not hand over.
    if not outage.caused(sys.exc_info()[1]):
        return _page(500)
    page = _page(503, "503_outage.html")
    page.headers["Retry-After"] = str(SOON)
    return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    logs.event(log, "a form was refused for its token")
    if parking.keep(request):
        return _page(403, "403_csrf.html", parked="yes", resume_url=request.path)
    return _page(403, "403_csrf.html")


class NotAllowedMiddleware:
    """Gives the refusal of a method a page: who reloads a form's address sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = _page(NOT_ALLOWED).content
        return response


def _page(status: int, template: str = "", **context: str) -> HttpResponse:
    # No request in the context: the processors would ask who is there.
    page = render_to_string(template or f"{status}.html", context)
    return HttpResponse(page, status=status)
