"""From a case to a moment at which everybody who must be there can come (O-2)."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mails
from accounts.models import Role
from cases.models import Case
from house import calendar
from ico import actions, best_moment, jobs, proposing, replacing
from ico.models import Availability, Can, Invitation, Meeting, Moment
from tests.backstage import backstage
from tests.factories import UserFactory
from tests.ico.conftest import plan_of
from zvh.guard.announce import acting_as

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# A Monday in the week before Easter: Good Friday is no holiday, Easter Monday is.
MONDAY = datetime(2027, 3, 22, 9, 0, tzinfo=AMSTERDAM)


@pytest.fixture
def clock(db):
    with time_machine.travel(MONDAY, tick=False) as travelled:
        yield travelled


@pytest.fixture
def seeking(clock, case, anna) -> Meeting:
    """Called, and without a moment yet."""
    what = plan_of(anna, MONDAY)
    del what["starts_at"], what["ends_at"]
    with acting_as(anna):
        return actions.plan_meeting(case, by=anna, **what)


@pytest.fixture
def asked(seeking, anna, noor, politie, bram) -> Meeting:
    """Noor and the police must be there, Bram may; three moments are put to them."""
    with acting_as(anna):
        for guest in (noor, politie, bram):
            actions.invite(
                Meeting.objects.get(),
                by=anna,
                guest=guest,
                ground="beeldvorming",
                reason="Kent het gezin.",
                asked="Vertel over de woonsituatie.",
                is_needed=guest != bram,
            )
        slots = proposing.spread(proposing.free_slots(seeking))[:3]
        actions.ask_when(
            Meeting.objects.get(), by=anna, slots=slots, answer_before=date(2027, 3, 25)
        )
    return seeking


def say(who, *answers):
    with acting_as(who):
        mine = Availability.objects.own(who).get()
        moments = mine.meeting_moments()
        actions.say_when(
            mine,
            by=who,
            answers={m.pk: a for m, a in zip(moments, answers, strict=True)},
        )


def best(anna):
    with acting_as(anna):
        return best_moment.weigh(Meeting.objects.get())


def letters():
    mails.send_outgoing()
    return mail.outbox


@pytest.mark.eis("O-2")
def test_moments_are_in_office_hours_on_working_days_when_the_house_is_free(
    seeking, case, anna
):
    with acting_as(anna):
        first = proposing.free_slots(Meeting.objects.get())
        taken = first[0]
        again = plan_of(anna, taken.starts_at) | {"ends_at": taken.ends_at}
        actions.plan_meeting(Case.objects.get(pk=case.pk), by=anna, **again)
        after = proposing.free_slots(Meeting.objects.seeking().get())

    starts = [timezone.localtime(slot.starts_at) for slot in first]
    assert all(at.hour >= 9 and at.weekday() < 5 for at in starts)
    assert all(timezone.localtime(slot.ends_at).hour <= 17 for slot in first)
    assert all(at.date() != date(2027, 3, 29) for at in starts), "Easter Monday"
    assert starts[0].date() >= date(2027, 3, 30), "five working days from now"
    assert taken not in after
    for week in calendar.coming_triages(timezone.now()):
        assert all(
            slot.ends_at <= week.starts_at or slot.starts_at >= week.ends_at
            for slot in first
        )


@pytest.mark.eis("O-2")
def test_everybody_on_the_list_is_asked_in_a_neutral_letter(asked, noor, politie, bram):
    sent = [it for it in letters() if "bij een overleg" in it.subject]

    people = {noor.email, politie.email, bram.email}
    assert {it.to[0] for it in sent} == people
    assert [len(it.to) for it in sent] == [1, 1, 1]
    for letter in sent:
        text = letter.message().as_string()
        assert "Wanneer kunt u bij een overleg zijn?" in letter.subject
        for secret in ("gezin", "wonen", "Duinroos", "Proefpersoon"):
            assert secret not in text


@pytest.mark.eis("O-2", "P-4")
def test_who_is_asked_sees_the_moments_and_nothing_of_the_case(asked, noor, cato, case):
    with acting_as(noor):
        assert Moment.objects.count() == 3
        assert Availability.objects.get().user == noor
        assert not Meeting.objects.exists()
        assert not Invitation.objects.exists()
        assert not Case.objects.visible_to(noor).exists()
    with acting_as(cato):
        assert not Moment.objects.exists()
        assert not Availability.objects.exists()


@pytest.mark.eis("O-2")
def test_a_partner_answers_on_one_page(asked, noor, cato, sign_in):
    browser = sign_in(noor)
    first = browser.get("/", follow=True).content.decode()
    assert "Laat weten wanneer u kunt" in first
    with backstage():
        mine = Availability.objects.get(user=noor)
        keys = [str(m.pk) for m in mine.meeting_moments()]
    url = reverse("ico:availability", args=[mine.pk])
    assert "gezin" not in browser.get(url).content.decode()
    half = browser.post(url, {keys[0]: "yes"})
    assert "Kies ja, als het moet of nee" in half.content.decode()

    browser.post(url, dict(zip(keys, ("yes", "if_needed", "no"), strict=True)))

    with backstage():
        mine.refresh_from_db()
    assert [mine.answers[key] for key in keys] == ["yes", "if_needed", "no"]
    assert mine.typed_by == noor
    assert sign_in(cato).get(url).status_code == 404
    assert sign_in(cato).post(url, {keys[0]: "yes"}).status_code == 404


@pytest.mark.eis("O-2")
def test_nobody_answers_for_somebody_else(asked, noor, politie):
    with backstage():
        theirs = Availability.objects.get(user=politie)
    with acting_as(noor), pytest.raises(PermissionDenied):
        actions.say_when(theirs, by=noor, answers={})
    with (
        acting_as(noor),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE ico_availability SET answers = '{}'")


@pytest.mark.eis("O-2")
def test_who_is_asked_changes_the_answer_and_nothing_else(asked, noor):
    with (
        acting_as(noor),
        pytest.raises(DatabaseError, match="changed by the bureau only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE ico_availability SET answer_before = '2030-01-01',"
            " typed_by_id = %s",
            [noor.pk],
        )


@pytest.mark.eis("O-2")
def test_the_best_moment_is_the_one_at_which_all_who_must_be_there_can(
    asked, anna, noor, politie, bram
):
    say(noor, "no", "yes", "yes")
    say(politie, "yes", "if_needed", "yes")
    say(bram, "yes", "yes", "no")

    first, second, third = best(anna)

    assert first.reason == (
        "Iedereen die erbij moet zijn, kan. De andere Partij kan niet."
    )
    assert "als het moet" in second.reason
    assert "Gemeente Zee moet erbij zijn en kan niet." in third.reason


def test_before_anybody_answered_no_moment_is_called_the_best(
    asked, anna, noor, sign_in
):
    url = reverse("ico:meeting", args=[asked.pk])
    before = sign_in(anna).get(url).text
    say(noor, "yes", "no", "no")
    after = sign_in(anna).get(url).text

    assert "Nog niemand heeft geantwoord" in before
    assert "Beste moment tot nu toe" not in before
    # Whoever knows by telephone can choose all the same.
    assert before.count("Kies dit moment") == 3
    assert "Beste moment tot nu toe" in after


@pytest.mark.eis("O-2")
def test_who_did_not_answer_is_named_as_such(asked, anna, noor, politie):
    say(noor, "yes", "no", "no")

    first, *_ = best(anna)

    assert first.needed[Can.YES] == ["Gemeente Zee"]
    assert f"{politie.party.name} moet erbij zijn en gaf nog geen antwoord" in (
        first.reason
    )


@pytest.mark.eis("O-2")
def test_a_moment_that_the_house_lost_meanwhile_comes_last(asked, case, anna, noor):
    say(noor, "yes", "no", "no")
    with acting_as(anna):
        moment = Moment.objects.in_order().first()
        again = plan_of(anna, moment.starts_at) | {"ends_at": moment.ends_at}
        actions.plan_meeting(Case.objects.get(pk=case.pk), by=anna, **again)

    with acting_as(anna):
        weighed = best_moment.weigh(Meeting.objects.seeking().get())

    assert weighed[-1].moment == moment
    assert "heeft dan intussen een ander overleg" in weighed[-1].reason


@pytest.mark.eis("O-2")
@pytest.mark.use("U36")
def test_choosing_invites_everybody_and_asks_no_further(asked, anna, noor, sign_in):
    letters()
    say(noor, "yes", "yes", "no")
    weighed = best(anna)
    bureau, line = sign_in(anna), reverse("cases:timeline", args=[asked.case_id])
    sought = bureau.get(line).text
    bureau.post(reverse("ico:choose", args=[weighed[0].moment.pk]))

    # Nothing is called planned that has no moment yet.
    assert "Moment gezocht voor een overleg" in sought
    assert "Overleg gepland" not in sought
    assert "Overleg gepland" in bureau.get(line).text
    with acting_as(noor):
        meeting = Meeting.objects.get()
        assert meeting.starts_at == weighed[0].moment.starts_at
        assert not Availability.objects.exists()
    with backstage():
        assert not Availability.objects.open().exists()
        assert Invitation.objects.sent().count() == 3
    invited = [it for it in letters() if it.attachments]
    assert len(invited) == 3


@pytest.mark.eis("O-2")
def test_a_moment_that_is_taken_is_refused_with_what_to_do(asked, case, anna, sign_in):
    with acting_as(anna):
        moment = Moment.objects.in_order().first()
        again = plan_of(anna, moment.starts_at) | {"ends_at": moment.ends_at}
        actions.plan_meeting(Case.objects.get(pk=case.pk), by=anna, **again)

    page = sign_in(anna).post(reverse("ico:choose", args=[moment.pk]), follow=True)

    assert "Anna Voorbeeld heeft op dat moment al een ander overleg" in (
        page.content.decode()
    )
    with backstage():
        assert Meeting.objects.get(pk=asked.pk).is_seeking


@pytest.mark.eis("O-2")
def test_who_says_nothing_is_reminded_once_and_then_called(
    asked, anna, noor, politie, bram, sign_in, clock
):
    say(noor, "yes", "yes", "no")
    letters()
    mail.outbox.clear()

    assert jobs.remind_of_moments() == 0
    clock.move_to(MONDAY + timedelta(days=2))
    assert (jobs.remind_of_moments(), jobs.remind_of_moments()) == (2, 0)
    assert {it.to[0] for it in letters()} == {politie.email, bram.email}
    browser = sign_in(anna)
    assert "Bellen" not in browser.get(reverse("ico:meetings")).content.decode()
    clock.move_to(MONDAY + timedelta(days=4))
    browser = sign_in(anna)
    page = browser.get(reverse("ico:meetings")).content.decode()

    assert "Bellen: nog niet geantwoord" in page
    assert politie.name in page
    assert noor.name not in page
    today = browser.get("/", follow=True).content.decode()
    assert "Bel wie niet zei wanneer zij kunnen" in today


@pytest.mark.eis("O-2")
def test_an_answer_by_telephone_says_who_gave_it(asked, anna, politie, sign_in):
    with backstage():
        theirs = Availability.objects.get(user=politie)
        keys = [str(m.pk) for m in theirs.meeting_moments()]
    url = reverse("ico:note_availability", args=[theirs.pk])
    browser = sign_in(anna)
    browser.post(url, dict.fromkeys(keys, "yes") | {"spoken_by": ""})
    with backstage():
        assert not Availability.objects.get(user=politie).is_answered

    browser.post(url, dict.fromkeys(keys, "yes") | {"spoken_by": "Zijn collega"})

    with acting_as(anna):
        noted = Availability.objects.get(user=politie)
        assert noted.spoken_by == "Zijn collega"
        assert noted.typed_by == anna
    page = browser.get(reverse("ico:meeting", args=[asked.pk])).content.decode()
    assert "volgens Zijn collega (telefoon)" in page
    assert sign_in(politie).get(url).status_code == 403


@pytest.mark.eis("O-2")
def test_other_moments_are_asked_anew(asked, anna, noor):
    say(noor, "yes", "yes", "no")
    with acting_as(anna):
        slots = proposing.free_slots(Meeting.objects.get(), since=date(2027, 4, 20))
        actions.ask_when(
            *(Meeting.objects.get(),),
            by=anna,
            slots=slots[:2],
            answer_before=date(2027, 3, 25),
        )

    with acting_as(noor):
        assert Moment.objects.count() == 2
        assert not Availability.objects.get().is_answered


@pytest.mark.eis("O-2")
def test_moments_are_refused_with_the_reason(asked, anna):
    with acting_as(anna):
        slots = proposing.free_slots(asked)
        for few, before, said in (
            ([], date(2027, 3, 25), "ten minste één"),
            (slots[:7], date(2027, 3, 25), "hoogstens 6"),
            (slots[:2], date(2027, 12, 1), "vóór het eerste moment"),
        ):
            with pytest.raises(PermissionDenied, match=said):
                actions.ask_when(
                    Meeting.objects.get(), by=anna, slots=few, answer_before=before
                )


@pytest.mark.eis("O-3")
def test_a_partij_that_left_is_asked_nothing(asked, anna, noor):
    with backstage():
        noor.party.bound_until = date(2027, 3, 20)
        noor.party.save()

    with acting_as(noor):
        assert not Availability.objects.exists()
        assert not Moment.objects.exists()
    with acting_as(anna), pytest.raises(PermissionDenied, match="niet gebonden"):
        actions.ask_when(
            Meeting.objects.get(),
            by=anna,
            slots=proposing.free_slots(asked)[:3],
            answer_before=date(2027, 3, 25),
        )


def test_who_is_taken_off_the_list_is_asked_no_more(asked, anna, noor):
    with acting_as(anna):
        invitation = Invitation.objects.get(user=noor)
        actions.withdraw_invitation(invitation, by=anna)

    with acting_as(noor):
        assert not Availability.objects.exists()


def test_cancelling_ends_the_asking(asked, anna, noor):
    with acting_as(anna):
        actions.cancel_meeting(Meeting.objects.get(), by=anna)

    with acting_as(noor):
        assert not Availability.objects.exists()
        assert not Moment.objects.exists()


def test_a_page_that_is_made_up_is_not_there(noor, sign_in):
    browser = sign_in(noor)

    assert browser.get(reverse("ico:availability", args=[uuid4()])).status_code == 404


@pytest.mark.eis("O-2")
def test_who_comes_on_the_list_later_is_asked_the_same(asked, anna, cato, sign_in):
    browser = sign_in(anna)
    page = browser.get(reverse("ico:participants", args=[asked.pk]))
    party = str(cato.party_id)
    fields = {
        f"{party}-invited": "on",
        f"{party}-guest": str(cato.pk),
        f"{party}-need": "may",
        f"{party}-ground": "oordeelsvorming",
        f"{party}-reason": "Houdt toezicht.",
        "asked": "Vertel over het toezicht.",
    }
    browser.post(page.wsgi_request.path, fields)

    with acting_as(cato):
        assert Moment.objects.count() == 3
        assert Availability.objects.get().answer_before == date(2027, 3, 25)


@pytest.mark.eis("G-2", "O-8")
def test_a_successor_is_asked_instead(asked, anna, noor):
    with backstage():
        new = UserFactory(party=noor.party, roles=[Role.KETENPARTNER])
    with acting_as(anna):
        (move,) = replacing.sought(anna, noor, new)
        move.do()

    with acting_as(noor):
        assert not Availability.objects.exists()
    with acting_as(new):
        assert Availability.objects.get().user == new
    with backstage():
        assert Invitation.objects.standing().get(user=new).reason == "Kent het gezin."
