"""A session ends in the middle of a form: the text waits for its writer alone."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from cases import parking
from cases.models import ParkedForm
from tests.backstage import backstage
from tests.cases.filling_in import begun, fill, registration, sent, text, version_of
from tests.factories import some_key
from zvh.guard.announce import acting_as

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
TYPED = "Wij spraken met de buren en de huisarts."


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def desk(clock, bram, sign_in):
    """Bram's browser, at noon."""
    return sign_in(bram)


def typed_too_long(clock, desk, key):
    """Bram goes for lunch, comes back and presses the button."""
    clock.shift(timedelta(minutes=16))
    return fill(desk, key, "overleg", tried=TYPED)


def parked() -> list[ParkedForm]:
    with backstage():
        return list(ParkedForm.objects.order_by("parked_at"))


@pytest.mark.use("U7")
@pytest.mark.django_db(transaction=True)
def test_after_signing_in_again_the_text_is_offered_back(clock, desk, bram, sign_in):
    key = begun(desk)
    where = f"/aanmelden/{key}/overleg/"

    ended = typed_too_long(clock, desk, key)
    again = sign_in(bram)

    assert ended.status_code == 302
    assert registration(key).tried == ""
    assert "Zet terug" in text(again.get(where))
    assert TYPED in text(again.get(f"{where}?terugzetten=1"))


@pytest.mark.use("U7")
def test_what_was_saved_is_not_offered_any_more(clock, desk, bram, sign_in):
    key = begun(desk)
    typed_too_long(clock, desk, key)
    again = sign_in(bram)

    fill(again, key, "overleg", tried=TYPED)

    assert registration(key).tried == TYPED
    assert "Zet terug" not in text(again.get(f"/aanmelden/{key}/overleg/"))
    assert parked()[0].withdrawn_at


def test_an_invalid_form_does_not_take_the_text_away(clock, desk, bram, sign_in):
    key = begun(desk)
    typed_too_long(clock, desk, key)
    again = sign_in(bram)

    fill(again, key, "overleg", tried="")

    assert "Zet terug" in text(again.get(f"/aanmelden/{key}/overleg/"))


@pytest.mark.use("U7")
def test_another_page_and_another_case_do_not_offer_it(clock, desk, bram, sign_in):
    key = begun(desk)
    fill(desk, key, "criteria")
    other = begun(desk)
    typed_too_long(clock, desk, key)
    again = sign_in(bram)

    for where in (f"{key}/criteria", f"{key}/achtergrond", f"{other}/overleg"):
        page = text(again.get(f"/aanmelden/{where}/?terugzetten=1"))
        assert TYPED not in page
        assert "Zet terug" not in page


@pytest.mark.use("U7")
def test_another_person_never_sees_it(clock, desk, anna, bram, sign_in):
    key = sent(desk)
    with backstage():
        ParkedForm.objects.create(
            case_id=key, user=bram, path=f"/casussen/{key}/", fields={"text": [TYPED]}
        )

    with acting_as(anna):
        assert not ParkedForm.objects.exists()
    with acting_as(bram):
        assert ParkedForm.objects.get().fields == {"text": [TYPED]}


def test_a_case_of_others_takes_nothing(clock, desk, cato, sign_in):
    key = begun(desk)
    stranger = sign_in(cato)
    clock.shift(timedelta(minutes=16))

    stranger.post(f"/aanmelden/{key}/overleg/", {"tried": TYPED})

    assert parked() == []


@pytest.mark.parametrize("path", ["/mijn/", "/aanmelden/", "/nergens/", "/inloggen/"])
def test_pages_that_are_about_no_case_keep_nothing(clock, desk, path):
    clock.shift(timedelta(minutes=16))

    desk.post(path, {"tried": TYPED})

    assert parked() == []


def test_a_made_up_key_keeps_nothing(clock, desk):
    clock.shift(timedelta(minutes=16))

    desk.post(f"/aanmelden/{some_key()}/overleg/", {"tried": TYPED})

    assert parked() == []


def test_what_was_sent_meanwhile_cannot_be_written_in(clock, desk):
    key = sent(desk)
    clock.shift(timedelta(minutes=16))

    desk.post(f"/aanmelden/{key}/overleg/", {"tried": TYPED})

    assert parked() == []


def test_neither_token_nor_password_is_kept(clock, desk):
    key = begun(desk)
    clock.shift(timedelta(minutes=16))

    secrets = {"csrfmiddlewaretoken": "t", "new_password": "w", "tried": TYPED}
    desk.post(f"/aanmelden/{key}/overleg/", secrets)

    assert parked()[0].fields == {"tried": [TYPED]}


def test_the_newest_text_of_a_page_is_the_one_that_waits(clock, desk, bram, sign_in):
    key = begun(desk)
    typed_too_long(clock, desk, key)
    again = sign_in(bram)
    clock.shift(timedelta(minutes=16))
    fill(again, key, "overleg", tried="Nieuwer.")

    page = text(sign_in(bram).get(f"/aanmelden/{key}/overleg/?terugzetten=1"))

    assert "Nieuwer." in page
    assert TYPED not in page


@pytest.mark.use("U7")
def test_nothing_of_it_is_in_the_session_or_the_url(clock, desk):
    key = begun(desk)

    ended = typed_too_long(clock, desk, key)

    with backstage():
        kept = [row.get_decoded() for row in Session.objects.all()]
    assert "huisarts" not in str(kept)
    assert "huisarts" not in ended.url


def test_a_refused_token_keeps_the_text_too(clock, bram, sign_in):
    desk = sign_in(bram)
    key = begun(desk)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies

    refused = fill(strict, key, "overleg", tried=TYPED)

    assert refused.status_code == 403
    assert "Wat u invulde, is bewaard." in text(refused)
    assert f'href="/aanmelden/{key}/overleg/"' in text(refused)
    assert "Zet terug" in text(desk.get(f"/aanmelden/{key}/overleg/"))


def test_a_locked_screen_keeps_the_text_too(clock, desk):
    key = begun(desk)
    read = version_of(key)
    desk.post("/vergrendelen/")

    response = fill(desk, key, "overleg", tried=TYPED, version=read)

    assert response.url.startswith("/ontgrendelen/")
    assert parked()[0].fields["tried"] == [TYPED]


def test_it_waits_a_day_and_no_longer(clock, desk, bram, sign_in):
    key = begun(desk)
    typed_too_long(clock, desk, key)

    clock.shift(timedelta(hours=23, minutes=59))
    early = text(sign_in(bram).get(f"/aanmelden/{key}/overleg/"))
    clock.shift(timedelta(minutes=1))
    late = text(sign_in(bram).get(f"/aanmelden/{key}/overleg/"))

    assert "Zet terug" in early
    assert "Zet terug" not in late


def test_the_hourly_job_removes_what_is_a_day_old(clock, desk):
    key = begun(desk)
    typed_too_long(clock, desk, key)

    assert parking.remove_due() == 0
    clock.shift(timedelta(days=1))
    assert parking.remove_due() == 1
    assert parking.remove_due() == 0

    assert parked() == []


def test_the_hourly_job_removes_what_was_saved(clock, desk, bram, sign_in):
    key = begun(desk)
    typed_too_long(clock, desk, key)
    fill(sign_in(bram), key, "overleg")

    assert parking.remove_due() == 1
    assert parked() == []
