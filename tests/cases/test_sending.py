"""A registration is checked, sent once, and sent again when the house asks for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from accounts.mails import rendered
from accounts.models import Outgoing
from cases import actions
from cases.models import Case, SearchKey
from tests.backstage import backstage
from tests.cases.filling_in import (
    add_person,
    begun,
    completed,
    fill,
    persons,
    registration,
    sent,
    stored,
    text,
)
from zvh.guard.announce import acting_as

# Everything in a registration that says something about anybody.
PERSONAL = (
    "Proefpersoon",
    "Proefstad",
    "ontruiming",
    "overlast neemt toe",
    "wijkagent",
)

ASKED = "Wie is de huisarts?"


@pytest.fixture
def desk(bram, sign_in):
    """Bram's browser."""
    return sign_in(bram)


def send_back(key, anna):
    with acting_as(anna):
        case = Case.objects.get(pk=key)
        actions.ask_completion(
            case,
            by=anna,
            missing=ASKED,
            answer_before=date(2026, 12, 1),
        )


@pytest.mark.eis("A-1")
@pytest.mark.use("U20")
def test_the_summary_shows_all_and_leads_back(desk):
    key = completed(desk)

    page = text(desk.get(f"/aanmelden/{key}/controleren/"))

    for told in (*PERSONAL, "Een gezamenlijk plan.", "Wat gebeurt er als u verstuurt?"):
        assert told in page
    assert f"/aanmelden/{key}/situatie/?naar=controleren" in page


@pytest.mark.use("U20")
def test_a_change_made_from_the_summary_returns_to_it(desk):
    key = completed(desk)
    told = {"subject": "family", "version": registration(key).version}

    response = desk.post(f"/aanmelden/{key}/onderwerp/?naar=controleren", told)

    assert response.url == f"/aanmelden/{key}/controleren/"
    assert stored(key).subject == "family"


@pytest.mark.eis("A-1")
@pytest.mark.safety("I6")
def test_steps_cannot_be_skipped_by_going_to_the_end(desk):
    key = begun(desk)

    page = desk.post(f"/aanmelden/{key}/versturen/")

    assert page.status_code == 422
    assert "De aanmelding is nog niet verstuurd." in text(page)
    assert "Beantwoord alle vragen over de criteria." in text(page)
    assert "ten minste één betrokkene" in text(page)
    assert stored(key).is_draft


@pytest.mark.eis("A-1")
@pytest.mark.django_db(transaction=True)
def test_sending_twice_makes_one_registration(desk):
    key = completed(desk)

    first = desk.post(f"/aanmelden/{key}/versturen/")
    number = stored(key).number
    second = desk.post(f"/aanmelden/{key}/versturen/")

    assert first.url == second.url == f"/aanmelden/{key}/verstuurd/"
    assert stored(key).number == number
    with backstage():
        assert Outgoing.objects.filter(kind="registration_received").count() == 1


@pytest.mark.eis("A-1")
@pytest.mark.django_db(transaction=True)
def test_sending_from_two_browsers_at_once_makes_one_registration(desk, bram, sign_in):
    key, together = completed(desk), Barrier(2)

    def send(browser):
        together.wait()
        response = browser.post(f"/aanmelden/{key}/versturen/")
        connection.close()
        return response.url

    with ThreadPoolExecutor(2) as pool:
        led_to = set(pool.map(send, [desk, sign_in(bram)]))

    assert led_to == {f"/aanmelden/{key}/verstuurd/"}
    with backstage():
        assert Outgoing.objects.filter(kind="registration_received").count() == 1


def test_sending_cannot_be_asked_by_a_link(desk):
    key = completed(desk)

    assert desk.get(f"/aanmelden/{key}/versturen/").status_code == 405
    assert stored(key).is_draft


@pytest.mark.eis("A-1")
@pytest.mark.use("U22")
@time_machine.travel(datetime(2026, 11, 23, 11, 0, tzinfo=UTC), tick=False)
def test_the_confirmation_says_what_comes_and_may_be_reloaded(bram, sign_in):
    desk = sign_in(bram)
    key = sent(desk)

    for _ in range(2):
        page = text(desk.get(f"/aanmelden/{key}/verstuurd/"))
        assert stored(key).number in page
        assert "Op di 1 december 2026 bespreken wij de casus" in page
        assert "088 000 00 00" in page


