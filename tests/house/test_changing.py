"""The house changes its own profile, and every process knows at once."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from house import changing, own, profile
from house.words import word
from tests.backstage import backstage
from zvh.guard.announce import acting_as
from zvh.guard.models import StaleVersion

WHY = "Zo doen wij het hier."


def elsewhere(ask):
    """What another process hears: it shares the database, and no memory."""
    heard = []

    def run():
        own.said.cache_clear()
        heard.append(ask())
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return heard[0]


@pytest.mark.eis("T-2")
def test_shipped_profile_counts_where_the_house_said_nothing(db):
    assert profile.active() is profile.load("landelijk")


@pytest.mark.eis("T-1", "T-2")
def test_house_changes_a_value_and_keeps_the_others(bas):
    with acting_as(bas):
        changing.change({"phone": "088 123 45 67"}, by=bas, reason=WHY)

    assert profile.active().phone == "088 123 45 67"
    assert profile.active().name == profile.load("landelijk").name


@pytest.mark.eis("T-1")
def test_word_of_the_house_is_said_everywhere(bas):
    told = {"article": "het", "singular": "beraad", "plural": "beraden"}
    with acting_as(bas):
        changing.change({"words.ico": told}, by=bas, reason=WHY)

    assert word("ico", "capital_definite") == "Het beraad"


@pytest.mark.eis("T-2")
def test_change_counts_in_every_process_once_it_is_final(transactional_db, bas):
    assert elsewhere(lambda: profile.active().phone) == "088 000 00 00"
    with acting_as(bas):
        changing.change({"phone": "088 123 45 67"}, by=bas, reason=WHY)
        assert elsewhere(lambda: profile.active().phone) == "088 000 00 00"

    assert elsewhere(lambda: profile.active().phone) == "088 123 45 67"


@pytest.mark.eis("T-2")
def test_process_that_knew_the_old_value_learns_the_new_one(transactional_db, bas):
    """This one changes nothing itself: it only asks for the newest stamp."""
    assert profile.active().phone == "088 000 00 00"

    def change():
        with acting_as(bas):
            changing.change({"phone": "088 123 45 67"}, by=bas, reason=WHY)

    elsewhere(change)

    assert profile.active().phone == "088 123 45 67"


def test_change_that_is_undone_never_counted(transactional_db, bas):
    with acting_as(bas):
        changing.change({"phone": "088 123 45 67"}, by=bas, reason=WHY)
        transaction.set_rollback(True)

    assert profile.active().phone == "088 000 00 00"


def test_two_changes_at_once_follow_each_other(transactional_db, bas):
    """The second waits for the first, so that no stamp is newest twice."""
    started, done = threading.Event(), []

    def second():
        with acting_as(bas):
            started.set()
            changing.change({"email": "a@huis.example"}, by=bas, reason=WHY)
        done.append("second")
        connection.close()

    thread = threading.Thread(target=second)
    with acting_as(bas):
        changing.change({"phone": "088 123 45 67"}, by=bas, reason=WHY)
        thread.start()
        assert started.wait(10)
        assert done == []
    thread.join(10)

    assert done == ["second"]
    assert profile.active().phone == "088 123 45 67"
    assert profile.active().email == "a@huis.example"


def test_who_did_not_see_a_colleague_s_change_is_told(bas):
    seen = changing.newest("phone")
    with acting_as(bas):
        changing.change({"phone": "088 1"}, by=bas, reason=WHY, seen=seen)
        changing.change({"email": "b@huis.example"}, by=bas, reason=WHY, seen=seen)
        with pytest.raises(StaleVersion):
            changing.change({"phone": "088 2"}, by=bas, reason=WHY, seen=seen)

    assert profile.active().phone == "088 1"


@pytest.mark.eis("T-2")
def test_page_asks_nothing_more_for_the_profile(bas, sign_in):
    """Who is signed in hears of the newest change with who they are (ADR 32)."""
    client = sign_in(bas)
    client.get("/beheer/")
    heard = []

    def hear(execute, sql, *rest):
        heard.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(hear):
        client.get("/beheer/")

    assert [sql for sql in heard if 'FROM "house_change"' in sql] == [
        sql for sql in heard if 'FROM "accounts_user"' in sql and "house_change" in sql
    ]


def test_visitor_s_page_asks_once(bas, client):
    with acting_as(bas):
        changing.change({"phone": "088 123 45 67"}, by=bas, reason=WHY)
    client.get("/hulp/")
    heard = []

    def hear(execute, sql, *rest):
        heard.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(hear):
        page = client.get("/hulp/")

    assert "088 123 45 67" in page.text
    assert len([sql for sql in heard if "house_change" in sql]) == 1


def test_values_that_do_not_fit_are_refused(bas):
    with acting_as(bas), pytest.raises(PermissionDenied, match="passen niet"):
        changing.change({"triage.closes_weekday": "vrijdag"}, by=bas, reason=WHY)


def test_values_that_fit_together_only_are_said_together(bas):
    friday = {"triage.weekday": "vrijdag", "triage.closes_weekday": "donderdag"}
    with acting_as(bas):
        changing.change(friday, by=bas, reason=WHY)

    assert profile.active().triage.weekday == 4


@pytest.mark.eis("T-2")
def test_law_s_limit_holds_whatever_stands_in_the_table(bas):
    with backstage():
        changing.say("terms.plan_months", 60, by=bas, reason="Met de hand.")

    assert profile.active().terms.plan_months == 6


def test_what_a_later_version_does_not_know_is_passed_by(bas):
    with backstage():
        changing.say("terms.gone", 1, by=bas, reason=WHY)
        changing.say("lists.gone.value", {"label": "x"}, by=bas, reason=WHY)
        changing.say("gone", "x", by=bas, reason=WHY)

    assert profile.active() == profile.load("landelijk")


def test_memory_of_one_request_ends_with_it(bas):
    with own.once():
        assert own.newest() is None
        with backstage(), own.once():
            pass
        with acting_as(bas):
            changing.change({"phone": "088 3"}, by=bas, reason=WHY)
        assert profile.active().phone == "088 3"
