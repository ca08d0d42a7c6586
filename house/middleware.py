"""A request asks once what the house itself changed in its profile."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from house import own


class ProfileMiddleware:
    """Keeps the answer for as long as the request lasts (ADR 32)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with own.once():
            return self.get_response(request)
