"""Two writers, a network that goes, a server or a tab that dies: no word is lost.

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
from tests.browser.writers import ENTRANCE, Writer, equip, expire_sessions_of
from tests.ico.conftest import (  # noqa: F401
    case,
    meeting,
    noor,
    starts_at,
)

SECONDS = int(os.environ.get("ZVH_FIRE_SECONDS", "40"))
SEED = int(os.environ.get("ZVH_FIRE_SEED", "7"))
# How often somebody who sleeps is woken, when it is their turn.
WAKES = 0.1
# As long as a page waits at most (static/js/minutes.js), and for its answer.
LONGEST, SLACK = 3, 2
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
        lambda writer: writer.sleep(): 3,
        lambda writer: writer.crash(): 2,
        lambda writer: writer.choose(): 5,
    }

    until = monotonic() + SECONDS
    while monotonic() < until:
        writer = random.choice(writers)
        take_turn(writer, random, acts)
        writer.page.wait_for_timeout(random.choice((40, 150, 400)))
    server.start()
    for writer in writers:
        writer.rest()

    told = everything_kept()
    typed = [word for writer in writers for word in writer.words]
    assert len(typed) > SECONDS / 4
    assert [word for word in typed if word not in told] == []
    # What went with a tab had never been said to be saved.
    lost = [one for writer in writers for one in writer.at_risk if one[0] not in told]
    assert [word for word, said in lost if said not in ("busy", "failed")] == []


@pytest.mark.eis("O-7")
@pytest.mark.use("U1", "U4")
def test_a_tab_that_crashes_takes_three_seconds_of_typing_with_it_at_most(
    server,
    chromium,
    sign_in,
    meeting,  # noqa: F811
    anna,
):
    writer = write(chromium, server, sign_in, anna, meeting)
    typed = []
    until = monotonic() + 9
    while monotonic() < until:
        writer.type_a_word("judgement")
        typed.append((writer.words[-1], monotonic()))
        writer.page.wait_for_timeout(150)

    crashed = monotonic()
    writer.crash()
    writer.rest()

    told = everything_kept()
    lost = [at for word, at in typed if word not in told]
    assert all(crashed - at < LONGEST + SLACK for at in lost)
    assert len(lost) < len(typed) / 2
    shown = writer.page.locator("[name=judgement-text]").input_value()
    assert set(shown.split()) == told


@pytest.mark.eis("O-7")
@pytest.mark.use("U3", "U4")
def test_what_was_typed_before_a_laptop_slept_is_saved_when_it_wakes(
    server,
    chromium,
    sign_in,
    meeting,  # noqa: F811
    anna,
):
    writer = write(chromium, server, sign_in, anna, meeting)
    writer.type_a_word("judgement")
    writer.sleep()
    assert writer.words[0] not in everything_kept()

    writer.wake()
    writer.page.locator(ENTRANCE).wait_for()
    assert not writer.page.locator("[data-meeting]").count()
    writer.rest()

    assert everything_kept() == set(writer.words)
    shown = writer.page.locator("[name=judgement-text]").input_value()
    assert shown.split() == writer.words


def take_turn(writer, random, acts):
    """Something happens to this writer, who may have to come back from it first."""
    if writer.is_asleep:
        if random.random() < WAKES:
            writer.wake()
    elif writer.is_out():
        writer.come_back()
    else:
        (act,) = random.choices([*acts], [*acts.values()])
        act(writer)


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
