"""Two writers, a network that goes, a server that dies: not one word is lost.

The run is short here; ZVH_FIRE_SECONDS and ZVH_FIRE_SEED make it longer or another.
"""

import os
from random import Random
from threading import Thread
from time import monotonic

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler
from django.urls import reverse

from ico.models import MinutesSection, MinutesText
from tests.backstage import backstage
from tests.browser.conftest import PATIENCE, cookie_of
from tests.browser.writers import Writer, equip, expire_sessions_of
from tests.ico.conftest import (  # noqa: F401
    case,
    meeting,
    noor,
    starts_at,
)

SECONDS = int(os.environ.get("ZVH_FIRE_SECONDS", "40"))
SEED = int(os.environ.get("ZVH_FIRE_SEED", "7"))
SHARED = ("judgement", "possible", "wished")


class Server:
    """The web server of this test, which can be killed and started again."""

    def __init__(self) -> None:
        self.running: ThreadedWSGIServer | None = None
        self.port = 0
        self.start()
        self.url = f"http://localhost:{self.port}"

    def start(self) -> None:
        if self.running is None:
            self.running = ThreadedWSGIServer(
                ("localhost", self.port), QuietWSGIRequestHandler
            )
            self.port = self.running.server_port
            self.running.set_app(StaticFilesHandler(WSGIHandler()))
            Thread(target=self.running.serve_forever, daemon=True).start()

    def kill(self) -> None:
        if self.running is not None:
            self.running.shutdown()
            self.running.server_close()
        self.running = None

    def switch(self) -> None:
        if self.running is None:
            self.start()
        else:
            self.kill()


@pytest.fixture
def server(transactional_db, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    server = Server()
    yield server
    server.kill()


@pytest.mark.eis("O-7")
@pytest.mark.use("U1", "U3", "U4", "U5")
def test_every_word_typed_is_in_the_minutes_or_kept_beside_them(
    server,
    chromium,
    sign_in,
    meeting,  # noqa: F811
    anna,
    bas,
):
    random = Random(SEED)  # noqa: S311 - the same run each time
    writers = [write(chromium, server, sign_in, who, meeting) for who in (anna, bas)]
    acts = {
        lambda writer: writer.type_a_word(random.choice(SHARED)): 80,
        lambda writer: writer.switch_network(): 7,
        lambda writer: server.switch(): 4,
        lambda writer: expire_sessions_of(writer.user): 2,
        lambda writer: writer.lock(): 2,
        lambda writer: writer.choose(): 5,
    }

    until = monotonic() + SECONDS
    while monotonic() < until:
        writer = random.choice(writers)
        (act,) = random.choices([*acts], [*acts.values()])
        if writer.is_out():
            writer.come_back()
        else:
            act(writer)
        writer.page.wait_for_timeout(random.choice((40, 150, 400)))
    server.start()
    for writer in writers:
        writer.rest()

    told = everything_kept()
    typed = [word for writer in writers for word in writer.words]
    assert len(typed) > SECONDS / 4
    assert [word for word in typed if word not in told] == []


def write(chromium, server, sign_in, user, meeting):  # noqa: F811
    context = chromium.new_context(base_url=server.url, locale="nl-NL")
    context.set_default_timeout(PATIENCE)
    codes = equip(user)
    context.add_cookies([cookie_of(sign_in(user), server.url)])
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    url = reverse("ico:judgement", args=[meeting.pk])
    page.goto(url)
    return Writer(page, user, codes, url, Random(SEED))  # noqa: S311


def everything_kept():
    with backstage():
        sections = [it.text for it in MinutesSection.objects.all()]
        texts = [it.text for it in MinutesText.objects.all()]
    return set(" ".join([*sections, *texts]).split())
