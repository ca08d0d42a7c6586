"""What was removed is told outside the database, where no old backup undoes it."""

import json
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from cases import actions
from cases.lifecycle import Phase
from cases.models import Case, DomainProblem
from privacy import ledger, retention
from privacy.ledger import LedgerError
from tests.backstage import backstage
from tests.privacy import disaster
from tests.stories import drafted, in_phase, sent
from tests.walks import rows
from zvh.guard import jobs
from zvh.guard.announce import Purpose, acting_as, acting_for
from zvh.guard.dossier import dossier_models
from zvh.guard.models import LedgerLine

START = datetime.fromisoformat("2026-01-15T08:00:00+01:00")


@pytest.fixture(autouse=True)
def folders(db, settings, tmp_path):
    disaster.use(tmp_path, settings)


def removed():
    return {(line.table, *line.keys) for line in ledger.read() if line.became is None}


def text():
    return "".join(path.read_text() for path in ledger.files())


@pytest.mark.eis("S-8")
@pytest.mark.safety("B2")
def test_every_row_that_goes_is_in_the_ledger(bram, anna):
    case = in_phase(Phase.ADVISED, partner=bram, anna=anna)
    with backstage():
        doomed = {
            (model._meta.db_table, str(key))
            for model in dossier_models()
            for key in model.objects.values_list("pk", flat=True)
        }

    retention.run()
    with time_machine.travel(START + timedelta(days=365)):
        retention.run()
    ledger.write_down()

    told = {(line[0], key) for line in removed() for key in line[1:]}
    assert doomed
    assert doomed | {("cases_case", str(case.pk))} <= told | along(doomed, told)


def along(doomed, told):
    """Rows that went with another row of theirs, which is told."""
    kinds = {"cases_searchkey": "cases_person", "cases_release": "cases_contribution"}
    tables = {table for table, _ in told}
    return {row for row in doomed if kinds.get(row[0]) in tables}


@pytest.mark.safety("B2")
def test_what_people_take_out_or_discard_is_in_the_ledger(bram, anna):
    draft, case = drafted(bram), sent(bram)
    with acting_as(anna):
        problem = DomainProblem.objects.get(case=case)
        actions.take_out(problem, by=anna)
    with acting_as(bram):
        actions.discard_draft(draft, by=bram)

    ledger.write_down()

    assert ("cases_domainproblem", str(problem.pk)) in removed()
    assert ("cases_case", str(draft.pk)) in removed()


@pytest.mark.eis("S-5")
def test_it_holds_keys_and_no_content(bram, anna):
    in_phase(Phase.ADVISED, partner=bram, anna=anna)
    retention.run()
    ledger.write_down()

    assert "cases_person" in text()
    for word in ("Proefpersoon", "1984", "sealed", "bram", "Bram"):
        assert word not in text()


@pytest.mark.safety("X6")
@pytest.mark.parametrize("model", [Case, *dossier_models()], ids=str)
def test_every_table_about_a_case_tells_what_goes(model):
    found = rows(
        "SELECT tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass"
        " AND tgname = 'what_goes_is_written_down'",
        model._meta.db_table,
    )

    assert found == [("O",)]


def test_what_was_rolled_back_is_not_told(bram):
    case = drafted(bram)
    with suppress(ZeroDivisionError), acting_as(bram):
        actions.discard_draft(case, by=bram)
        raise ZeroDivisionError

    with backstage():
        assert not LedgerLine.objects.filter(became__isnull=True).exists()


@pytest.mark.safety("X6")
def test_nobody_writes_a_line_without_removing(bram):
    for purpose in Purpose:
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            acting_for(purpose),
        ):
            connection.cursor().execute(
                "INSERT INTO guard_ledgerline VALUES (gen_random_uuid())"
            )


@pytest.mark.safety("J1", "J4")
def test_a_second_time_adds_nothing(bram):
    drafted(bram)
    sent(bram)

    assert jobs.run("ledger")
    before = text()
    assert before
    assert jobs.run("ledger")

    assert text() == before


@pytest.mark.safety("B2", "J4")
def test_half_a_line_after_a_crash_is_written_anew(bram):
    """The process died while it wrote: the database still calls the line unwritten."""
    sent(bram)
    ledger.write_down()
    (path,) = ledger.files()
    whole = path.read_text()
    path.write_text(whole[:-30])
    with backstage():
        last = LedgerLine.objects.order_by("-number").first()
        LedgerLine.objects.filter(pk=last.pk).update(written_at=None)
    assert len(ledger.read()) == len(whole.splitlines()) - 1

    ledger.write_down()

    assert path.read_text() == whole


@pytest.mark.safety("B2")
def test_a_line_that_is_there_twice_counts_once(bram):
    """The process died after it wrote, before the database heard of it."""
    sent(bram)
    ledger.write_down()
    before = ledger.read()
    with backstage():
        LedgerLine.objects.update(written_at=None)

    ledger.write_down()

    assert len(text().splitlines()) == 2 * len(before)
    assert ledger.read() == before


def test_a_damaged_line_is_refused(bram):
    sent(bram)
    ledger.write_down()
    (path,) = ledger.files()
    path.write_text("x" + path.read_text())

    with pytest.raises(LedgerError, match="line 1"):
        ledger.read()


def test_a_ledger_that_was_lost_is_completed_from_the_database(bram, capsys):
    sent(bram)
    ledger.write_down()
    before = ledger.read()
    for path in ledger.files():
        path.unlink()

    call_command("ledger", complete=True)

    assert before
    assert ledger.read() == before
    assert f"{len(before)} added" in capsys.readouterr().out


def test_lines_go_after_a_year(bram):
    with time_machine.travel(START):
        sent(bram)
        ledger.write_down()
    (path,) = ledger.files()

    with time_machine.travel(START + timedelta(days=364)):
        retention.run()
        with backstage():
            assert LedgerLine.objects.exists()
    with time_machine.travel(START + timedelta(days=365)):
        retention.run()
        with backstage():
            assert not LedgerLine.objects.filter(recorded_at__lte=START).exists()
        ledger.write_down()
        assert path.exists()
    with time_machine.travel(START + timedelta(days=430)):
        ledger.write_down()

    assert not path.exists()


def test_a_line_says_what_when_and_until_when(bram):
    with time_machine.travel(START, tick=False):
        draft = drafted(bram)
        with acting_as(bram):
            actions.discard_draft(draft, by=bram)
        ledger.write_down()

    told = [json.loads(line) for line in text().splitlines()]
    (line,) = [one for one in told if one["became"] is None]
    assert (line["table"], line["keys"]) == ("cases_case", [str(draft.pk)])
    assert (line["case"], line["until"]) == (str(draft.pk), "2027-01-15")
    assert datetime.fromisoformat(line["at"]) == START
