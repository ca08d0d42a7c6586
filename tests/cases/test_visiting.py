"""Registering without account: one registration, by a code, and nothing else."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts import codes, mails, visitor_sessions
from accounts.models import AddressCode, User, Visitor
from cases import actions, grants, visiting
from cases.functions import FOLLOWS
from cases.grants import Access
from cases.lifecycle import Phase
from cases.models import Case, CompletionRequest, PhaseChange, Registration
from tests import matrix
from tests.backstage import backstage
from tests.cases import filling_in
from tests.cases.visiting import (
    ADDRESS,
    HERE,
    ask,
    begun,
    code_for,
    filled_in,
    mailed,
    proven,
    sent,
    thuiszorg,
    type_in,
    visitor_of,
)
from tests.stories import drafted
from tests.stories import sent as sent_by
from tests.walks import address_of, cases_by_table, name_of, patterns
from triage import actions as triage
from triage import outcomes
from triage.models import Advice
from zvh.guard.announce import acting_as

CHOOSE = reverse("cases:public_choose")
START = reverse("cases:public")
# What of a registration that was sent is still a visitor's to see: how it stands.
FOLLOWED = {"cases.PhaseChange"}
DELETE = "DELETE FROM accounts_visitor WHERE case_key <> %s"


@pytest.fixture(autouse=True)
def _nobody_asked_before(db):
    cache.clear()
    yield
    cache.clear()


def text(response):
    return response.content.decode()


def at(pattern, key):
    return address_of(
        pattern, **{"pk": key} if "pk" in pattern.pattern.converters else {}
    )


def asked_for_more(key, anna, missing="Welke school?"):
    with acting_as(anna):
        return actions.ask_completion(
            Case.objects.get(pk=key),
            by=anna,
            missing=missing,
            answer_before=timezone.localdate() + timedelta(days=7),
        )


# the code


@pytest.mark.eis("A-11")
@pytest.mark.use("U43")
def test_employee_without_account_registers_with_a_code(client, anna, sign_in):
    key = sent(client)

    with backstage():
        case = Case.objects.get(pk=key)
        user = visitor_of(key)
        assert (case.phase, case.registered_by) == (Phase.INTAKE, user)
        assert case.registered_for == thuiszorg()
    shown = text(sign_in(anna).get(reverse("cases:detail", args=[key])))
    assert f"{HERE['name']}, {HERE['function']}" in shown
    assert f"Adres {ADDRESS} bevestigd op" in shown


@pytest.mark.eis("A-11")
@pytest.mark.safety("I7")
@pytest.mark.parametrize(
    "address",
    [ADDRESS, "iemand@elders.example", "anna@rollen.example", "x@oud.example"],
)
def test_same_answer_whatever_is_known_of_an_address(client, anna, address):
    """Of a bound Partij, of none, with an account, of one that left: all alike."""
    thuiszorg()
    with backstage():
        anna.party.mail_domains = ["rollen.example"]
        anna.party.soorten = ["bureau"]
        anna.party.save()

    with CaptureQueriesContext(connection) as heard:
        answer = ask(client, address)
    asked = " ".join(query["sql"] for query in heard)
    page = client.get(answer.url)

    assert (answer.status_code, answer.url) == (302, reverse("cases:public_code"))
    assert not [t for t in ("party", "user", "visitor") if f"accounts_{t}" in asked]
    assert address not in text(page)
    assert "Hoort het adres bij een organisatie die meedoet?" in text(page)
    assert codes.send_asked() == (1 if address == ADDRESS else 0)


@pytest.mark.eis("A-11")
@pytest.mark.safety("M2")
def test_a_link_or_a_look_consumes_nothing(client):
    thuiszorg()
    code = code_for(client)
    for url in ("public", "public_code", "public_choose", "public_leave"):
        for look in (client.get, client.head):
            look(f"{reverse(f'cases:{url}')}?code={code.replace(' ', '')}")

    with backstage():
        assert AddressCode.objects.get().tries == 0
    assert type_in(client, code).url == CHOOSE


@pytest.mark.eis("A-11")
def test_code_works_once(client):
    thuiszorg()
    code = code_for(client)
    assert type_in(client, code).url == CHOOSE

    assert type_in(client, code).status_code == 200


@pytest.mark.eis("A-11")
@pytest.mark.parametrize(("minutes", "works"), [(14, True), (15, False)])
def test_code_works_a_quarter_of_an_hour(client, minutes, works):
    thuiszorg()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code = code_for(client)
        clock.shift(timedelta(minutes=minutes))
        assert (type_in(client, code).status_code == 302) is works


@pytest.mark.eis("A-11")
def test_wrong_codes_are_limited(client):
    thuiszorg()
    code = code_for(client)
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"
    for _ in range(codes.MOST_TRIES):
        assert "klopt niet" in text(type_in(client, wrong))

    assert "klopt niet" in text(type_in(client, code))


@pytest.mark.eis("A-11")
def test_code_of_another_browser_opens_nothing(client):
    thuiszorg()
    code = code_for(client)
    other = Client()
    ask(other, "ander@elders.example")

    assert type_in(other, code).status_code == 200
    assert Client().post(reverse("cases:public_code"), {"code": code}).url == START


@pytest.mark.eis("A-11")
@pytest.mark.safety("L7")
def test_code_is_nowhere_but_in_the_letter(client, caplog):
    thuiszorg()
    code = code_for(client).replace(" ", "")

    with backstage():
        (row,) = AddressCode.objects.all()
        assert len(row.digest) == 64
        told = str(vars(row)) + caplog.text + str(dict(client.session))
    assert code not in told
    assert ADDRESS not in caplog.text + str(dict(client.session))
    (letter,) = mail.outbox
    assert letter.recipients() == [ADDRESS]


@pytest.mark.eis("A-11")
@pytest.mark.safety("I7")
def test_codes_are_limited_per_address_without_saying_so(client):
    thuiszorg()
    answers = {(a.status_code, a.url) for a in (ask(client) for _ in range(6))}

    assert len(answers) == 1
    assert codes.send_asked() == 3


@pytest.mark.safety("I7")
@pytest.mark.parametrize("limit", ["PER_NETWORK", "OF_EVERYBODY"])
def test_codes_are_limited_per_network_and_in_total(client, monkeypatch, limit):
    most = {"PER_NETWORK": 2, "OF_EVERYBODY": 2}[limit]
    old = getattr(codes, limit)
    monkeypatch.setattr(codes, limit, codes.Limit(old.name, most, old.during))
    told = [
        client.post(
            START,
            {"address": f"n{n}@elders.example"},
            REMOTE_ADDR="10.0.0.1" if limit == "PER_NETWORK" else f"10.0.0.{n}",
        ).status_code
        for n in range(3)
    ]

    assert told == [302, 302, 429]


@pytest.mark.safety("I7")
def test_typing_is_limited_per_network(client, monkeypatch):
    monkeypatch.setattr(codes, "TYPED", codes.Limit("code-typed", 2, codes.HOUR))
    ask(client)

    assert [type_in(client, "1").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.safety("I7")
def test_who_fills_in_what_people_do_not_see_gets_the_same_and_no_code(client):
    thuiszorg()
    answer = ask(client, website="https://kwaad.example")

    assert answer.url == reverse("cases:public_code")
    assert codes.send_asked() == 0
    assert "klopt niet" in text(type_in(client, "1234 5678"))


@pytest.mark.safety("M4")
def test_post_that_is_down_is_tried_again(client, settings):
    thuiszorg()
    ask(client)
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert codes.send_asked() == 0

    settings.EMAIL_BACKEND = works
    assert codes.send_asked() == 1
    assert type_in(client, mailed()).url == CHOOSE


def test_what_was_asked_is_gone_after_an_hour(client):
    ask(client, "iemand@elders.example")
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        codes.send_asked()

    with backstage():
        assert not AddressCode.objects.exists()


@pytest.mark.eis("A-11")
def test_partij_that_left_while_the_code_was_on_its_way_registers_nothing(client):
    party = thuiszorg()
    proven(client)
    with backstage():
        party.bound_until = timezone.localdate()
        party.save()

    assert client.post(CHOOSE, {**HERE, "party": party.pk}).url == START
    with backstage():
        assert not Visitor.objects.exists()


@pytest.mark.eis("A-11")
def test_only_a_partij_of_the_own_domain_can_be_chosen(client, bram):
    thuiszorg()
    proven(client)

    assert client.post(CHOOSE, {**HERE, "party": bram.party.pk}).status_code == 200
    with backstage():
        assert not Visitor.objects.exists()


# one registration, and nothing else


@pytest.mark.eis("A-11", "P-4")
@pytest.mark.safety("X1", "A1")
def test_every_other_url_takes_a_visitor_for_a_stranger(client):
    """Whatever there is in the system: only the pages of a registration answer."""
    key = begun(client)
    tried, answered = 0, []
    for pattern in patterns(get_resolver()):
        door = getattr(pattern.callback, "door", None)
        name = name_of(pattern)
        if door is None or door.kind == "public" or visitor_sessions.is_open(name):
            continue
        for verb in ("get", "post"):
            here, there = (
                getattr(browser, verb)(at(pattern, key))
                for browser in (client, Client())
            )
            tried += 1
            alike = (here.status_code, here.get("Location")) == (
                there.status_code,
                there.get("Location"),
            )
            # Two pages of people with an account lead to the visitor's own.
            if not alike and here.get("Location") != START:
                answered.append((name, verb, here.status_code))

    assert tried > 200
    assert answered == []


@pytest.mark.eis("A-11")
def test_each_page_of_a_registration_was_thought_of():
    """A new page is either open to visitors, or stands here as one that is not."""
    of_registration = {
        name_of(p)
        for p in patterns(get_resolver())
        if name_of(p).startswith("cases:registration")
    }
    # What a visitor sent is not theirs to read back, on paper neither.
    closed = {"cases:registration_pdf"}

    assert {n for n in of_registration if not visitor_sessions.is_open(n)} == closed


@pytest.mark.eis("A-11", "P-4")
@pytest.mark.safety("X1")
def test_no_open_page_answers_about_another_registration(client, bram):
    begun(client)
    draft, theirs = drafted(bram), sent_by(bram)
    strange = []
    for case in (draft, theirs):
        for pattern in patterns(get_resolver()):
            door, name = getattr(pattern.callback, "door", None), name_of(pattern)
            if not door or door.kind != "gated" or not visitor_sessions.is_open(name):
                continue
            row = matrix.row_of(door.model, case.pk)
            url = at(pattern, row or uuid4())
            told = {client.get(url).status_code, client.post(url).status_code}
            if told - {404, 405}:
                strange.append((name, told))

    assert strange == []


@pytest.mark.eis("A-11", "P-4")
@pytest.mark.safety("X6")
def test_in_sql_a_visitor_reads_the_own_draft_then_how_it_stands(client, bram, anna):
    sent_by(bram)
    key = filled_in(client)
    user = visitor_of(key)

    read = cases_by_table(user)
    assert read["cases.Person"] == read["cases.Registration"] == {key}
    assert set().union(*read.values()) == {key}

    client.post(reverse("cases:registration_send", args=[key]))
    after = {table for table, cases in cases_by_table(user).items() if cases}
    assert after == FOLLOWED
    with acting_as(user):
        assert [case.pk for case in Case.objects.all()] == [key]

    asked_for_more(key, anna)
    again = {table for table, cases in cases_by_table(user).items() if cases}
    assert again == FOLLOWED | {"cases.CompletionRequest"}


@pytest.mark.eis("A-11")
@pytest.mark.safety("X6")
def test_in_sql_a_visitor_begins_no_second_registration(client):
    user = visitor_of(begun(client))

    key = uuid4()
    second = {"case_id": key, "source_id": key, "why": grants.Why.REGISTRATION}

    with pytest.raises(DatabaseError, match="row-level security"), acting_as(user):
        grants.give(user, Access.REGISTER, **second, by=user)


@pytest.mark.eis("A-11")
@pytest.mark.safety("X6")
def test_in_sql_a_visitor_changes_nothing_of_what_was_sent(client, anna):
    key = sent(client)
    user = visitor_of(key)
    asked_for_more(key, anna)

    with acting_as(user), connection.cursor() as cursor:
        for table in ("person", "persondetails", "registration", "domainproblem"):
            cursor.execute(f"UPDATE cases_{table} SET version = 9")  # noqa: S608
            assert cursor.rowcount == 0, table
    with pytest.raises(DatabaseError), acting_as(user):
        connection.cursor().execute("UPDATE cases_case SET is_restricted = true")


def test_whose_registration_it_is_cannot_be_changed(client):
    key = begun(client)

    for verb in ("UPDATE accounts_visitor SET case_key = %s", DELETE):
        with pytest.raises(DatabaseError, match="permission"), transaction.atomic():
            connection.cursor().execute(verb, [str(uuid4())])
    assert visitor_of(key)


@pytest.mark.eis("A-11")
@pytest.mark.safety("A1")
def test_nobody_signs_in_as_a_visitor_or_asks_them_for_a_password(client):
    user = visitor_of(begun(client))
    stranger = Client()
    stranger.post(reverse("account_reset_password"), {"email": user.email})
    stranger.post(reverse("account_reset_password"), {"email": ADDRESS})
    stranger.force_login(user)

    assert stranger.get(reverse("accounts:me")).status_code == 302
    assert mails.send_outgoing() == 0
    with pytest.raises(DatabaseError), backstage(), transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=True)


# what was sent is not read back


@pytest.mark.eis("A-11", "A-7")
def test_visitor_sees_how_it_stands_and_reads_nothing_back(client, anna):
    key = sent(client)

    shown = text(client.get(reverse("cases:registration_state", args=[key])))

    assert "Wij bekijken uw aanmelding" in shown
    for word in ("Proefpersoon", "Dreigende ontruiming", "De overlast neemt toe"):
        assert word not in shown
    for step in (*filling_in.STEPS, "personen", "controleren", "bijlagen"):
        answer = client.get(f"/aanmelden/{key}/{step}/")
        assert answer.status_code == 403


@pytest.mark.eis("A-11", "A-6")
def test_visitor_answers_what_is_asked(client, anna, sign_in):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        key = sent(client)
        clock.shift(timedelta(minutes=10))
        asked_for_more(key, anna)
        page = reverse("cases:public_answer", args=[key])
        assert "Welke school?" in text(client.get(page))
        clock.shift(timedelta(minutes=1))

        answer = client.post(page, {"answer": "Basisschool De Proef."})

        assert answer.url == reverse("cases:registration_state", args=[key])
        assert "De Proef" not in text(client.get(answer.url))
        assert client.get(page).status_code == 403
        with backstage():
            told = Registration.objects.get(case=key)
            assert told.completed_at == timezone.now()
            assert Case.objects.get(pk=key).phase == Phase.INTAKE
            assert CompletionRequest.objects.get().answered_at == timezone.now()
        intake = text(sign_in(anna).get(reverse("triage:intake", args=[key])))
        assert "Basisschool De Proef." in intake


@pytest.mark.eis("A-11", "A-7", "W-4")
def test_visitor_reads_and_takes_the_advice_and_nothing_else(client, anna, politie):
    key = sent(client)
    with acting_as(anna):
        case = Case.objects.get(pk=key)
        triage.decide_purpose(
            case,
            by=anna,
            grounds=[],
            motivation="Past niet.",
            on_behalf_of=politie.party,
        )
        advice = Advice.objects.get(case=key)
        outcomes.write_advice(advice, by=anna, text="Bel het wijkteam.")
        outcomes.send_advice(advice, by=anna)
    page = reverse("triage:advice", args=[advice.pk])

    assert page in text(client.get(reverse("cases:registration_state", args=[key])))
    assert "Bel het wijkteam." in text(client.get(page))
    taken = client.post(reverse("triage:take_advice", args=[advice.pk]))
    assert taken["Content-Type"] == "application/pdf"
    assert Client().get(page).status_code == 302
    read = cases_by_table(visitor_of(key))
    assert {table for table, cases in read.items() if cases} == {
        *FOLLOWED,
        "triage.Advice",
    }


@pytest.mark.eis("A-11")
def test_who_has_an_account_does_not_answer_in_this_way(client, sign_in, bram, anna):
    case = sent_by(bram)
    asked_for_more(case.pk, anna)

    page = reverse("cases:public_answer", args=[case.pk])
    assert sign_in(bram).get(page).status_code == 403


@pytest.mark.eis("A-11")
@pytest.mark.safety("M1", "M3")
def test_mail_to_a_visitor_leads_to_the_public_address(client, anna):
    key = sent(client)
    asked_for_more(key, anna)
    mail.outbox.clear()

    assert mails.send_outgoing() == 2

    with backstage():
        number = Case.objects.get(pk=key).number
    for letter in mail.outbox:
        assert letter.recipients() == [ADDRESS]
        assert number in letter.body
        assert START in letter.body
        assert str(key) not in letter.body
        assert HERE["name"] not in letter.body


# another device, another day


@pytest.mark.eis("A-11")
@pytest.mark.use("U19")
def test_visitor_goes_on_elsewhere_with_a_fresh_code(client):
    key = filled_in(client)
    elsewhere = Client()
    proven(elsewhere)

    page = elsewhere.get(CHOOSE)
    own = page.context["own"]
    assert [one.case.pk for one in own] == [key]
    assert "Proefpersoon" not in text(page)
    assert "Wij bewaren dit concept tot" in own[0].state.text
    answer = elsewhere.post(CHOOSE, {"own": own[0].visitor.pk})

    assert answer.url == reverse("cases:registration", args=[key])
    assert elsewhere.get(f"/aanmelden/{key}/controleren/").status_code == 200


@pytest.mark.eis("A-11")
def test_another_address_finds_and_opens_nothing_of_it(client):
    key = filled_in(client)
    other = Client()
    proven(other, "zus@thuiszorg.example")

    assert other.get(CHOOSE).context["own"] == []
    other.post(CHOOSE, {"own": visitor_of(key).pk})
    assert other.get(f"/aanmelden/{key}/controleren/").status_code == 302


@pytest.mark.eis("A-11")
def test_session_is_of_one_registration_alone(client):
    first = filled_in(client)
    proven(client)
    party = thuiszorg()
    client.post(CHOOSE, {**HERE, "party": party.pk})

    assert client.get(f"/aanmelden/{first}/controleren/").status_code == 404
    assert client.get(CHOOSE).url == START


@pytest.mark.eis("A-11")
@pytest.mark.safety("S1")
def test_what_was_typed_when_the_session_ended_is_offered_back(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        key = begun(client)
        clock.shift(timedelta(hours=1))
        ended = filling_in.fill(client, key, "overleg", tried="Drie keer gebeld.")
        assert ended.url.startswith(f"{START}?verlopen=bewaard")
        assert client.get(f"/aanmelden/{key}/overleg/").status_code == 302
        proven(client)
        client.post(CHOOSE, {"own": visitor_of(key).pk})

        page = client.get(f"/aanmelden/{key}/overleg/?terugzetten=ja")

        assert "Drie keer gebeld." in text(page)


@pytest.mark.eis("A-11")
def test_page_that_saves_by_itself_knows_the_visitor_again(client):
    """After a fresh code in another window the first one goes on (autosave)."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        key = begun(client)
        here = reverse("accounts:here")
        assert client.get(here).json()["user"] == str(visitor_of(key).pk)
        clock.shift(timedelta(hours=1))
        assert client.get(here).status_code == 302
        proven(client)
        client.post(CHOOSE, {"own": visitor_of(key).pk})

        assert client.get(here).json()["user"] == str(visitor_of(key).pk)


