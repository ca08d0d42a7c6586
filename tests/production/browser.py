"""A browser at the proxy: it asks one web server after the other, and keeps cookies."""

import http.client
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

HOST = "huis.example"


class NobodyAnswersError(Exception):
    """None of the web servers took the request."""


@dataclass
class Answer:
    status_code: int
    content: bytes
    headers: http.client.HTTPMessage
    redirect_chain: list[tuple[str, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.content.decode()


class Browser:
    """As much of Django's test client as `tests.browsing.Somebody` asks of one."""

    def __init__(self, ports: list[int], address: str, session: str = "") -> None:
        self.ports = itertools.cycle(ports)
        self.count = len(ports)
        self.address = address
        self.cookies = {"__Host-zvh": session} if session else {}

    def get(self, url: str, *, follow: bool = False) -> Answer:
        return self._followed(url, self._ask("GET", url), follow)

    def post(self, url: str, data: dict[str, Any], *, follow: bool = False) -> Answer:
        body = encode_multipart(BOUNDARY, data)
        return self._followed(url, self._ask("POST", url, body), follow)

    def _followed(self, url: str, answer: Answer, follow: bool) -> Answer:
        chain: list[tuple[str, int]] = []
        while follow and answer.status_code in {301, 302, 303, 307, 308}:
            url = urljoin(url, answer.headers["Location"])
            chain.append((url, answer.status_code))
            answer = self._ask("GET", url)
        answer.redirect_chain = chain
        return answer

    def _ask(self, method: str, url: str, body: bytes | None = None) -> Answer:
        for port in itertools.islice(self.ports, self.count):
            try:
                return self._ask_at(port, method, url, body)
            except ConnectionRefusedError:
                # As the proxy does: who does not listen has done nothing.
                continue
        raise NobodyAnswersError(url)

    def _ask_at(self, port: int, method: str, url: str, body: bytes | None) -> Answer:
        parts = urlsplit(url)
        path = parts._replace(scheme="", netloc="", fragment="").geturl()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request(method, path or "/", body, dict(self._headers(method)))
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        self._keep_cookies(response.headers)
        return Answer(response.status, content, response.headers)

    def _headers(self, method: str) -> Iterator[tuple[str, str]]:
        yield "Host", HOST
        yield "X-Forwarded-Proto", "https"
        yield "X-Forwarded-For", self.address
        if self.cookies:
            yield "Cookie", "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        if method == "POST":
            yield "Origin", f"https://{HOST}"
            yield "Content-Type", MULTIPART_CONTENT

    def _keep_cookies(self, headers: http.client.HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
