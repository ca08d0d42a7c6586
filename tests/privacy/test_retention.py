"""What is past its term goes, on the day itself; everything else stays."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command

from cases import actions
from cases.lifecycle import Phase
from cases.models import Case, DomainProblem, Person, Registration
from privacy import retention
from privacy.models import Removal
from tests.backstage import backstage
from tests.stories import drafted, in_phase, sent
from zvh.guard.announce import acting_as
from zvh.guard.models import Fact


def at(day):
    """Six in the morning, Dutch time, when the daily run has just been."""
    return time_machine.travel(
        datetime.fromisoformat(f"{day}T05:00:00+00:00"), tick=False
    )


def left():
    with backstage():
        return {
            "case": Case.objects.count(),
            "person": Person.objects.count(),
            "registration": Registration.objects.count(),
        }


WHOLE = {"case": 1, "person": 1, "registration": 1}
SHELL = {"case": 1, "person": 1, "registration": 0}
GONE = {"case": 0, "person": 0, "registration": 0}


@pytest.mark.eis("S-3", "T-5")
@pytest.mark.safety("P3")
@pytest.mark.parametrize(
    ("scaled_down", "day", "stays"),
    [
        ("2026-01-15", "2026-02-13", WHOLE),
        ("2026-01-15", "2026-02-14", SHELL),
        ("2026-01-15", "2027-01-14", SHELL),
        ("2026-01-15", "2027-01-15", GONE),
        ("2026-01-15", "2027-01-16", GONE),
        ("2028-02-29", "2029-02-27", SHELL),
        ("2028-02-29", "2029-02-28", GONE),
        # The clock changes between: the term is counted in Dutch days.
        ("2026-02-27", "2026-03-28", WHOLE),
        ("2026-02-27", "2026-03-29", SHELL),
        ("2026-09-25", "2026-10-24", WHOLE),
        ("2026-09-25", "2026-10-25", SHELL),
    ],
)
def test_terms_end_on_the_day_itself(bram, anna, scaled_down, day, stays):
    with at(scaled_down):
        in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    with at(day):
        retention.run()

    assert left() == stays


@pytest.mark.eis("S-3")
@pytest.mark.safety("P3")
@pytest.mark.parametrize(
    ("day", "phase"),
    [("2026-02-27", Phase.AFSCHALING), ("2026-02-28", Phase.CLOSED)],
)
def test_half_a_year_after_31_august_the_case_is_closed(bram, anna, day, phase):
    with at("2025-08-31"):
        in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    with at(day):
        retention.run()

    with backstage():
        assert Case.objects.get().phase == phase


@pytest.mark.eis("S-9")
@pytest.mark.parametrize(
    ("day", "stays"), [("2026-03-30", WHOLE), ("2026-03-31", GONE)]
)
def test_draft_goes_thirty_days_after_its_last_change(bram, day, stays):
    with at("2026-02-27"):
        case = drafted(bram)
    with at("2026-03-01"), acting_as(bram):
        actions.touch_draft(case, by=bram)

    with at(day):
        retention.run()

    assert left() == stays


@pytest.mark.eis("S-4", "W-4")
@pytest.mark.safety("P4")
def test_refused_registration_goes_at_once_and_its_facts_stay(bram, anna):
    in_phase(Phase.ADVISED, partner=bram, anna=anna)
    with backstage():
        facts = list(Fact.objects.values_list("kind", "dimensions", "days"))

    retention.run()

    assert left() == {"case": 1, "person": 0, "registration": 0}
    with backstage():
        assert list(Fact.objects.values_list("kind", "dimensions", "days")) == facts


def test_running_case_stays(bram, anna):
    with at("2026-01-15"):
        in_phase(Phase.MONITORING, partner=bram, anna=anna)

    with at("2030-12-31"):
        retention.run()

    assert left() == WHOLE


@pytest.mark.eis("S-3")
@pytest.mark.parametrize(
    ("day", "stays"), [("2031-01-14", WHOLE), ("2031-01-15", GONE)]
)
def test_pieces_of_a_running_case_go_after_five_years(bram, anna, day, stays):
    with at("2026-01-15"):
        in_phase(Phase.MONITORING, partner=bram, anna=anna)

    with at(day):
        retention.run()

    assert left() == {**stays, "case": 1}


@pytest.mark.eis("S-6")
@pytest.mark.safety("P6")
def test_a_hold_stops_removal(bram, anna):
    with at("2026-01-15"):
        case = in_phase(Phase.AFSCHALING, partner=bram, anna=anna)
    with backstage():
        Case.objects.filter(pk=case.pk).update(held_until="2027-06-01")

    with at("2027-06-01"):
        retention.run()
    assert left() == WHOLE

    with at("2027-06-02"):
        retention.run()
    assert left() == GONE


@pytest.mark.eis("S-5", "S-6")
@pytest.mark.safety("P5")
def test_preview_says_what_the_run_removes(bram, anna):
    with at("2026-01-15"):
        in_phase(Phase.AFSCHALING, partner=bram, anna=anna)
        drafted(anna if anna.is_ketenpartner else bram)

    with at("2026-02-14"):
        shown = retention.preview()
        removed = list(retention.removals())

    assert shown
    assert [(due.case_key, due.rule) for due in shown] == [
        (due.case_key, due.rule) for due in removed
    ]
    classes = [due.counts for due in shown if due.rule != Removal.Rule.CASE]
    assert classes == [d.counts for d in removed if d.rule != Removal.Rule.CASE]


@pytest.mark.eis("S-5")
def test_proof_of_removal_holds_no_personal_data(bram, anna):
    with at("2026-01-15"):
        case = in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    with at("2026-02-14"):
        retention.run()

    with backstage():
        proof = Removal.objects.get()
    assert proof.case_key == case.pk
    assert proof.rule == Removal.Rule.WORK
    assert proof.items == sum(proof.counts.values())
    assert proof.counts["cases.Registration"] == 1


@pytest.mark.eis("S-6")
@pytest.mark.safety("J1", "J4")
def test_second_run_finds_nothing(bram, anna):
    with at("2026-01-15"):
        in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    with at("2026-02-17"):  # three days late
        first, second = retention.run(), retention.run()

    assert first > 0
    assert second == 0


@pytest.mark.safety("P5")
def test_dry_run_removes_nothing(bram, anna, capsys):
    with at("2026-01-15"):
        in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    with at("2026-02-14"):
        call_command("retention", dry_run=True)

    assert left() == WHOLE
    assert "te verwijderen" in capsys.readouterr().out


def test_another_day_only_shows_outside_the_demo(bram, anna, capsys):
    with at("2026-01-15"):
        in_phase(Phase.AFSCHALING, partner=bram, anna=anna)
        call_command("retention", on=datetime(2027, 1, 15, tzinfo=UTC).date())

    assert left() == WHOLE
    assert "te verwijderen" in capsys.readouterr().out


@pytest.mark.safety("X7")
def test_nobody_removes_without_the_purpose(bram, anna):
    with at("2026-01-15"):
        case = in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    with at("2027-02-01"), acting_as(anna):
        assert DomainProblem.objects.filter(case=case)._raw_delete("default") == 0
        assert Case.objects.filter(pk=case.pk)._raw_delete("default") == 0


def test_purpose_alone_does_not_remove_what_is_not_due(bram, anna):
    from zvh.guard.announce import Purpose, acting_for

    case = sent(bram)

    with acting_for(Purpose.RETENTION):
        assert DomainProblem.objects.filter(case=case)._raw_delete("default") == 0
        assert Case.objects.filter(pk=case.pk)._raw_delete("default") == 0
