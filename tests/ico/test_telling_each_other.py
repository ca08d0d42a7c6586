"""Developments instead of a mail group, and leaving a plan (F-5, P-7)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions as account_actions
from accounts import mails
from accounts.models import Authorisation, Outgoing, Role, User
from cases.models import Case, CaseUserGrant
from ico import actions, jobs
from ico.models import Action, Departure, Development, DevelopmentReader
from tests.backstage import backstage
from tests.cast import play
from tests.factories import ContactFactory, UserFactory
from tests.ico.test_ending import scale_down
from zvh.guard.announce import acting_as, acting_for

WORDS = "Zij is opgenomen."


@pytest.fixture
def plan_of_three(established, anna, politie, bram):
    """Noor leads and does something, and so do the police and Bram."""
    with acting_as(anna):
        for who in (politie, bram):
            actions.agree(
                established.case,
                by=anna,
                what=f"Doet iets voor {who.party.name}.",
                owner=who.party,
                responsible_user=who,
                due_on=timezone.localdate() + timedelta(days=20),
            )
    return established.case


def own(user):
    with backstage():
        return Action.objects.get(responsible_user=user)


def tell(browser, user, *parties, text=WORDS):
    url = reverse("ico:developments", args=[own(user).pk])
    given = {"nieuws-text": text, "nieuws-parties": [it.pk for it in parties]}
    return browser.post(url, given, follow=True)


def readers(table="ico_development"):
    def read(user):
        with acting_as(user), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            return cursor.fetchone()[0]

    return read


@pytest.mark.eis("F-5", "P-4")
def test_a_development_is_read_by_whom_it_is_meant_for_and_nobody_else(
    sign_in, plan_of_three, politie, noor, bram, anna, cato, fg, bestuurder
):
    page = tell(sign_in(politie), politie, noor.party)

    assert WORDS in page.text
    read = readers()
    assert [read(who) for who in (politie, noor, anna)] == [1, 1, 1]
    assert {read(who) for who in (bram, cato, fg, bestuurder)} == {0}
    with backstage():
        one = Development.objects.get()
    url = reverse("ico:development", args=[one.pk])
    assert sign_in(noor).get(url).status_code == 200
    assert sign_in(bram).get(url).status_code == 404


@pytest.mark.eis("F-5")
def test_for_the_bureau_only_the_casusregisseur_reads_it_neither(
    sign_in, plan_of_three, politie, noor, anna
):
    tell(sign_in(politie), politie)

    read = readers()
    assert [read(who) for who in (politie, noor, anna)] == [1, 0, 1]
    with backstage():
        assert Development.objects.get().audience == "bureau"


@pytest.mark.eis("F-5", "X-3")
def test_who_needs_to_know_gets_a_letter_that_says_nothing(
    sign_in, plan_of_three, politie, noor, anna, bram
):
    with backstage():
        Case.objects.update(coordinator=anna)
    tell(sign_in(politie), politie, noor.party, politie.party)

    assert [jobs.tell_of_developments(), jobs.tell_of_developments()] == [1, 0]
    with backstage():
        told = Outgoing.objects.filter(kind="development_told")
        assert {it.recipient for it in told} == {noor, anna}
    mails.send_outgoing()
    letter = mail.outbox[-1].message().as_string()
    assert "opgenomen" not in letter
    assert "Politie" not in letter


@pytest.mark.eis("P-4")
def test_who_asked_to_stand_on_no_list_cannot_be_chosen(
    sign_in, plan_of_three, politie, noor, bram, anna
):
    with backstage():
        plan_of_three.attendances.filter(party=bram.party).update(is_listed=False)
    url = reverse("ico:developments", args=[own(politie).pk])

    page = sign_in(politie).get(url).text
    assert noor.party.name in page
    assert bram.party.name not in page


@pytest.mark.safety("X6")
def test_nobody_outside_the_plan_tells_or_adds_readers_by_sql(
    sign_in, plan_of_three, politie, noor, cato
):
    tell(sign_in(politie), politie, noor.party)
    with backstage():
        one = Development.objects.get()
    for add in (
        lambda: Development.objects.create(
            case_id=one.case_id, text="?", audience="bureau", by=cato, party=cato.party
        ),
        lambda: DevelopmentReader.objects.create(
            case_id=one.case_id, development=one, party=cato.party
        ),
        lambda: Departure.objects.create(
            case_id=one.case_id, user=cato, party=cato.party, why="?"
        ),
    ):
        with pytest.raises(DatabaseError), acting_as(cato), transaction.atomic():
            add()


@pytest.mark.safety("X6")
def test_nobody_lets_another_leave_by_sql(plan_of_three, politie, noor):
    with pytest.raises(DatabaseError), acting_as(noor), transaction.atomic():
        Departure.objects.create(
            case_id=plan_of_three.pk, user=politie, party=politie.party, why="?"
        )


@pytest.mark.eis("P-7", "F-5")
def test_leaving_ends_all_access_at_once_and_asks_for_a_successor(
    sign_in, plan_of_three, bram, anna
):
    browser, action = sign_in(bram), own(bram)
    colleague = play_colleague(bram)
    url = reverse("ico:leave", args=[action.pk])
    assert "U ziet niets meer" in browser.get(url).text

    browser.post(
        url, {"vertrek-why": "Ander werk.", "vertrek-successor": str(colleague.pk)}
    )

    for page in ("ico:action_report", "ico:developments", "ico:leave"):
        assert browser.get(reverse(page, args=[action.pk])).status_code == 404
    with acting_as(bram):
        assert not Action.objects.exists()
        assert not Case.objects.exists()
    with backstage():
        grants = CaseUserGrant.objects.filter(user=bram)
        assert grants.exists()
        assert not grants.filter(until=None).exists()
        left = Departure.objects.get()
        assert Action.objects.get(pk=action.pk).responsible_user is None
    bureau = sign_in(anna)
    today = reverse("cases:today") + "?van=iedereen"
    assert "Regel een opvolger" in bureau.get(today).text

    bureau.post(
        reverse("ico:succeed", args=[left.pk]), {"successor": str(colleague.pk)}
    )

    with acting_as(colleague):
        assert Action.objects.own(colleague).get().pk == action.pk
    assert "Regel een opvolger" not in bureau.get(today).text


@pytest.mark.eis("P-7")
def test_the_casusregisseur_who_leaves_reads_nothing_more(sign_in, plan_of_three, noor):
    browser = sign_in(noor)
    regie = reverse("ico:regie", args=[plan_of_three.pk])
    assert browser.get(regie).status_code == 200

    url = reverse("ico:leave_case", args=[plan_of_three.pk])
    browser.post(url, {"vertrek-why": "Ander werk.", "vertrek-successor": ""})

    assert browser.get(regie).status_code == 404
    with backstage():
        assert Departure.objects.get().led


@pytest.mark.eis("O-9", "P-7")
def test_a_case_that_its_casusregisseur_left_without_successor_shows_the_fault(
    sign_in, plan_of_three, noor, anna
):
    url = reverse("ico:leave_case", args=[plan_of_three.pk])
    sign_in(noor).post(url, {"vertrek-why": "Ander werk.", "vertrek-successor": ""})
    with backstage():
        left = Departure.objects.get()
    bureau, overview = sign_in(anna), reverse("cases:detail", args=[plan_of_three.pk])
    fault = "Er is geen casusregisseur"
    assert fault not in bureau.get(overview).text
    assert f"nog niemand ({noor.name} is gestopt)" in bureau.get(overview).text

    settled = bureau.post(reverse("ico:succeed", args=[left.pk]), {"successor": ""})

    # It leads to where another is named.
    name_one = reverse("ico:casusregisseur", args=[plan_of_three.pk])
    assert settled.url == name_one
    assert bureau.get(name_one).status_code == 200
    with backstage():
        assert Case.objects.get(pk=plan_of_three.pk).casusregisseur is None
    assert fault in bureau.get(overview).text
    assert noor.name not in bureau.get(overview).context["facts"][-1][1]


@pytest.mark.eis("O-9", "P-7")
def test_who_left_leads_on_no_page_of_a_meeting_and_no_plan_is_established_with_them(
    sign_in, plan_of_three, noor, anna
):
    bureau = sign_in(anna)
    with backstage():
        plan = plan_of_three.plans.get()
        meeting = plan.meeting_id
    bureau.post(reverse("ico:renew", args=[plan.pk]))
    with backstage():
        draft = plan_of_three.plans.get(state="draft").pk
    leads = f"{noor.name}, {noor.party.name}"
    table = reverse("ico:decision", args=[meeting])
    assert leads in bureau.get(table).text
    url = reverse("ico:leave_case", args=[plan_of_three.pk])
    sign_in(noor).post(url, {"vertrek-why": "Ander werk.", "vertrek-successor": ""})

    page = bureau.get(table)
    establish = reverse("ico:establish", args=[draft])
    refused = bureau.post(establish, {"version": "1"})

    assert leads not in page.text
    assert "Er is nog geen casusregisseur aangewezen" in page.text
    for other in ("ico:meeting", "ico:picture"):
        told = dict(bureau.get(reverse(other, args=[meeting])).context["facts"])
        assert told["Casusregisseur"] == f"nog niemand ({noor.name} is gestopt)"
    assert bureau.get(reverse("ico:plan", args=[draft])).context["leader"] is None
    # What was established says who led then.
    old = bureau.get(reverse("ico:plan", args=[plan.pk]))
    assert old.context["leader"] == noor
    assert refused.status_code == 403
    with backstage():
        assert plan_of_three.plans.get(pk=draft).state == "draft"


@pytest.mark.eis("P-7", "F-5")
@pytest.mark.use("U17")
def test_where_nobody_can_be_chosen_the_page_says_what_to_do(
    sign_in, plan_of_three, noor, anna
):
    with backstage():
        others = User.objects.holding(Role.KETENPARTNER).exclude(pk=noor.pk)
        User.objects.filter(pk__in=others.values("pk")).update(is_active=False)
    browser = sign_in(noor)
    hand_over = browser.get(reverse("ico:hand_over_regie", args=[plan_of_three.pk]))
    url = reverse("ico:leave_case", args=[plan_of_three.pk])
    leave = browser.get(url)

    browser.post(url, {"vertrek-why": "Ander werk."})

    assert "U kunt nu niemand kiezen" in hand_over.text
    assert "<select" not in hand_over.text + leave.text
    assert "U kunt nu geen opvolger kiezen" in leave.text
    with backstage():
        left = Departure.objects.get()
    settle = sign_in(anna).get(reverse("ico:succeed", args=[left.pk]))
    assert "Er is niemand om te kiezen" in settle.text
    assert reverse("accounts:party", args=[noor.party_id]) in settle.text


@pytest.mark.eis("P-7")
@pytest.mark.safety("X10")
def test_who_has_nothing_left_loses_the_account_within_four_weeks(
    sign_in, plan_of_three, bram, bas
):
    until = held(bram).until
    assert jobs.follow_involvement() == 0
    with acting_as(bram):
        actions.leave(plan_of_three.pk, by=bram, why="Ander werk.")

    assert [jobs.follow_involvement(), jobs.follow_involvement()] == [1, 0]
    today = timezone.localdate()
    ends = held(bram)
    assert (ends.uninvolved_since, ends.until) == (today, today + timedelta(days=27))
    assert ends.until_before == until
    page = sign_in(bas).get(reverse("cases:today"))
    assert "Trek de autorisatie in" in page.text
    for days, is_open in ((27, True), (28, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            account_actions.close_expired()
            assert (held(bram).withdrawn_at is None) == is_open


@pytest.mark.eis("P-7")
def test_a_contactpersoon_and_who_never_had_a_part_keep_theirs(
    plan_of_three, bram, cato
):
    with backstage():
        ContactFactory(party=bram.party, user=bram)
    with acting_as(bram):
        actions.leave(plan_of_three.pk, by=bram, why="Ander werk.")

    assert jobs.follow_involvement() == 0
    assert held(cato).uninvolved_since is None


@pytest.mark.eis("P-7")
def test_a_new_part_takes_the_date_back(plan_of_three, bram, anna):
    until = held(bram).until
    with acting_as(bram):
        actions.leave(plan_of_three.pk, by=bram, why="Ander werk.")
    jobs.follow_involvement()
    with acting_as(anna):
        actions.agree(
            plan_of_three,
            by=anna,
            what="Toch nog iets.",
            owner=bram.party,
            responsible_user=bram,
            due_on=timezone.localdate() + timedelta(days=9),
        )

    assert jobs.follow_involvement() == 1
    assert (held(bram).until, held(bram).uninvolved_since) == (until, None)


@pytest.mark.eis("P-7")
def test_who_keeps_the_accounts_may_say_why_one_stays(
    sign_in, plan_of_three, bram, bas, anna
):
    with acting_as(bram):
        actions.leave(plan_of_three.pk, by=bram, why="Ander werk.")
    jobs.follow_involvement()
    url = reverse("accounts:keep", args=[held(bram).pk])
    assert sign_in(anna).post(url, {"reason": "x"}).status_code == 403

    sign_in(bas).post(url, {"reason": "Meldt vaak aan."})

    assert jobs.follow_involvement() == 0
    assert held(bram).kept_because == "Meldt vaak aan."


@pytest.mark.eis("F-4")
def test_the_casusregisseur_sees_all_agreements_and_whom_to_call(
    sign_in, plan_of_three, noor, politie, bram, anna
):
    with backstage():
        ContactFactory(party=politie.party, user=politie, phone="088 123 45 67")
    url = reverse("ico:regie", args=[plan_of_three.pk])

    page = sign_in(noor).get(url).text
    for shown in ("Politie", "GGZ De Linde", "088 123 45 67", politie.email):
        assert shown in page
    assert sign_in(politie).get(url).status_code == 404
    # Bram registered the case and follows that; the bureau has a page of its own.
    assert {sign_in(who).get(url).status_code for who in (bram, anna)} == {403}


@pytest.mark.eis("F-5")
def test_the_casusregisseur_hands_over_and_the_bureau_records_it(
    sign_in, plan_of_three, noor, politie, anna
):
    url = reverse("ico:hand_over_regie", args=[plan_of_three.pk])
    given = {"regie-why": "Andere taak.", "regie-successor": str(politie.pk)}
    browser = sign_in(noor)
    browser.post(url, given)
    assert browser.get(url).status_code == 403
    with backstage():
        asked = Departure.objects.get()
        assert Case.objects.get().casusregisseur == noor

    sign_in(anna).post(
        reverse("ico:succeed", args=[asked.pk]), {"successor": str(politie.pk)}
    )

    regie = reverse("ico:regie", args=[plan_of_three.pk])
    assert sign_in(politie).get(regie).status_code == 200
    assert browser.get(regie).status_code == 404


def play_colleague(user):
    with backstage():
        return UserFactory(party=user.party, roles=[Role.KETENPARTNER])


def held(user):
    with backstage():
        return Authorisation.objects.get(user=user)


def test_a_made_up_person_is_no_successor(sign_in, plan_of_three, bram):
    other = play("els", "Els", Role.KETENPARTNER, name="Elders")
    url = reverse("ico:leave", args=[own(bram).pk])

    given = {"vertrek-why": "Weg.", "vertrek-successor": str(other.pk)}
    assert "Kies iemand uit de lijst." in sign_in(bram).post(url, given).text
    with backstage():
        assert not Departure.objects.exists()


@pytest.mark.eis("S-3", "P-7")
@pytest.mark.safety("X6")
def test_a_case_that_is_shielded_is_shielded_from_its_plan_too(
    sign_in, plan_of_three, politie, noor, bram, anna
):
    tell(sign_in(politie), politie, noor.party, bram.party)
    with acting_as(politie):
        actions.report_on(
            Action.objects.get(), by=politie, state="will_not", report="Nee."
        )
    scale_down(plan_of_three, anna, noor.party)

    for table in ("ico_development", "ico_developmentreader", "ico_signal"):
        read = readers(table)
        assert {read(who) for who in (politie, noor, bram)} == {0}, table
        assert read(anna) > 0, table


@pytest.mark.safety("X6")
@pytest.mark.parametrize(
    "asked", ["zvh_monitoring_to_do(true, 9)", "zvh_monitor(0, 9)"]
)
def test_nobody_outside_the_bureau_is_told_what_waits(
    sign_in, plan_of_three, politie, noor, fg, bestuurder, asked
):
    with acting_as(noor):
        theirs = Action.objects.get(responsible_user=politie)
        signal = actions.signal_not_kept(theirs, by=noor, why="Komt niet.")
        actions.pass_on(signal, by=noor)

    for reader in (politie, noor, fg, bestuurder):
        assert readers(asked)(reader) == 0


@pytest.mark.safety("X6")
def test_letters_see_what_is_new_and_not_what_was_told_before(
    sign_in, plan_of_three, politie, noor
):
    tell(sign_in(politie), politie, noor.party)
    with acting_for("reminders"):
        assert Development.objects.exists()
    jobs.tell_of_developments()

    later = timezone.now() + timedelta(minutes=5)
    with time_machine.travel(later, tick=False), acting_for("reminders"):
        assert not Development.objects.exists()
