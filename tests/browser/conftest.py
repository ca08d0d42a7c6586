"""A real browser for each person, watched for everything a page should not do."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.signals import request_finished, request_started
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.watching import Watch

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
)
PATIENCE = 15_000
# What is waited for on a page is waited for as long as a page itself.
expect.set_options(timeout=PATIENCE)
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; `scripts/setup test` installs it."""
    # Playwright keeps an event loop in this thread, in which Django would not work.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=ARGUMENTS,
            # A browser that remembers pages, as people's own do.
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session", autouse=True)
def _keep_static_files() -> Iterator[None]:
    """As in production: a browser asks for a style sheet once."""
    serve = StaticFilesHandler.serve

    def kept(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        response = serve(handler, request)
        response.headers["Cache-Control"] = "max-age=3600"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", kept)
        yield


class Answering:
    """How many requests the server is busy with; what a page sent last may be one."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def begin(self, **_: Any) -> None:
        self._add(1)

    def end(self, **_: Any) -> None:
        self._add(-1)

    def settle(self) -> None:
        """Go on when all were answered: after this the tables are emptied."""
        with self._changed:
            self._changed.wait_for(lambda: self._count <= 0, timeout=PATIENCE / 1000)
            self._count = 0

    def _add(self, number: int) -> None:
        # Requests of a test itself are made in its own thread, and are over by now.
        if threading.current_thread() is threading.main_thread():
            return
        with self._changed:
            self._count += number
            self._changed.notify_all()


@pytest.fixture(scope="session")
def answering() -> Iterator[Answering]:
    answering = Answering()
    request_started.connect(answering.begin)
    request_finished.connect(answering.end)
    yield answering
    request_started.disconnect(answering.begin)
    request_finished.disconnect(answering.end)


@pytest.fixture
def watch(live_server: LiveServer) -> Iterator[Watch]:
    """What pages did that they should not: none of it may be left at the end."""
    watch = Watch(live_server.url)
    yield watch
    assert watch.faults == []


@pytest.fixture
def visit(
    transactional_db: None,
    live_server: LiveServer,
    chromium: Browser,
    sign_in: Callable[[User], Client],
    watch: Watch,
    answering: Answering,
) -> Iterator[Visit]:
    """The page of somebody who signed in, or of a stranger, in a browser of their own.

    It shows the first page; `page.goto("/vandaag/")` goes on. What is given else goes
    to the browser, such as `java_script_enabled=False`.
    """
    contexts: list[BrowserContext] = []

    def visited(user: User | None = None, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, locale="nl-NL", **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        if user is not None:
            context.add_cookies([cookie_of(sign_in(user), live_server.url)])
        page = context.new_page()
        page.goto("/")
        return page

    yield visited
    for context in contexts:
        context.close()
    answering.settle()


def cookie_of(client: Client, url: str) -> Any:
    """What makes a browser that of the person whom this client signed in."""
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
