"""Whether a request comes from this very machine."""

from ipaddress import ip_address

from django.http import HttpRequest


def is_from_here(request: HttpRequest) -> bool:
    """Somebody, or the watchman, sits here; a proxy tells of who does not."""
    passed_on = {"X-Forwarded-For", "Forwarded"} & set(request.headers)
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and not passed_on
