"""Agreements: their owners see them, are reminded of them, and report on them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mails
from accounts.models import Authorisation, Outgoing
from ico import actions, jobs
from ico.models import Action
from tests.backstage import backstage
from zvh.guard.announce import acting_as, acting_for
from zvh.guard.models import Fact

REFUSED = (IntegrityError, InternalError)
# What is due in thirty days, is due on a Thursday.
DUTCH = ZoneInfo("Europe/Amsterdam")
TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=DUTCH)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TUESDAY, tick=False):
        yield


def reminders():
    with backstage():
        kinds = Outgoing.objects.filter(kind__startswith="action_")
        return sorted((it.kind, it.recipient.email) for it in kinds)


def days(count):
    return time_machine.travel(timezone.now() + timedelta(days=count), tick=False)


@pytest.mark.eis("F-4", "P-4")
def test_the_owner_sees_the_own_agreement_and_nobody_elses(
    established, noor, politie, bram
):
    with acting_as(noor):
        mine = Action.objects.visible_to(noor).get()
        assert (mine.what, mine.reference) == (
            "Vraagt schuldhulp aan.",
            established.case.number,
        )
    for other in (politie, bram):
        with acting_as(other):
            assert not Action.objects.exists()


@pytest.mark.eis("F-4")
def test_the_owner_reports_back(established, noor, anna):
    with acting_as(noor):
        actions.report_on(
            Action.objects.get(), by=noor, state="done", report="Regeling getroffen."
        )

    with acting_as(anna):
        action = Action.objects.get()
        assert (action.state, action.report) == ("done", "Regeling getroffen.")
        assert action.reported_by == noor
    with backstage():
        assert Fact.objects.get(kind="action_done").dimensions["in_time"] == "yes"


@pytest.mark.use("U34")
def test_done_by_mistake_is_put_right_by_who_reported_it(
    sign_in, established, noor, politie, bram
):
    with backstage():
        action = Action.objects.get()
    page = reverse("ico:action_report", args=[action.pk])
    undo = reverse("ico:take_report_back", args=[action.pk])
    browser = sign_in(noor)
    assert browser.post(undo).status_code == 403
    browser.post(page, {"state": "done", "report": "Ja.", "version": action.version})
    for other in (politie, bram):
        assert sign_in(other).post(undo).status_code == 404

    assert "Toch nog niet gedaan" in browser.get(page).text
    with days(3):
        shown = sign_in(noor).post(undo, follow=True).text

    assert "staat weer open" in shown
    assert "Meld terug" in shown
    with backstage():
        action.refresh_from_db()
        assert (action.state, action.reported_by) == ("open", noor)
        told, corrected = Fact.objects.filter(kind="action_done").order_by("-count")
        assert (told.count, corrected.count) == (1, -1)
        assert told.dimensions == corrected.dimensions
        assert told.days == corrected.days


def test_what_is_done_is_not_reported_again(established, noor):
    with acting_as(noor):
        actions.report_on(Action.objects.get(), by=noor, state="failed", report="Nee.")

        with pytest.raises(PermissionDenied, match="al afgerond"):
            actions.report_on(Action.objects.get(), by=noor, state="done", report="")


@pytest.mark.eis("F-4")
def test_reminders_go_once_before_and_once_after(established, noor):
    for _ in range(2):
        jobs.remind()
    assert reminders() == []

    with days(27):
        assert [jobs.remind(), jobs.remind()] == [1, 0]
    assert reminders() == [("action_due", noor.email)]

    with days(30):
        assert jobs.remind() == 0
    with days(31):
        assert [jobs.remind(), jobs.remind()] == [1, 0]
    assert reminders() == [("action_due", noor.email), ("action_overdue", noor.email)]


@pytest.mark.eis("F-4")
def test_reminders_keep_to_working_days_over_easter_and_into_summer_time(
    established, noor, anna
):
    """Easter of 2027 is the night of summer time; the house counts its own days."""
    with acting_as(anna):
        action = Action.objects.get()
        said = {"what": action.what, "expected": action.expected}
        actions.change_action(action, by=anna, due_on=date(2027, 3, 31), **said)
    evening = datetime(2027, 3, 23, 21, 30, tzinfo=UTC)
    last = datetime(2027, 3, 31, 20, 30, tzinfo=UTC)
    hours = [timedelta(hours=nth) for nth in range(4)]
    noons = [evening + timedelta(days=nth, hours=15) for nth in range(8)]
    sent = []
    for at in (*(evening + h for h in hours), *noons, *(last + h for h in hours)):
        with time_machine.travel(at, tick=False):
            sent += [timezone.localtime()] * jobs.remind()

    # The first hour of three working days before it, and of the day after it.
    assert sent == [
        datetime(2027, 3, 24, 0, 30, tzinfo=DUTCH),
        datetime(2027, 4, 1, 0, 30, tzinfo=DUTCH),
    ]


@pytest.mark.eis("F-4")
def test_reminders_catch_up_after_days_of_silence(established, noor):
    with days(41):
        assert jobs.remind() == 1

    assert reminders() == [("action_overdue", noor.email)]


def test_a_reminder_says_nothing_about_anybody(established, noor):
    with days(27):
        jobs.remind()
        mails.send_outgoing()

    letter = mail.outbox[-1].message().as_string()
    assert mail.outbox[-1].to == [noor.email]
    for secret in ("schuldhulp", "Proefpersoon", "Gemeente", "regeling"):
        assert secret not in letter


def test_what_is_done_brings_no_reminder(established, noor):
    with acting_as(noor):
        actions.report_on(Action.objects.get(), by=noor, state="done", report="")

    with days(41):
        assert jobs.remind() == 0


def test_a_new_date_brings_its_own_reminders(established, anna):
    with days(31):
        jobs.remind()
        with acting_as(anna):
            action = Action.objects.get()
            later = timezone.localdate() + timedelta(days=2)
            actions.change_action(
                action,
                by=anna,
                what=action.what,
                due_on=later,
                expected=action.expected,
            )

        assert jobs.remind() == 1


def test_the_reminders_see_only_what_is_due(established):
    with acting_for("reminders"):
        assert not Action.objects.exists()
    with days(27), acting_for("reminders"):
        assert Action.objects.count() == 1


def test_a_dropped_agreement_is_gone_from_the_list(established, anna):
    with acting_as(anna):
        actions.drop_action(Action.objects.get(), by=anna)

        assert not Action.objects.standing().exists()


@pytest.mark.eis("P-4")
@pytest.mark.parametrize("field", ["due_on", "closed_off_at", "first_processed_at"])
def test_the_owner_changes_the_report_and_nothing_else(established, noor, field):
    with acting_as(noor):
        action = Action.objects.get()
        setattr(action, field, timezone.now() + timedelta(days=1))

        with pytest.raises(REFUSED, match="by the bureau only"), transaction.atomic():
            action.save()


def test_who_has_no_role_any_more_sees_no_agreement(established, noor):
    with backstage():
        Authorisation.objects.filter(user=noor).update(
            withdrawn_at=timezone.now(), withdrawn_reason="Weg."
        )

    with acting_as(noor):
        assert not Action.objects.exists()
