"""The inner port: it answers who watches, and nobody who came in by the public one."""

import json
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.db import close_old_connections
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from zvh import health
from zvh.guard import metrics

Answer = tuple[str, str, bytes]

TEXT, JSON = "text/plain; charset=utf-8", "application/json"


def beside(public: WSGIApplication, bind: str) -> WSGIApplication:
    """Let the socket that a request came in by decide who answers it."""
    if not bind:
        return public
    port = int(bind.rpartition(":")[2])

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if port_of(environ) != port:
            return public(environ, start)
        # What Django does around its own requests.
        close_old_connections()
        try:
            return answer(environ, start)
        finally:
            close_old_connections()

    return application


def port_of(environ: WSGIEnvironment) -> int | None:
    """Asked of the socket itself: SERVER_PORT may follow from what a client says."""
    socket = environ.get("gunicorn.socket")
    name = socket.getsockname() if socket else None
    return name[1] if isinstance(name, tuple) else None


def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """The numbers, or how well it is; nothing else lives here."""
    status, kind, body = ANSWERS.get(environ["PATH_INFO"], _nothing)()
    length = ("Content-Length", str(len(body)))
    start(status, [("Content-Type", kind), length, ("Cache-Control", "no-store")])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _metrics() -> Answer:
    return "200 OK", CONTENT_TYPE_PLAIN_0_0_4, metrics.page()


def _healthz() -> Answer:
    told = health.report()
    status = "200 OK" if told["status"] == health.WELL else "503 Service Unavailable"
    return status, JSON, json.dumps(told).encode()


def _nothing() -> Answer:
    return "404 Not Found", TEXT, b"Only /metrics and /healthz are here.\n"


ANSWERS: dict[str, Callable[[], Answer]] = {
    "/metrics": _metrics,
    "/healthz": _healthz,
}
