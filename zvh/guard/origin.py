"""Where a request comes from: who is asking, and whether that is this very machine."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OriginMiddleware:
    """Behind proxies of ours, the address is the one that the outermost of them saw.

    Each adds the address it was asked from at the end; what stands before those was
    written by whoever asked, and is not believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        passed_on = request.headers.get("X-Forwarded-For", "").split(",")
        proxies: int = settings.PROXIES
        # With fewer it did not come through them all: it counts as the last proxy's.
        if 0 < proxies <= len(passed_on) and _is_address(passed_on[-proxies]):
            request.META["REMOTE_ADDR"] = passed_on[-proxies].strip()
        return self.get_response(request)


def is_from_here(request: HttpRequest) -> bool:
    """Somebody, or the watchman, sits here; a proxy tells of who does not."""
    passed_on = {"X-Forwarded-For", "Forwarded"} & set(request.headers)
    address = request.META.get("REMOTE_ADDR", "")
    return _is_address(address) and ip_address(address).is_loopback and not passed_on


def _is_address(text: str) -> bool:
    try:
        ip_address(text.strip())
    except ValueError:
        return False
    return True
