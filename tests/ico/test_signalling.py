"""An agreement that goes wrong: said in a minute, heard by who has to know."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Outgoing
from cases.models import Case
from ico import actions, jobs
from ico.models import Action, ReportFile, Signal
from tests.backstage import backstage
from zvh.guard.announce import acting_as, acting_for

DUTCH = ZoneInfo("Europe/Amsterdam")
TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=DUTCH)
PDF = b"%PDF-1.4\nproef\n%%EOF"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def theirs(established, anna, politie):
    """An agreement of the police; Noor leads the case."""
    with acting_as(anna):
        return actions.agree(
            established.case,
            by=anna,
            what="Gaat elke week langs.",
            owner=politie.party,
            responsible_user=politie,
            due_on=timezone.localdate() + timedelta(days=20),
        )


def report(browser, action, **given):
    url = reverse("ico:action_report", args=[action.pk])
    return browser.post(url, {"version": action.version, **given})


def letters():
    with backstage():
        told = Outgoing.objects.filter(kind="signal_given").order_by("created_at")
        return [it.recipient.name for it in told]


def on(day, hour=9):
    moment = datetime(*day, hour, tzinfo=DUTCH)
    return time_machine.travel(moment, tick=False)


@pytest.mark.eis("F-5", "P-7")
def test_a_signal_does_not_wait_for_a_casusregisseur_who_stopped(
    sign_in, theirs, politie, noor, anna
):
    with backstage():
        Case.objects.filter(pk=theirs.case_id).update(coordinator=anna)
    url = reverse("ico:leave_case", args=[theirs.case_id])
    sign_in(noor).post(url, {"vertrek-why": "Ander werk.", "vertrek-successor": ""})

    report(sign_in(politie), theirs, state="will_not", report="Geen capaciteit")

    assert jobs.tell_of_signals() == 1
    assert letters() == [anna.name]
    today = sign_in(anna).get(reverse("cases:today"))
    assert "Er is een signaal over een afspraak" in today.text


@pytest.mark.eis("F-4", "F-5")
def test_that_it_will_not_succeed_goes_to_the_casusregisseur(
    sign_in, theirs, politie, noor
):
    answer = report(
        sign_in(politie), theirs, state="will_not", report="Geen capaciteit"
    )
    assert answer.status_code == 302

    assert jobs.tell_of_signals() == 1
    assert letters() == [noor.name]
    with acting_as(noor):
        signal = Signal.objects.visible_to(noor).get()
        assert (signal.kind, signal.why) == ("will_not", "Geen capaciteit")
        assert signal.action.is_open
    assert jobs.tell_of_signals() == 0


@pytest.mark.eis("F-5")
def test_a_signal_is_work_of_the_casusregisseur_until_it_is_settled_or_passed_on(
    sign_in, theirs, politie, noor, cato
):
    report(sign_in(politie), theirs, state="will_not", report="Geen capaciteit")
    work, start = "Er is een signaal over een afspraak", reverse("cases:start")
    leads = sign_in(noor)

    assert work in leads.get(start).text
    for other in (politie, cato):
        assert work not in sign_in(other).get(start).text
    with backstage():
        signal = Signal.objects.get()
    leads.post(reverse("ico:pass_on_signal", args=[signal.pk]))
    assert work not in leads.get(start).text


def test_without_a_reason_it_is_asked_for(sign_in, theirs, politie):
    page = report(sign_in(politie), theirs, state="will_not", report="")

    assert "Schrijf op waarom het niet lukt." in page.text
    with backstage():
        assert not Signal.objects.exists()


@pytest.mark.eis("F-5")
def test_what_lies_for_two_working_days_goes_on_to_the_procescoordinator(
    theirs, politie, noor, anna
):
    with backstage():
        case = theirs.case
        case.coordinator = anna
        case.save()
    with on((2026, 11, 6)), acting_as(politie):
        actions.report_on(
            Action.objects.get(pk=theirs.pk), by=politie, state="failed", report="Nee."
        )
    with on((2026, 11, 6), 10):
        jobs.tell_of_signals()
    with on((2026, 11, 9)):
        assert jobs.tell_of_signals() == 0
    with on((2026, 11, 10)):
        assert jobs.tell_of_signals() == 2

    assert letters() == [noor.name, anna.name]


@pytest.mark.eis("F-5", "F-6")
def test_what_was_passed_on_waits_for_the_bureau_until_it_is_settled(
    sign_in, theirs, politie, noor, anna
):
    with acting_as(politie):
        actions.report_on(
            Action.objects.get(pk=theirs.pk), by=politie, state="will_not", report="Nee"
        )
    with backstage():
        signal = Signal.objects.get()
    bureau, today = sign_in(anna), reverse("cases:today") + "?van=iedereen"
    assert "Er is een signaal" not in bureau.get(today).text

    sign_in(noor).post(reverse("ico:pass_on_signal", args=[signal.pk]))
    assert "Er is een signaal" in bureau.get(today).text

    url = reverse("ico:settle_signal", args=[signal.pk])
    bureau.post(url, {"outcome": "De gemeente doet het."})
    assert "Er is een signaal" not in bureau.get(today).text
    assert bureau.get(url).status_code == 403


@pytest.mark.eis("F-4")
def test_the_casusregisseur_signals_what_is_not_kept_and_only_once(
    sign_in, theirs, noor, politie
):
    browser = sign_in(noor)
    url = reverse("ico:signal_not_kept", args=[theirs.pk])

    assert browser.post(url, {"why": "Komt niet langs."}).status_code == 302
    assert browser.get(url).status_code == 403
    page = sign_in(politie).get(reverse("ico:action_report", args=[theirs.pk]))
    assert "Komt niet langs." not in page.text


def test_nobody_signals_about_what_they_do_themselves(sign_in, established, noor):
    with backstage():
        own = Action.objects.get(responsible_user=noor)
    url = reverse("ico:signal_not_kept", args=[own.pk])

    assert sign_in(noor).get(url).status_code == 403


@pytest.mark.eis("P-4")
def test_who_does_it_cannot_signal_as_the_casusregisseur(sign_in, theirs, politie):
    url = reverse("ico:signal_not_kept", args=[theirs.pk])

    assert sign_in(politie).get(url).status_code == 403


@pytest.mark.eis("F-4", "P-4")
def test_a_file_comes_along_and_is_read_by_who_reads_the_report(
    sign_in, theirs, politie, noor, anna, cato, bestuurder, fg
):
    file = SimpleUploadedFile("brief.pdf", PDF)
    report(sign_in(politie), theirs, state="done", report="Zie brief.", file=file)

    with backstage():
        kept = ReportFile.objects.get()
    url = reverse("ico:report_file", args=[kept.pk])
    for reader in (politie, noor, anna):
        assert sign_in(reader).get(url).content == PDF
    for other in (cato, bestuurder, fg):
        assert sign_in(other).get(url).status_code == 404


def test_a_file_that_lies_about_itself_is_refused_and_the_words_stay(
    sign_in, theirs, politie
):
    file = SimpleUploadedFile("brief.pdf", b"<script>")
    page = report(sign_in(politie), theirs, state="done", report="Blijf.", file=file)

    assert "Blijf." in page.text
    with backstage():
        assert Action.objects.get(pk=theirs.pk).is_open


@pytest.mark.safety("X6")
@pytest.mark.parametrize("table", ["ico_signal", "ico_reportfile"])
def test_nobody_else_reads_a_signal_or_file_by_sql(
    sign_in, theirs, politie, noor, anna, bram, cato, fg, bestuurder, table
):
    file = SimpleUploadedFile("brief.pdf", PDF)
    report(sign_in(politie), theirs, state="failed", report="Nee.", file=file)

    assert [count(table, who) for who in (politie, noor, anna)] == [1, 1, 1]
    assert {count(table, who) for who in (bram, cato, fg, bestuurder)} == {0}


def count(table, user):
    with acting_as(user), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return cursor.fetchone()[0]


@pytest.mark.safety("X6")
def test_nobody_signals_about_anothers_agreement_by_sql(theirs, bram):
    with pytest.raises(DatabaseError), acting_as(bram), transaction.atomic():
        Signal.objects.create(
            case_id=theirs.case_id, action=theirs, kind="failed", why="?", by=bram
        )


@pytest.mark.safety("X6")
def test_the_casusregisseur_changes_no_word_of_a_signal(theirs, politie, noor):
    with acting_as(politie):
        actions.report_on(
            Action.objects.get(pk=theirs.pk), by=politie, state="will_not", report="Nee"
        )
    with acting_as(noor):
        signal = Signal.objects.get()
        signal.why = "Anders"
        with pytest.raises(DatabaseError), transaction.atomic():
            signal.save()


@pytest.mark.eis("F-5")
@pytest.mark.safety("X6")
def test_nobody_hides_from_the_procescoordinator_what_was_passed_on(established, noor):
    """By hand neither."""
    with backstage():
        own = Action.objects.get(responsible_user=noor)
    with acting_as(noor):
        actions.report_on(own, by=noor, state="will_not", report="Geen capaciteit.")

    with pytest.raises(DatabaseError), acting_as(noor), transaction.atomic():
        Signal.objects.update(passed_on_at=None)

    with backstage():
        assert Signal.objects.get().passed_on_at


def test_settled_once_is_settled(theirs, noor):
    with acting_as(noor):
        signal = actions.signal_not_kept(theirs, by=noor, why="Komt niet.")
        actions.settle(signal, by=noor, outcome="Gebeld.")
        with pytest.raises(PermissionDenied, match="al afgehandeld"):
            actions.settle(signal, by=noor, outcome="Nog eens.")


def test_reminders_see_no_signal_that_was_settled(theirs, noor):
    with acting_as(noor):
        signal = actions.signal_not_kept(theirs, by=noor, why="Komt niet.")
        actions.settle(signal, by=noor, outcome="Gebeld.")

    with acting_for("reminders"):
        assert not Signal.objects.exists()


def reminded():
    with backstage():
        told = Outgoing.objects.filter(kind__startswith="action_")
        return sorted(told.values_list("kind", flat=True))


# Due on, the last working day on which nothing goes out, the day of the reminder.
DAYS = [
    ((2026, 11, 17), (2026, 11, 11), (2026, 11, 12)),  # over a weekend
    ((2026, 11, 15), (2026, 11, 10), (2026, 11, 11)),  # due on a Sunday
    ((2026, 12, 29), (2026, 12, 22), (2026, 12, 23)),  # over Christmas
    ((2027, 3, 30), (2027, 3, 22), (2027, 3, 23)),  # over Easter and summer time
    ((2027, 4, 28), (2027, 4, 21), (2027, 4, 22)),  # over the King's birthday
]


@pytest.mark.eis("F-4")
@pytest.mark.parametrize(("due", "silent", "speaks"), DAYS, ids=str)
def test_the_reminder_before_leaves_three_working_days(
    theirs, anna, due, silent, speaks
):
    with backstage():
        Action.objects.exclude(pk=theirs.pk).update(state="done")
        Action.objects.filter(pk=theirs.pk).update(due_on=date(*due))
    with on(silent, 23):
        assert jobs.remind() == 0
    with on(speaks, 0):
        assert [jobs.remind(), jobs.remind()] == [1, 0]

    assert reminded() == ["action_due"]


@pytest.mark.eis("F-4")
@pytest.mark.parametrize(
    ("due", "silent", "speaks"),
    [
        ((2026, 11, 6), (2026, 11, 8), (2026, 11, 9)),
        ((2026, 12, 24), (2026, 12, 27), (2026, 12, 28)),
        ((2027, 3, 27), (2027, 3, 28), (2027, 3, 30)),
        ((2027, 10, 30), (2027, 10, 31), (2027, 11, 1)),
    ],
    ids=str,
)
def test_the_reminder_after_comes_on_a_working_day(theirs, due, silent, speaks):
    with backstage():
        Action.objects.exclude(pk=theirs.pk).update(state="done")
        Action.objects.filter(pk=theirs.pk).update(
            due_on=date(*due), announced_at=timezone.now()
        )
    with on(silent, 23):
        assert jobs.remind() == 0
    with on(speaks, 1):
        assert [jobs.remind(), jobs.remind()] == [1, 0]

    assert reminded() == ["action_overdue"]


@pytest.mark.eis("F-5")
def test_a_signal_about_their_own_afspraak_is_not_the_casusregisseurs_to_settle(
    sign_in, established, noor, anna
):
    """Noor leads the case, and says that what she does herself will not succeed."""
    with backstage():
        own = Action.objects.get(responsible_user=noor)
        own.case.coordinator = anna
        own.case.save()
    leads, today = sign_in(noor), reverse("cases:today")
    report(leads, own, state="will_not", report="Geen tijd")
    with backstage():
        signal = Signal.objects.get()
    url = reverse("ico:settle_signal", args=[signal.pk])

    told = jobs.tell_of_signals()
    page = leads.get(reverse("ico:action_report", args=[own.pk])).text

    assert (told, letters()) == (1, [anna.name])
    assert leads.post(url, {"outcome": "Zo is het goed."}).status_code == 403
    assert url not in page
    assert "doorgegeven aan de" in page
    assert "Er is een signaal" in sign_in(anna).get(today).text
    with (
        acting_as(noor),
        pytest.raises(DatabaseError, match="row-level"),
        transaction.atomic(),
    ):
        Signal.objects.update(settled_at=timezone.now(), settled_by=noor)
    assert (
        sign_in(anna).post(url, {"outcome": "Een ander doet het."}).status_code == 302
    )
