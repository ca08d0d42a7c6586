"""Headers that every answer carries, whatever made it."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

ALWAYS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(),"
        " display-capture=(), publickey-credentials-get=(self)"
    ),
    "X-Permitted-Cross-Domain-Policies": "none",
}


class HeadersMiddleware:
    """Nothing is cached but static files, and no feature of the device is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        # Static files name their own term; they hold nothing about anybody.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