@pytest.mark.eis("A-11")
@pytest.mark.safety("S4")
def test_a_page_that_tries_again_by_itself_keeps_no_visitor_in(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        key = begun(client)
        here = f"/aanmelden/{key}/overleg/"
        by_itself = {"X-Zvh-Autosave": "1", "X-Zvh-Poll": "1"}
        clock.shift(timedelta(minutes=14))
        told = {"tried": "Nog.", "version": 1}
        assert client.post(here, told, headers=by_itself).status_code == 200
        clock.shift(timedelta(minutes=2))

        assert client.get(here).url.startswith(START)


@pytest.mark.eis("A-11")
@pytest.mark.safety("S6")
def test_nothing_stays_in_the_browser_of_who_stops_or_was_away(client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        key = begun(client)
        page = client.get(f"/aanmelden/{key}/overleg/")
        assert "Clear-Site-Data" not in page.headers
        left = client.post(reverse("cases:public_leave"))
        assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
        proven(client)
        client.post(CHOOSE, {"own": visitor_of(key).pk})
        clock.shift(timedelta(hours=1))

        away = client.get(f"/aanmelden/{key}/overleg/")
        assert away.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.eis("A-11")
def test_who_stops_is_a_stranger_again(client):
    key = begun(client)
    client.post(reverse("cases:public_leave"))

    assert client.get(f"/aanmelden/{key}/controleren/").status_code == 302


@pytest.mark.eis("A-11")
def test_later_leads_back_to_the_public_address(client):
    key = begun(client)
    answer = filling_in.fill(client, key, "overleg", later="1")

    assert client.get(answer.url).url == START
    assert "een aanmelding die nog niet is verstuurd" in text(client.get(START))


# what is kept of who registered


@pytest.mark.eis("A-11", "S-9")
def test_draft_goes_after_its_term_and_its_writer_is_forgotten(client):
    from privacy import retention

    key = begun(client)
    user = visitor_of(key)
    assert visiting.forget_visitors() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        retention.run()

        assert visiting.forget_visitors() == 1

    with backstage():
        assert not Case.objects.filter(pk=key).exists()
        user.refresh_from_db()
        assert (user.name, user.function) == ("Zonder account", "")
        assert (user.visitor.address, user.party) == ("", thuiszorg())
    assert client.get(f"/aanmelden/{key}/controleren/").status_code == 302


@pytest.mark.eis("A-11")
def test_person_with_an_account_is_led_to_their_own_page(sign_in, bram):
    assert sign_in(bram).get(START).url == reverse("cases:register")


@pytest.mark.eis("A-11")
def test_public_address_is_easy_to_find(client):
    assert START == "/melden/"
    assert START in text(client.get(reverse("account_login")))


@pytest.mark.django_db(transaction=True)
@pytest.mark.eis("A-11")
def test_it_works_with_real_transactions(client, anna):
    key = sent(client)

    shown = client.get(reverse("cases:registration_state", args=[key]))
    assert shown.status_code == 200
    with acting_as(visitor_of(key)):
        assert PhaseChange.objects.count() == 1
    assert FOLLOWS not in Access.values
