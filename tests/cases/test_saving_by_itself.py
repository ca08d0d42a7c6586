"""A page of a registration saves by itself: what it keeps, and what it says of it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.accounts.signing_in import PASSWORD
from tests.backstage import backstage
from tests.cases.filling_in import (
    add_person,
    begun,
    fill,
    registration,
    stored,
    text,
    version_of,
)

ITSELF = {"X-Zvh-Autosave": "1"}
LONG = "x" * 4001


@pytest.fixture
def desk(bram, sign_in):
    return sign_in(bram)


def typed(client, key, step, **answers):
    """What the page sends while its writer is still typing."""
    told = {"version": version_of(key), **answers}
    return client.post(f"/aanmelden/{key}/{step}/", told, headers=ITSELF)


@pytest.mark.eis("A-1")
@pytest.mark.use("U1", "U2")
@pytest.mark.django_db(transaction=True)
@time_machine.travel(datetime(2026, 11, 2, 13, 3, 12, tzinfo=UTC), tick=False)
def test_half_a_page_is_kept_and_told_with_the_time_of_the_server(bram, sign_in):
    desk = sign_in(bram)
    key = begun(desk)

    answer = typed(desk, key, "overleg", tried="Wij spraken met").json()

    assert answer["saved_at"] == "14:03:12"
    assert answer["version"] == version_of(key)
    assert answer["unsaved"] == []
    assert registration(key).tried == "Wij spraken met"


@pytest.mark.eis("A-1")
@pytest.mark.use("U19")
def test_each_save_moves_the_day_until_which_the_draft_is_kept(bram, sign_in):
    with time_machine.travel(datetime(2026, 11, 2, 9, 0, tzinfo=UTC)) as clock:
        key = begun(sign_in(bram))
        clock.shift(timedelta(days=3))

        told = typed(sign_in(bram), key, "overleg", tried="Nu verder.").json()

    assert told["texts"]["until"] == "za 5 december 2026"
    assert stored(key).work_until.isoformat() == "2026-12-05"


@pytest.mark.use("U17")
def test_what_cannot_be_kept_is_named_and_takes_nothing_with_it(desk):
    key = begun(desk)
    typed(desk, key, "overleg", tried="Eerst dit.")

    answer = typed(desk, key, "overleg", tried=LONG, goal="Rust.").json()

    (unsaved,) = answer["unsaved"]
    assert unsaved["label"] == "Wat is er al geprobeerd?"
    assert "hoogstens 4000 tekens" in unsaved["error"]
    assert registration(key).tried == "Eerst dit."
    assert registration(key).goal == "Rust."


@pytest.mark.use("U17")
def test_a_problem_that_is_too_long_does_not_take_out_what_was_told(desk):
    key = begun(desk)
    fill(desk, key, "situatie")

    typed(desk, key, "situatie", severity_huisvesting="heavy", problem_huisvesting=LONG)

    with backstage():
        told = {it.domain: it.problem for it in stored(key).domainproblems.all()}
    assert told == {"huisvesting": "Dreigende ontruiming."}


def test_a_problem_without_a_weight_is_kept_but_not_enough(desk):
    key = begun(desk)

    typed(desk, key, "situatie", problem_huisvesting="Dreigende ontruiming.")

    page = text(desk.get(f"/aanmelden/{key}/controleren/"))
    assert "Dreigende ontruiming." in page
    assert "Kies bij elk probleem hoe ernstig het is." in page


@pytest.mark.eis("A-1")
@pytest.mark.safety("I6")
def test_a_choice_that_the_page_refuses_is_not_made_by_itself_either(desk):
    key = begun(desk)
    fill(desk, key, "onderwerp")
    add_person(desk, key)
    before = stored(key).subject

    answer = typed(desk, key, "onderwerp", subject="area", area="De buurt.").json()

    (unsaved,) = answer["unsaved"]
    assert "Een gebied heeft geen personen." in unsaved["error"]
    assert stored(key).subject == before != "area"
    assert registration(key).area == "De buurt."


@pytest.mark.use("U5")
@pytest.mark.safety("I6")
def test_an_older_version_changes_nothing_and_gets_both_texts(desk):
    key = begun(desk)
    old = version_of(key)
    typed(desk, key, "overleg", tried="Van de laptop.", consultation="unknown")

    answer = typed(desk, key, "overleg", tried="Van de telefoon.", version=old)

    assert answer.status_code == 409
    fields = {field["name"]: field for field in answer.json()["fields"]}
    assert fields["tried"]["values"] == ["Van de laptop."]
    assert fields["consultation"]["values"] == ["unknown"]
    assert fields["consultation"]["shown"] == "Weet ik niet"
    assert answer.json()["version"] == version_of(key)
    assert registration(key).tried == "Van de laptop."


@pytest.mark.eis("P-4")
def test_nobody_else_saves_in_it(desk, anna, cato, sign_in):
    key = begun(desk)

    for other in (anna, cato):
        assert typed(sign_in(other), key, "overleg", tried="Zo.").status_code == 404
    assert registration(key).tried == ""


@pytest.mark.safety("S4")
def test_trying_again_by_itself_keeps_no_session_alive(bram, sign_in):
    with time_machine.travel(datetime(2026, 11, 2, 9, 0, tzinfo=UTC)) as clock:
        desk = sign_in(bram)
        key = begun(desk)
        clock.shift(timedelta(minutes=14))
        poll = ITSELF | {"X-Zvh-Poll": "1"}
        where = f"/aanmelden/{key}/overleg/"
        kept = desk.post(where, {"tried": "Nog.", "version": 1}, headers=poll)
        clock.shift(timedelta(minutes=2))

        assert kept.status_code == 200
        assert desk.get(where).status_code == 302


@pytest.mark.use("U3")
def test_who_signs_in_over_a_page_is_told_who_is_there(bram, sign_in, client):
    here = sign_in(bram).get("/account/hier/").json()

    assert here["user"] == str(bram.pk)
    assert here["token"]
    assert client.get("/account/hier/").url == "/inloggen/?next=/account/hier/"


@pytest.mark.safety("S5")
def test_a_locked_screen_is_not_told_who_is_there(bram, sign_in):
    with backstage():
        bram.choose_password(PASSWORD)
        bram.save()
    desk = sign_in(bram)
    desk.post("/vergrendelen/")

    assert desk.get("/account/hier/").url == "/ontgrendelen/?next=%2Faccount%2Fhier%2F"


@pytest.mark.eis("A-1")
@pytest.mark.use("U17")
def test_a_number_that_is_wrong_waits_for_who_went_away_and_is_not_kept(desk):
    key = begun(desk)
    fill(desk, key, "onderwerp")
    new = f"/aanmelden/{key}/personen/toevoegen/"
    person = {"role": "betrokkene", "surname": "Proefpersoon", "version": 0}

    told = desk.post(new, {**person, "bsn": "12345"}, headers=ITSELF).json()

    assert [it["name"] for it in told["unsaved"]] == ["bsn"]
    with backstage():
        assert not stored(key).persons.get().details.bsn
    page = told["url"]
    assert "U was hier nog bezig" in desk.get(page).text
    back = desk.get(page + "?terugzetten=1")
    assert back.context["form"]["bsn"].value() == "12345"
    assert "Dit burgerservicenummer klopt niet" in back.text

    again = {**person, "version": told["version"], "bsn": "999990019"}
    assert desk.post(page, again, headers=ITSELF).json()["unsaved"] == []

    assert "U was hier nog bezig" not in desk.get(page).text
    with backstage():
        assert str(stored(key).persons.get().details.bsn) == "999990019"
