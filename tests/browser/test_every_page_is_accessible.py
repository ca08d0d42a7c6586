"""Every page that anybody may open, as axe sees it, and 320 pixels wide."""

import logging
from collections import defaultdict
from functools import partial

import pytest
import time_machine
from django.template.loader import render_to_string
from playwright.sync_api import Route

from tests import life as lives
from tests.browser import doors, village
from tests.browser.looking import wrongs, wrongs_when_empty
from tests.life import MONDAY, TUESDAY

HTML = "text/html; charset=utf-8"
ERRORS = ("400", "403", "403_csrf", "404", "409", "429", "500", "503")


@pytest.fixture
def people(transactional_db, sign_in, caplog):
    """A house in full swing, on the morning of the weging."""
    caplog.set_level(logging.CRITICAL, "django.request")
    with time_machine.travel(MONDAY):
        life = lives.cast(sign_in)
        begun = village.begin(life)
    with time_machine.travel(TUESDAY):
        village.go_on(begun)
        yield village.people(life)


@pytest.mark.long
@pytest.mark.eis("X-2")
@pytest.mark.use("U10", "U12", "U15")
def test_every_page_that_opens(people, visit, sign_in):
    """Of pages made of the same parts one is looked at, whoever it opens to."""
    seen, found = defaultdict(set), {}
    for who, user in people.items():
        page, client = visit(user), sign_in(user)
        for name, address, text in doors.open_to(user, client):
            is_first, parts = name not in seen, doors.parts(text)
            if parts <= seen[name] and not is_first:
                continue
            seen[name] |= parts
            page.goto(address)
            found[who, name, address] = wrongs(page)
            if is_first and doors.shows_errors(client, address):
                found[who, name, "empty"] = wrongs_when_empty(page)

    assert {where: wrong for where, wrong in found.items() if wrong} == {}
    assert len(seen) > 90


@pytest.mark.use("U10", "U12")
def test_every_page_of_an_error(visit):
    page, found = visit(), {}
    for name in ERRORS:
        text = render_to_string(f"{name}.html", {"exception": "Dit mag u niet."})
        page.route("**/fout/", partial(Route.fulfill, body=text, content_type=HTML))
        page.goto("/fout/")
        assert page.get_by_role("heading", level=1).is_visible()
        found[name] = wrongs(page)
        page.unroute("**/fout/")

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
