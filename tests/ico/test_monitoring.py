"""The monitor over all cases, calling to account, and asking higher up (F-6, F-7)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Outgoing
from cases import actions as case_actions
from cases.lifecycle import Phase
from cases.models import Case
from ico import actions, jobs, monitor
from ico.models import Action, CallToAccount, Escalation
from tests.backstage import backstage
from zvh.guard.announce import acting_as, acting_for

TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def late(established, noor):
    """What Noor does should have been done last week."""
    with backstage():
        action = Action.objects.get()
        action.due_on = timezone.localdate() - timedelta(days=7)
        action.save()
    return action


def look(user):
    with acting_as(user):
        return monitor.look(user)


def called(late, anna, **more):
    with acting_as(anna):
        return actions.call_to_account(
            Action.objects.get(pk=late.pk),
            by=anna,
            way="here",
            text="Wanneer komt dit?",
            answer_before=timezone.localdate() + timedelta(days=3),
            **more,
        )


@pytest.mark.eis("F-6")
def test_who_is_late_is_counted_per_partij(
    sign_in, late, anna, mirjam, noor, monkeypatch
):
    for reader in (anna, mirjam):
        (one,) = look(reader).late
        assert (one.party, one.count, one.since) == (noor.party, 1, late.due_on)
    page = sign_in(anna).get(reverse("ico:monitor")).text
    assert "Gemeente Zee" in page
    assert "Geteld over" not in page
    monkeypatch.setattr(monitor, "MOST_LATE", 1)
    assert "Geteld over" in sign_in(anna).get(reverse("ico:monitor")).text


@pytest.mark.eis("F-6", "O-9")
def test_what_is_carried_out_with_nobody_to_lead_it_is_a_task(
    sign_in, late, anna, mirjam, noor
):
    task, today = "Benoem een casusregisseur", reverse("cases:today") + "?van=iedereen"
    before = sign_in(anna).get(today).text
    with backstage():
        Case.objects.update(phase=Phase.MONITORING, casusregisseur=None)

    for reader in (anna, mirjam):
        text = sign_in(reader).get(today).text
        assert task in text
        assert reverse("ico:casusregisseur", args=[late.case_id]) in text
    assert task not in before
    assert task not in sign_in(noor).get(reverse("cases:start")).text


@pytest.mark.eis("F-6", "P-2")
def test_a_case_that_is_restricted_counts_for_nobody_who_is_not_named(
    late, anna, mirjam
):
    with acting_as(anna):
        case_actions.restrict(Case.objects.get(), by=anna, names=[])

    assert look(anna).late
    assert look(mirjam).late == look(mirjam).silent == []


@pytest.mark.eis("F-6", "P-3")
def test_the_monitor_is_for_the_bureau_only(sign_in, late, noor, fg, bestuurder):
    for reader in (noor, fg, bestuurder):
        assert sign_in(reader).get(reverse("ico:monitor")).status_code == 403
        with acting_as(reader), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM zvh_monitor(0, 10)")
            assert cursor.fetchall() == []


@pytest.mark.eis("F-6")
def test_a_case_falls_silent_and_speaks_again_when_somebody_reports(late, anna, noor):
    assert look(anna).silent == []
    with time_machine.travel(TUESDAY + timedelta(days=29), tick=False):
        (row,) = look(anna).silent
        assert row.case.pk == late.case_id
        with acting_as(noor):
            actions.report_on(
                Action.objects.get(), by=noor, state="open", report="Bijna."
            )
        assert look(anna).silent == []


@pytest.mark.eis("F-6")
def test_what_did_not_bring_what_was_expected_is_shown(sign_in, late, anna, noor):
    url = reverse("ico:action_report", args=[late.pk])
    with backstage():
        version = Action.objects.get().version
    given = {"version": version, "state": "done", "report": "Klaar.", "effect": "no"}
    sign_in(noor).post(url, given)

    (row,) = look(anna).effects
    assert row.what.pk == late.pk
    sign_in(anna).post(reverse("ico:effect", args=[late.pk]), {"effect": "yes"})
    assert look(anna).effects == []


@pytest.mark.eis("F-6")
def test_the_next_meetings_are_beside_it(meeting, anna):
    (row,) = look(anna).meetings

    assert row.what.pk == meeting.pk


@pytest.mark.eis("F-6")
def test_calling_to_account_is_recorded_with_the_answer(sign_in, late, anna, noor):
    bureau = sign_in(anna)
    url = reverse("ico:call_to_account", args=[late.pk])
    given = {"way": "here", "text": "Wanneer?", "answer_before": "06-11-2026"}
    assert bureau.post(url, given).status_code == 302
    assert bureau.post(url, given).status_code == 403
    with backstage():
        call = CallToAccount.objects.get()
        assert Outgoing.objects.get(kind="called_to_account").recipient == noor

    browser = sign_in(noor)
    start = reverse("cases:start")
    assert "Beantwoord een vraag over uw afspraak" in browser.get(start).text
    page = browser.get(reverse("ico:action_report", args=[late.pk]))
    assert "Wanneer?" in page.text
    browser.post(reverse("ico:answer_call", args=[call.pk]), {"answer": "Vrijdag."})

    page = bureau.get(reverse("ico:action_report", args=[late.pk])).text
    assert "Vrijdag." in page
    assert "Beantwoord een vraag" not in browser.get(start).text


@pytest.mark.eis("F-6")
def test_without_an_answer_it_comes_back_to_the_bureau(sign_in, late, anna):
    called(late, anna)
    today = reverse("cases:today") + "?van=iedereen"

    assert "Geen antwoord over" not in sign_in(anna).get(today).text
    with time_machine.travel(TUESDAY + timedelta(days=4), tick=False):
        assert "Geen antwoord over" in sign_in(anna).get(today).text


def test_nobody_is_called_to_account_before_the_date(established, anna):
    with acting_as(anna), pytest.raises(PermissionDenied, match="nog niet voorbij"):
        actions.call_to_account(
            Action.objects.get(),
            by=anna,
            way="phone",
            text="?",
            answer_before=timezone.localdate(),
        )


@pytest.mark.safety("X6")
def test_a_call_is_answered_by_who_does_it_and_changed_by_nobody(
    late, anna, noor, politie
):
    call = called(late, anna)
    with acting_as(politie):
        assert not CallToAccount.objects.exists()
    with acting_as(noor):
        mine = CallToAccount.objects.get()
        mine.text, mine.answered_by, mine.answered_at = "?", noor, timezone.now()
        with pytest.raises(DatabaseError), transaction.atomic():
            mine.save()
        actions.answer_call(CallToAccount.objects.get(), by=noor, answer="Morgen.")
    with backstage():
        assert CallToAccount.objects.get(pk=call.pk).text == "Wanneer komt dit?"


def escalated(sign_in, key, who, politie, **more):
    url = reverse("ico:escalate", args=[key])
    given = {
        "reason": "capaciteit",
        "question": "Wie maakt plaats vrij?",
        "level": "management",
        "party": str(politie.party_id),
        "person": "Teamchef",
        "answer_before": "12-11-2026",
    }
    answer = sign_in(who).post(url, given | more)
    with backstage():
        return answer, Escalation.objects.first()


@pytest.mark.eis("F-7")
def test_a_question_goes_up_and_the_answer_is_kept(
    sign_in, late, anna, politie, bas, noor
):
    answer, asked = escalated(sign_in, late.case_id, anna, politie)
    assert answer.status_code == 302
    bureau = sign_in(anna)
    detail = reverse("cases:detail", args=[late.case_id])
    today = reverse("cases:today") + "?van=iedereen"
    assert "Opgeschaald" in bureau.get(detail).text
    assert "Leg het antwoord op de opschaling vast" in bureau.get(today).text
    # The monitor says the same, and who was asked.
    monitor_page = bureau.get(reverse("ico:monitor"))
    (row,) = [
        it for it in monitor_page.context["found"].waiting if it.kind == "escalation"
    ]
    assert row.who == politie.party.name
    assert "Leg het antwoord op de opschaling vast" in monitor_page.text

    url = reverse("ico:escalation", args=[asked.pk])
    assert sign_in(noor).get(url).status_code == 404
    sign_in(bas).post(url, {"answer": "Per 1 december."})

    assert "beantwoord" in bureau.get(detail).text
    assert "Leg het antwoord" not in bureau.get(today).text
    assert bureau.post(url, {"answer": "Anders."}).status_code == 403


@pytest.mark.eis("F-7")
def test_only_who_guides_the_case_escalates(sign_in, late, bas, politie, noor):
    for who in (bas, noor):
        answer, asked = escalated(sign_in, late.case_id, who, politie)
        assert (answer.status_code, asked) == (403, None)


@pytest.mark.eis("F-7")
def test_reminders_of_an_escalation_skip_days_on_which_nobody_works(
    sign_in, late, anna, politie
):
    escalated(sign_in, late.case_id, anna, politie, answer_before="09-11-2026")
    days = (
        ((2026, 11, 5), 0),
        ((2026, 11, 6), 1),  # Friday before the Monday
        ((2026, 11, 8), 0),
        ((2026, 11, 9), 0),
        ((2026, 11, 10), 1),
        ((2026, 11, 11), 0),
    )
    for day, letters in days:
        moment = datetime(*day, 8, tzinfo=TUESDAY.tzinfo)
        with time_machine.travel(moment, tick=False):
            assert jobs.remind_of_escalations() == letters, day

    with backstage():
        told = Outgoing.objects.filter(kind="escalation_due")
        assert [it.recipient for it in told] == [anna, anna]


@pytest.mark.safety("X6")
def test_nobody_outside_the_bureau_reads_an_escalation_by_sql(
    sign_in, late, anna, politie, noor, fg, bestuurder
):
    escalated(sign_in, late.case_id, anna, politie)

    for reader in (politie, noor, fg, bestuurder):
        with acting_as(reader):
            assert not Escalation.objects.exists()


@pytest.mark.safety("X6")
def test_reminders_see_no_escalation_that_was_answered(
    sign_in, late, anna, bas, politie
):
    _, asked = escalated(sign_in, late.case_id, anna, politie)
    with acting_for("reminders"):
        assert Escalation.objects.exists()

    url = reverse("ico:escalation", args=[asked.pk])
    sign_in(bas).post(url, {"answer": "Per 1 december."})

    with acting_for("reminders"):
        assert not Escalation.objects.exists()
