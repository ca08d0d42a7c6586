"""The demo runs in each of the four houses, in the words of that house alone."""

import html
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import mails
from accounts.models import User
from accounts.sessions import SECOND_FACTOR
from demo.cases import seed_cases
from demo.cast import AT
from demo.seed import seed
from house import files, profile
from tests.backstage import backstage
from triage import agenda
from triage.models import AgendaItem

NL = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=NL)
EVENING = datetime(2026, 11, 16, 19, 0, tzinfo=NL)
TAGS = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)
LABELS = re.compile(r'\b(?:title|aria-label|placeholder|alt)="([^"]*)"')


ADDRESS = re.compile(r"https?://\S+")


def said_by(key):
    """The words and names of a house, in the case of nobody."""
    it = profile.load(key)
    names = {it.name, it.logo_text, it.phone, it.email, it.privacy_url, it.host_party}
    words = {
        form for word in it.words.values() for form in (word.singular, word.plural)
    }
    return {said.lower() for said in names | words}


def strange_to(key):
    """What only other houses say; not what is part of an own name or word."""
    own = said_by(key)
    others = set().union(*(said_by(other) for other in files.names() if other != key))
    return {said for said in others if not any(said in one for one in own)}


def strange_in(text, key):
    return {
        said
        for said in strange_to(key)
        if re.search(rf"(?<!\w){re.escape(said)}(?!\w)", text.lower())
    }


def visible(html):
    return " ".join([TAGS.sub(" ", html), *LABELS.findall(html)])


def enter(key):
    client, user = Client(), User.objects.get(email=f"{key}{AT}")
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = str(user.pk)
    session.save()
    return client


@pytest.fixture(params=files.names())
def house(request, settings, db):
    """The demo of one house, on the evening before its weging."""
    settings.PROFILE = request.param
    with time_machine.travel(MONDAY, tick=False) as clock:
        seed()
        seed_cases()
        agenda.prepare()
        clock.move_to(EVENING)
        agenda.prepare()
        mails.send_outgoing()
        yield request.param


@pytest.fixture
def pages(house):
    """What the bureau, the police and a stranger see of it, by address."""
    with backstage():
        item = AgendaItem.objects.get()
    screens = {
        "pim": (
            reverse("cases:start"),
            reverse("triage:own_inquiries"),
            reverse("triage:meeting", args=[item.meeting_id]),
            reverse("triage:item", args=[item.pk]),
        ),
        "anna": (
            reverse("cases:today"),
            reverse("triage:intake_list"),
            reverse("triage:current"),
            reverse("triage:item", args=[item.pk]),
            reverse("ico:meetings"),
            reverse("accounts:parties"),
        ),
    }
    found = {
        (who, url): client.get(url)
        for who, urls in screens.items()
        for client in [enter(who)]
        for url in urls
    }
    return found | {("", "help"): Client().get(reverse("house:help"))}


@pytest.mark.eis("T-1", "T-2")
def test_pages_speak_the_words_of_their_house_and_of_no_other(house, pages):
    own = profile.load(house)

    for where, page in pages.items():
        text = html.unescape(visible(page.content.decode()))
        assert page.status_code == 200, where
        assert own.logo_text in text, where
        assert strange_in(text, house) == set(), where
    assert own.words["weging"].capital in pages["anna", reverse("cases:today")].text
    assert own.criteria["ketens"] in html.unescape(weighed(pages).text)


def weighed(pages):
    """The screen on which the bureau decides about the one case on the agenda."""
    return next(
        p for (who, url), p in pages.items() if who == "anna" and "/casus/" in url
    )


@pytest.mark.eis("T-1", "T-2")
def test_mails_speak_the_words_of_their_house_and_of_no_other(house):
    own, sent = profile.load(house), mail.outbox

    # Their addresses are the same everywhere.
    texts = [ADDRESS.sub("", f"{one.subject} {one.body}") for one in sent]
    assert len(texts) > 15
    for text in texts:
        assert strange_in(text, house) == set()
        assert own.name in text
    agendas = [one for one in sent if one.subject.startswith("De agenda")]
    assert {one.subject for one in agendas} == {
        f"De agenda van {own.words['weging'].definite} staat klaar"
    }


@pytest.mark.eis("T-4")
def test_permanent_participants_of_the_house_are_told(house):
    # In Kennemerland the GGZ is played for Fivoor, which has a seat there.
    more = {"gerda"} if house == "kennemerland" else set()
    told = {one.to[0] for one in mail.outbox if one.subject.startswith("De agenda")}

    assert told == {f"{key}{AT}" for key in {"pim", "olga", "rik"} | more}


def test_no_house_is_without_something_strange():
    assert all(len(strange_to(key)) > 15 for key in files.names())
