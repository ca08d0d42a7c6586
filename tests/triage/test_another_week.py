"""What another week or other participants do to the wegingen that stand (T-3, T-4)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Contact
from tests.backstage import backstage
from tests.house.test_settings import filled
from triage import agenda
from triage.models import TriageMeeting

NL = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=NL)


@pytest.fixture
def beheer(bas, sign_in):
    with time_machine.travel(MONDAY, tick=False):
        agenda.prepare()
        yield sign_in(bas)


def asked(client, **answers):
    url = reverse("house:setting", args=["week"])
    return client.post(url, filled(client.get(url)) | answers)


def days():
    with backstage():
        found = TriageMeeting.objects.filter(cancelled_at=None).by_date()
        return [f"{timezone_of(it):%a %d %b %H:%M}" for it in found]


def timezone_of(meeting):
    return meeting.starts_at.astimezone(NL)


@pytest.mark.eis("T-3")
def test_preview_says_which_wegingen_move_and_moves_none(beheer):
    before = days()

    page = asked(beheer, meets_time="14:00", preview="ja")

    assert (
        "De triage van di 1 december 2026, 10:00, begint om 14:00;"
        " aanmelden kan tot ma 30 nov 12:00."
    ) in page.text
    assert days() == before


@pytest.mark.eis("T-3")
def test_preview_says_which_wegingen_are_not_met(beheer):
    page = asked(beheer, weekday="donderdag", preview="ja")

    assert "De triage van di 1 december 2026, 10:00, vervalt." in page.text


@pytest.mark.eis("T-3")
def test_wegingen_follow_the_week_once_it_is_saved(beheer):
    asked(beheer, weekday="donderdag")

    agenda.prepare()

    assert {day[:3] for day in days()} == {"Thu"}
    assert days()[0] == "Thu 03 Dec 10:00"


@pytest.mark.eis("T-4")
def test_preview_names_who_sits_there_now(beheer, politie):
    with backstage():
        politie.party.soorten = ["politie"]
        politie.party.save()
        Contact.objects.create(
            party=politie.party, user=politie, name="Pim", email=politie.email
        )

    page = beheer.get(reverse("house:seats"))

    assert "Politie: Pim Voorbeeld" in page.text
    assert "Openbaar Ministerie: er is geen Partij die" in page.text
