"""How often something may be asked: by one network, about one thing, by everybody.

Counted in the cache, by all processes together. While that is out of reach nothing
is allowed, as with signing in (ADR 28).
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

# What one household or one office with the newer kind of address has to itself.
NETWORK = 64


@dataclass(frozen=True)
class Limit:
    """So many times in so much time."""

    name: str
    most: int
    during: timedelta


def within(*limits: Limit, of: str = "") -> bool:
    """Count this once more, and tell whether it stays within each of the limits."""
    counted = [_count(limit, of) <= limit.most for limit in limits]
    return all(counted)


def network_of(request: HttpRequest) -> str:
    """From where is asked, as far as one person can have it to themselves."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, NETWORK), strict=False))
    return str(address)


def _count(limit: Limit, of: str) -> int:
    seconds = int(limit.during.total_seconds())
    window = int(timezone.now().timestamp()) // seconds
    about = sha256(of.encode()).hexdigest()
    key = f"zvh.limits:{limit.name}:{about}:{window}"
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:
        # It ended between the two lines.
        return 1