def test_what_was_not_sent_has_no_confirmation(desk):
    key = completed(desk)

    response = desk.get(f"/aanmelden/{key}/verstuurd/")

    assert response.url == f"/aanmelden/{key}/controleren/"


@pytest.mark.eis("A-1")
@pytest.mark.safety("M1")
def test_the_mail_names_the_number_and_nobody(desk, bram):
    key = sent(desk)

    with backstage():
        letter = rendered(Outgoing.objects.get(kind="registration_received"))
    bodies = [letter.subject, letter.body, letter.alternatives[0].content]

    assert letter.to == [bram.email]
    assert stored(key).number in letter.body
    assert f"/aanmelden/{key}/stand/" in letter.body
    assert not [told for told in PERSONAL for body in bodies if told in body]


@pytest.mark.eis("P-4")
def test_the_bureau_sees_it_from_the_moment_it_is_sent(desk, anna, sign_in):
    key = completed(desk)
    bureau = sign_in(anna)

    before = bureau.get(f"/casussen/{key}/").status_code
    desk.post(f"/aanmelden/{key}/versturen/")
    after = bureau.get(f"/casussen/{key}/").status_code

    assert (before, after) == (404, 200)


def test_what_was_sent_can_no_longer_be_changed(desk):
    key = sent(desk)

    assert fill(desk, key, "overleg").status_code == 403
    assert add_person(desk, key).status_code == 403
    assert desk.post(f"/aanmelden/{key}/verwijderen/").status_code == 403
    assert stored(key) is not None


@pytest.mark.eis("A-6")
def test_what_the_house_asks_stands_on_every_page_of_the_form(desk, anna):
    key = sent(desk)
    number = stored(key).number
    send_back(key, anna)

    page = text(desk.get(f"/aanmelden/{key}/achtergrond/"))
    fill(desk, key, "achtergrond", frames="Zorgmachtiging tot maart.")
    desk.post(f"/aanmelden/{key}/versturen/")

    assert ASKED in page
    assert stored(key).number == number
    assert stored(key).phase == "intake"
    with backstage():
        assert stored(key).completionrequests.get().answered_at


@pytest.mark.eis("A-6")
def test_the_moment_of_the_last_sending_counts(bram, anna, sign_in):
    with time_machine.travel(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), tick=False):
        desk = sign_in(bram)
        key = sent(desk)
        send_back(key, anna)

    with time_machine.travel(datetime(2026, 11, 23, 10, 5, tzinfo=UTC), tick=False):
        desk.post(f"/aanmelden/{key}/versturen/")

    assert registration(key).completed_at.minute == 5


def test_a_draft_that_was_sent_before_cannot_be_thrown_away(desk, anna):
    key = sent(desk)
    send_back(key, anna)

    assert desk.post(f"/aanmelden/{key}/verwijderen/").status_code == 403
    assert stored(key) is not None


def test_nobody_is_found_under_a_name_that_was_corrected(desk, anna):
    key = sent(desk)
    with backstage():
        old = set(SearchKey.objects.filter(kind="surname").values_list("pk", flat=True))
    send_back(key, anna)
    (person,) = persons(key)
    answers = {"role": "betrokkene", "surname": "Anders", "version": person.version}

    desk.post(f"/aanmelden/personen/{person.pk}/", answers)
    desk.post(f"/aanmelden/{key}/versturen/")

    with backstage():
        valid = SearchKey.objects.filter(kind="surname", withdrawn_at=None)
        assert valid.count() == 1
        assert valid.get().pk not in old


@pytest.mark.eis("A-6")
@pytest.mark.safety("M1")
def test_the_mail_that_asks_says_nothing_of_what_is_asked(desk, anna):
    key = sent(desk)
    send_back(key, anna)

    with backstage():
        letter = rendered(Outgoing.objects.get(kind="completion_asked"))
    bodies = (letter.subject, letter.body, letter.alternatives[0].content)

    assert stored(key).number in letter.body
    assert not [body for body in bodies if "huisarts" in body]
