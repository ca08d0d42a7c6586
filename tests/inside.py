"""Asking by the inner port, without a server between."""

from wsgiref.util import setup_testing_defaults

from zvh import inner


def ask(path: str, method: str = "GET") -> tuple[int, str]:
    """The status and the text of what is answered there."""
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method}
    setup_testing_defaults(environ)
    statuses = []
    body = b"".join(inner.answer(environ, lambda status, _: statuses.append(status)))
    return int(statuses[0].split()[0]), body.decode()
