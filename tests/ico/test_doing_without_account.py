"""Who does what was agreed and has no account reports on a page of that alone (P-5)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts import codes, mails, visitor_sessions
from accounts.models import Party, SecurePage
from accounts.secure_pages import Reach
from cases import actions as case_actions
from cases.models import Case
from ico import actions, doers, jobs
from ico.models import Action, Development, Meeting, Plan, Signal
from tests.backstage import backstage
from tests.ico.conftest import agree
from tests.ico.through_a_page import (
    ADDRESS,
    PHONE,
    TEXTED,
    ask,
    listed,
    sent,
    type_in,
)
from tests.walks import address_of, cases_by_table, name_of, patterns
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord

pytestmark = [
    pytest.mark.eis("P-5", "F-4"),
    pytest.mark.usefixtures("gateway"),
]
DOER = {"name": "Kim Voorbeeld", "function": "wijkverpleegkundige"}
# What of a case somebody with such a page may read at most, when asked in SQL.
THEIRS = {"ico.Action"}


@pytest.fixture
def action(established, anna, noor, meeting):
    """Of the plan that stands; nobody with an account does it."""
    made = agreed(meeting, anna, noor, days=10)
    with backstage():
        Action.objects.filter(pk=made.pk).update(responsible_user=None)
        return Action.objects.get(pk=made.pk)


@pytest.fixture
def page(action, anna):
    with acting_as(anna):
        return doers.give_page(
            Action.objects.get(pk=action.pk),
            by=anna,
            **DOER,
            at=Reach(ADDRESS, PHONE),
        )


def agreed(meeting, anna, who, **more):
    with acting_as(anna):
        return agree(Meeting.objects.get(pk=meeting.pk), anna, who, **more)


def url(name, row):
    return reverse(f"ico:{name}", args=[row.pk])


def opened(page):
    client = Client()
    ask(client, page)
    codes.send_asked()
    code = re.search(r"\d{4} \d{4}", mail.outbox[-1].body)[0]
    assert mail.outbox[-1].recipients() == [TEXTED]
    assert type_in(client, page, code).url == reverse(
        "ico:action_report", args=[page.object_key]
    )
    return client


def version():
    with backstage():
        return Action.objects.latest("first_processed_at").version


def report(client, action, state="done", **more):
    told = {"state": state, "report": "Het is geregeld.", "version": version()}
    return client.post(url("action_report", action), told | more)


def now(action):
    with backstage():
        return Action.objects.select_related("reported_by").get(pk=action.pk)


def letters():
    mails.send_outgoing()
    mine = [it for it in mail.outbox if it.recipients() == [ADDRESS]]
    mail.outbox.clear()
    return mine


def test_bureau_gives_a_page_and_the_letter_says_nothing(action, anna, sign_in):
    client = sign_in(anna)
    shown = client.get(url("action_report", action)).text
    assert url("give_agreement_page", action) in shown

    told = {**DOER, "address": ADDRESS, "phone": PHONE}
    answer = client.post(url("give_agreement_page", action), told)

    assert answer.url == url("action_report", action)
    (letter,) = letters()
    with backstage():
        page = SecurePage.objects.get(object_key=action.pk)
    assert reverse("accounts:secure_page", args=[page.pk]) in letter.body
    for word in ("Kim", "Proefpersoon", "schuldhulp"):
        assert word not in letter.body
        assert word not in letter.subject
    assert "Kim Voorbeeld" in client.get(url("action_report", action)).text


def test_whoever_was_at_the_table_without_account_is_known(
    meeting, anna, noor, sign_in
):
    listed(meeting, anna, noor.party)
    sent(meeting, anna)
    made = agreed(meeting, anna, noor)
    with backstage():
        Action.objects.filter(pk=made.pk).update(responsible_user=None)

    form = sign_in(anna).get(url("give_agreement_page", made)).text

    assert 'value="Kim Voorbeeld"' in form
    assert f'value="{ADDRESS}"' in form


def test_with_a_fresh_code_they_report_and_the_bureau_sees_it(
    page, action, anna, sign_in
):
    client = opened(page)
    shown = client.get(url("action_report", action)).text
    assert "Vraagt schuldhulp aan." in shown
    assert "Meld terug" in shown

    assert report(client, action).status_code == 302

    done = now(action)
    assert (done.state, done.reported_by_id) == ("done", page.user_id)
    assert str(done.report) == "Het is geregeld."
    assert "Het is geregeld." in sign_in(anna).get(url("action_report", action)).text
    assert "Het is geregeld." in client.get(url("action_report", action)).text


@pytest.mark.eis("F-5")
def test_that_it_will_not_be_done_is_a_signal_from_them_too(page, action):
    client = opened(page)

    assert report(client, action, "will_not").status_code == 302

    with backstage():
        assert Signal.objects.get(action=action).by_id == page.user_id
    assert now(action).is_open


def test_every_opening_takes_a_code_and_is_recorded(page, action):
    client = opened(page)
    client.get(url("action_report", action))

    with backstage():
        mine = AccessRecord.objects.filter(user_id=page.user_id).order_by("at")
        seen = [(it.action, it.object_id, it.case_id) for it in mine]
    assert ("action_report", action.pk, action.case_id) in seen
    assert page.pk in {key for _, key, _ in seen}
    again = Client()
    assert again.get(url("action_report", action)).status_code == 302


@pytest.mark.safety("X1")
def test_nothing_else_answers_them(page, action):
    client, tried, answered = opened(page), 0, []
    home = reverse("accounts:secure_page", args=[page.pk])
    for pattern in patterns(get_resolver()):
        door, name = getattr(pattern.callback, "door", None), name_of(pattern)
        if door is None or door.kind == "public":
            continue
        if visitor_sessions.is_open(name, of=doers.KIND):
            continue
        keys = {"pk": action.pk} if "pk" in pattern.pattern.converters else {}
        for verb in ("get", "post"):
            where = address_of(pattern, **keys)
            here, there = getattr(client, verb)(where), getattr(Client(), verb)(where)
            tried += 1
            told = [(it.status_code, it.get("Location")) for it in (here, there)]
            if told[0] != told[1] and here.get("Location") != home:
                answered.append((name, verb, here.status_code))

    assert tried > 200
    assert answered == []


@pytest.mark.safety("X1")
def test_afspraak_of_somebody_else_is_not_there(page, action, meeting, anna, noor):
    other = agreed(meeting, anna, noor)
    client = opened(page)

    assert client.get(url("action_report", other)).status_code == 404
    assert report(client, other).status_code == 404


@pytest.mark.eis("P-4")
@pytest.mark.safety("X6")
def test_in_sql_they_read_the_own_afspraak_and_nothing_else(
    page, action, noor, anna, meeting
):
    agreed(meeting, anna, noor)
    with backstage():
        made = Development(case_id=action.case_id, by=noor, party=noor.party)
        made.text, made.reference = "Verhuisd.", ""
        made.save()

    read = {table for table, cases in cases_by_table(page.user).items() if cases}

    assert read == THEIRS
    with acting_as(page.user):
        assert [it.pk for it in Action.objects.all()] == [action.pk]
        assert not Case.objects.exists()
        assert not Plan.objects.exists()


def test_who_has_only_this_page_hears_of_no_development(page, action, noor):
    with backstage(), connection.cursor() as cursor:
        assert page.user.party_id == noor.party_id
    with acting_as(page.user), connection.cursor() as cursor:
        cursor.execute("SELECT zvh_is_in_the_plan(%s)", [action.case_id])
        assert cursor.fetchone() == (False,)


def _drop(action, anna):
    actions.drop_action(Action.objects.get(pk=action.pk), by=anna)


def _scale_down(action, anna):
    case_actions.scale_down(Case.objects.get(pk=action.case_id), by=anna)


def _other(action, anna):
    doers.give_page(
        Action.objects.get(pk=action.pk),
        by=anna,
        name="Lou Voorbeeld",
        function="begeleider",
        at=Reach("lou@thuiszorg.example", PHONE),
    )


@pytest.mark.eis("P-7")
@pytest.mark.parametrize("how", [_drop, _scale_down, _other])
def test_page_ends_with_the_part_in_it(how, page, action, anna):
    client = opened(page)

    with acting_as(anna):
        how(action, anna)

    assert client.get(url("action_report", action)).status_code == 302
    with acting_as(page.user):
        assert not Action.objects.exists()


@pytest.mark.eis("P-4", "G-4")
def test_who_is_of_a_partij_that_left_reads_nothing(page, action):
    with backstage():
        own = Party.objects.filter(pk=page.user.party_id)
        own.update(bound_until=timezone.localdate())

    with acting_as(page.user):
        assert not Action.objects.exists()


def test_page_lasts_as_long_as_one_may_still_say_how_it_went(page, action, anna):
    with acting_as(anna):
        mine = Action.objects.get(pk=action.pk)
        later = mine.due_on + timedelta(days=30)
        actions.change_action(
            mine, by=anna, what=mine.what, due_on=later, expected=mine.expected
        )
    with backstage():
        until = SecurePage.objects.get(pk=page.pk).until
    assert timezone.localdate(until) == later + doers.LASTS

    with time_machine.travel(until + timedelta(minutes=1), tick=False):
        ask(Client(), page)
        assert codes.send_asked() == 0


def test_reminders_reach_them_by_the_link_of_the_page(page, action):
    letters()
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        jobs.remind()
        (letter,) = letters()

    assert reverse("accounts:secure_page", args=[page.pk]) in letter.body
    assert "schuldhulp" not in letter.body


@pytest.mark.safety("X1")
def test_only_the_bureau_gives_pages_and_not_over_an_account(
    action, established, anna, noor, politie, bas, meeting, sign_in
):
    for who in (noor, politie):
        answer = sign_in(who).post(url("give_agreement_page", action), DOER)
        assert answer.status_code in (403, 404)
    held = agreed(meeting, anna, noor)
    with acting_as(anna), pytest.raises(PermissionDenied, match="met een account"):
        doers.give_page(
            Action.objects.get(pk=held.pk), by=anna, **DOER, at=Reach(ADDRESS, PHONE)
        )
