"""Who is to be told is work of the day; and that it was done is proven for years."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from cases import actions as case_actions
from cases.lifecycle import Phase
from cases.models import Case, Person
from ico import actions, informing
from ico.models import Notice
from privacy import retention
from privacy.models import Told
from tests.backstage import backstage
from tests.ico.conftest import plan_of
from tests.stories import in_phase
from zvh.guard.announce import acting_as
from zvh.lib.dates import add_months, add_years

TELL, AGAIN = "Informeer de betrokkene", "Bekijk het informeren opnieuw"
LETTER = "Verstuur de brief aan de betrokkene"
TODAY = reverse("cases:today")


def person_of(case):
    with backstage():
        return Person.objects.get(case=case)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def record(anna, case, **what):
    with acting_as(anna):
        person = Person.objects.get(case=case)
        return informing.record(person, by=anna, **what)


def meets_in(case, anna, days):
    at = timezone.now() + timedelta(days=days)
    with acting_as(anna):
        return actions.plan_meeting(case, by=anna, **plan_of(anna, at))


def today(client):
    return client.get(TODAY).text


@pytest.mark.eis("O-5")
@pytest.mark.use("U24")
@pytest.mark.parametrize(("days", "is_work"), [(6, True), (12, False)])
def test_days_before_the_table_meets_telling_is_work(
    days, is_work, untold, anna, sign_in
):
    meets_in(untold, anna, days)

    assert (TELL in today(sign_in(anna))) == is_work


@pytest.mark.eis("O-5")
def test_what_was_told_is_no_work_any_more(untold, anna, sign_in):
    meets_in(untold, anna, 6)
    record(anna, untold, outcome="told", by_whom="Wij", on=in_days(0))

    page = today(sign_in(anna))

    assert TELL not in page
    assert LETTER not in page


@pytest.mark.eis("O-5")
def test_a_reason_that_is_not_decided_on_together_is_work_before_the_table(
    untold, anna, sign_in
):
    meets_in(untold, anna, 6)
    why = {"outcome": "withheld", "reason": "Gevaar.", "look_again_on": in_days(60)}
    record(anna, untold, **why)
    assert AGAIN in today(sign_in(anna))

    record(anna, untold, **why, decided_with="Allen")
    assert AGAIN not in today(sign_in(anna))


@pytest.mark.eis("O-5")
def test_what_waits_is_work_when_its_day_comes(untold, anna, sign_in):
    told = {"reason": "Gevaar.", "decided_with": "Allen", "look_again_on": in_days(20)}
    record(anna, untold, outcome="withheld", **told)
    assert AGAIN not in today(sign_in(anna))

    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        assert AGAIN in today(sign_in(anna))


@pytest.mark.eis("V-5")
@pytest.mark.parametrize("phase", [Phase.INTAKE, Phase.MONITORING])
def test_the_month_of_the_letter_runs_without_an_ico_too(phase, bram, anna, sign_in):
    case = in_phase(phase, partner=bram, anna=anna)
    record(anna, case, outcome="told", by_whom="Wij", on=in_days(0))
    received = timezone.localdate(case.registered_at)
    assert LETTER not in today(sign_in(anna))

    days = (add_months(received, 1) - timezone.localdate()).days - 3
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        page = today(sign_in(anna))
        assert LETTER in page
        assert reverse("ico:notices", args=[case.pk]) in page
        sent = {"letter_sent_on": timezone.localdate(), "by_whom": "Wij"}
        record(anna, case, outcome="told", on=timezone.localdate(), **sent)
        assert LETTER not in today(sign_in(anna))


@pytest.mark.eis("V-5")
def test_every_case_has_its_page_of_telling(bram, anna, sign_in):
    case = in_phase(Phase.INTAKE, partner=bram, anna=anna)
    client, url = sign_in(anna), reverse("ico:notices", args=[case.pk])

    assert f'href="{url}"' in client.get(reverse("cases:people", args=[case.pk])).text
    assert "Test Proefpersoon" in client.get(url).text


@pytest.mark.eis("O-5", "P-2")
@pytest.mark.safety("X2", "X6")
def test_work_of_telling_is_not_told_to_others(untold, anna, noor, bas, sign_in):
    meets_in(untold, anna, 6)
    with acting_as(anna):
        case_actions.restrict(untold, by=anna, names=[anna])

    assert untold.number not in today(sign_in(bas))
    with acting_as(noor), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM zvh_monitoring_to_do(true, 50)")
        assert cursor.fetchone() == (0,)


@pytest.mark.eis("S-10", "V-5", "O-5")
def test_each_record_leaves_proof_without_a_word_of_it(untold, anna, noor):
    why = {"reason": "Gevaar voor moeder.", "decided_with": "Politie"}
    record(anna, untold, outcome="withheld", look_again_on=in_days(9), **why)
    told = {"by_whom": "De wijkagent", "way": "talk", "on": in_days(0)}
    record(anna, untold, outcome="told", letter_sent_on=in_days(0), **told)

    with backstage():
        rows = list(Told.objects.order_by("recorded_at", "pk"))
        assert Notice.objects.standing().count() == 1
    assert [row.outcome for row in rows] == ["withheld", "told"]
    assert (rows[0].is_joint, rows[0].look_again_on) == (True, in_days(9))
    assert (rows[1].way, rows[1].told_on) == ("talk", in_days(0))
    assert rows[1].letter_sent_on == in_days(0)
    assert {row.person_key for row in rows} == {person_of(untold).pk}
    assert {row.remove_on for row in rows} == {add_years(timezone.localdate(), 5)}
    for word in ("Gevaar", "Politie", "wijkagent", "Proefpersoon"):
        assert word not in str([vars(row) for row in rows])


@pytest.mark.eis("S-10")
def test_proof_outlives_its_case_and_goes_at_its_own_term(untold, anna):
    record(anna, untold, outcome="told", by_whom="Wij", on=in_days(0))
    with backstage():
        Case.objects.filter(pk=untold.pk).delete()
        assert Told.objects.count() == 1

    with time_machine.travel(timezone.now() + timedelta(days=5 * 366), tick=False):
        retention.run()
    with backstage():
        assert not Told.objects.exists()


@pytest.mark.eis("S-10", "V-5")
@pytest.mark.safety("X1", "X2")
def test_the_register_is_for_who_answers_for_it(
    untold, anna, bas, noor, mirjam, fg, bestuurder, sign_in
):
    record(anna, untold, outcome="told", by_whom="Wij", on=in_days(0))
    url = reverse("privacy:told")

    for who in (mirjam, fg):
        page = sign_in(who).get(url).text
        assert "Geïnformeerd" in page
        assert anna.name in page
        assert "Proefpersoon" not in page
    for who in (bas, noor, bestuurder):
        assert sign_in(who).get(url).status_code in (302, 403)


@pytest.mark.eis("S-10")
@pytest.mark.safety("X6")
def test_by_hand_proof_is_written_in_the_own_name_and_stays(untold, anna, bas, noor):
    record(anna, untold, outcome="told", by_whom="Wij", on=in_days(0))

    with acting_as(noor):
        assert not Told.objects.exists()
    with acting_as(anna), connection.cursor() as cursor:
        cursor.execute("DELETE FROM privacy_told")
        assert cursor.rowcount == 0
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        acting_as(anna),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE privacy_told SET outcome = 'agreed'")
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        acting_as(anna),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO privacy_told SELECT (jsonb_populate_record(t,"
            " jsonb_build_object('id', gen_random_uuid(), 'by_id', %s::text,"
            " 'recorded_at', current_setting('zvh.now')))).*"
            " FROM privacy_told AS t",
            [str(bas.pk)],
        )


@pytest.mark.eis("F-6")
def test_the_monitor_names_who_is_to_be_told_and_leads_there(sign_in, untold, anna):
    meets_in(untold, anna, 5)

    page = sign_in(anna).get(reverse("ico:monitor")).text

    assert TELL in page
    assert f'href="{reverse("ico:notices", args=[untold.pk])}"' in page
    assert "opschaling" not in page
