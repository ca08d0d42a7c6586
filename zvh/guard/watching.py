"""Every request is timed, counted and told of: where it went, never for whom."""

import logging
from collections.abc import Callable
from secrets import token_hex
from time import perf_counter

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from zvh.guard import logs, metrics

CONFLICT, TOO_MANY = 409, 429
log = logging.getLogger("zvh.request")


class WatchingMiddleware:
    """Outermost, so that what any other refuses or spoils is seen as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        # Ours: what a client sends could be anything, and would stand in every line.
        key = token_hex(8)
        with logs.about(request=key):
            response = self.get_response(request)
            _tell(request, response.status_code, perf_counter() - began)
        response.headers["X-Request-ID"] = key
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Only the gate's refusals come this way; a form without its token does not."""
        match = request.resolver_match
        if match is None or not hasattr(match.func, "door"):
            return
        if isinstance(error, Http404):
            metrics.REFUSALS.labels("not_found").inc()
        elif isinstance(error, PermissionDenied):
            metrics.REFUSALS.labels("forbidden").inc()


def _tell(request: HttpRequest, status: int, took: float) -> None:
    route = _route(request)
    method = request.method if request.method in metrics.METHODS else "other"
    metrics.REQUESTS.labels(route, method, f"{status // 100}xx").observe(took)
    if status == CONFLICT:
        metrics.CONFLICTS.inc()
    elif status == TOO_MANY:
        metrics.LOCKOUTS.labels("page").inc()
    if route != metrics.STATIC:
        logs.event(
            log,
            "request",
            method=str(method),
            route=route,
            status=status,
            ms=round(took * 1000, 1),
        )


def _route(request: HttpRequest) -> str:
    """The name of the page; never its address, which holds a key or anything else."""
    if request.resolver_match:
        return request.resolver_match.view_name
    is_file = request.path_info.startswith(str(settings.STATIC_URL))
    return metrics.STATIC if is_file else metrics.NO_ROUTE
