"""The afschaling: by the criteria, for a Partij of lid 1, and not beyond return."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts import mails
from accounts.models import Outgoing
from cases import grants
from cases.grants import Access
from cases.lifecycle import Phase
from cases.models import Case
from ico import actions, ending
from ico.models import (
    Action,
    Afschaling,
    CriterionTest,
    Evaluation,
    Meeting,
    Plan,
)
from privacy import retention
from privacy.models import Removal
from tests.backstage import backstage
from tests.ico.conftest import plan_of
from zvh.guard.announce import acting_as
from zvh.guard.models import Fact


def scale_down(case, anna, party, **more):
    with acting_as(anna):
        tests = [ending.Tested(it, True, "Klopt.") for it in ending.criteria_of(case)]
        return actions.scale_down(
            Case.objects.get(pk=case.pk),
            by=anna,
            closing_party=party,
            reason="beheersbaar",
            goal_reached="yes",
            cooperation="partly",
            tests=tests,
            worked="Korte lijnen.",
            **{"way": "ico", **more},
        )


def reopen(case, anna):
    with acting_as(anna):
        return actions.reopen(
            Case.objects.get(pk=case.pk), by=anna, because="Weer overlast."
        )


@pytest.mark.eis("S-1")
def test_the_criteria_of_the_plan_are_tested_and_kept(established, anna, noor, case):
    scale_down(case, anna, noor.party)

    with acting_as(anna):
        test = CriterionTest.objects.get()
        assert (test.line.text, test.is_met) == ("Drie maanden geen melding.", True)
        assert test.afschaling.closing_party == noor.party
    with backstage():
        assert Case.objects.get(pk=case.pk).phase == Phase.AFSCHALING


@pytest.mark.eis("S-1", "G-1b")
def test_only_a_party_of_lid_1_closes(established, anna, bram, case):
    with pytest.raises(PermissionDenied, match="lid 1"):
        scale_down(case, anna, bram.party)


def test_only_a_procescoordinator_scales_down(established, bas, noor, case):
    with pytest.raises(PermissionDenied, match="kan dit besluiten"):
        scale_down(case, bas, noor.party)


@pytest.mark.eis("S-2")
def test_coded_answers_survive_as_a_fact_without_the_text(
    established, anna, noor, case
):
    scale_down(case, anna, noor.party)

    with backstage():
        assert Fact.objects.get(kind="evaluated").dimensions == {
            "reason": "beheersbaar",
            "goal": "yes",
            "cooperation": "partly",
        }
        assert Afschaling.Privacy.keep == "plan"


@pytest.mark.eis("S-1")
def test_together_needs_the_word_of_the_casusregisseur(established, anna, noor, case):
    with pytest.raises(PermissionDenied, match="samen met"):
        scale_down(case, anna, noor.party, way="samen")

    scale_down(case, anna, noor.party, way="samen", agreed=True)
    with acting_as(anna):
        assert Afschaling.objects.get().decided_with == noor


@pytest.mark.eis("S-1")
def test_no_table_decides_before_it_met(case, anna, noor):
    with pytest.raises(PermissionDenied, match="gehouden"):
        scale_down(case, anna, noor.party)


@pytest.mark.eis("S-1")
def test_where_only_the_table_decides_nothing_else_can_be_chosen(
    settings, established, anna, noor, case
):
    settings.PROFILE = "kennemerland"

    with pytest.raises(PermissionDenied, match="Kies hoe"):
        scale_down(case, anna, noor.party, way="samen", agreed=True)


@pytest.mark.eis("S-1", "X-3")
def test_who_took_part_hears_what_to_delete_and_nothing_more(
    established, anna, noor, case
):
    scale_down(case, anna, noor.party)

    with backstage():
        letters = list(Outgoing.objects.filter(kind="case_closed"))
        told = mails.rendered(next(it for it in letters if it.recipient == noor))
    assert "Verwijder wat u van andere" in told.body
    assert "schuldhulp" not in told.body
    assert anna not in {it.recipient for it in letters}


@pytest.mark.eis("S-2")
def test_a_calamity_is_evaluated_while_the_case_goes_on(
    sign_in, established, anna, bas, noor, case
):
    url = reverse("ico:evaluate", args=[case.pk])
    given = {
        "happened": "Er was brand.",
        "foreseen": "partly",
        "cooperation": "yes",
        "factors": "Korte lijnen.",
        "blockades": ["wachtlijst", "geld"],
    }
    assert sign_in(noor).get(url).status_code == 403
    assert sign_in(bas).post(url, given).status_code == 302

    with acting_as(anna):
        assert Evaluation.objects.get().happened == "Er was brand."
    with acting_as(noor):
        assert not Evaluation.objects.exists()
    with backstage():
        told = Fact.objects.get(kind="evaluated_calamity").dimensions
        assert told == {"foreseen": "partly", "cooperation": "yes"}
        blocked = Fact.objects.filter(kind="calamity_blockade")
        assert {it.dimensions["blockade"] for it in blocked} == {"wachtlijst", "geld"}
        assert Evaluation.Privacy.keep == "plan"


def test_everybody_outside_is_let_out(established, anna, noor, case, starts_at):
    with acting_as(anna):
        plan = plan_of(anna, starts_at)
        actions.plan_meeting(Case.objects.get(pk=case.pk), by=anna, **plan)
    scale_down(case, anna, noor.party)

    with acting_as(noor):
        assert not Action.objects.exists()
        assert not Plan.objects.exists()
        assert not Case.objects.exists()
    with backstage():
        assert not grants.holds(noor, Access.COORDINATE, case.pk)
        assert not Meeting.objects.filter(state="planned").exists()


@pytest.mark.eis("S-1")
def test_reopening_takes_up_what_was_there(established, anna, noor, case):
    scale_down(case, anna, noor.party)

    reopened = reopen(case, anna)

    assert reopened.phase == Phase.MONITORING
    assert reopened.plan_until is None
    with acting_as(noor):
        assert Action.objects.visible_to(noor).get().is_open
        assert Plan.objects.exists()
    with acting_as(anna):
        assert Afschaling.objects.get().reopened_because == "Weer overlast."


def test_who_left_meanwhile_does_not_come_back_with_the_case(
    established, anna, noor, case
):
    scale_down(case, anna, noor.party)
    with backstage():
        noor.is_active = False
        noor.save()

    reopen(case, anna)

    with acting_as(anna):
        action = Action.objects.get()
        assert (action.responsible_user, action.owner) == (None, noor.party)
        actions.report_on(action, by=anna, state="done", report="Is gebeld.")
    with backstage():
        noor.is_active = True
        noor.save()
    with acting_as(noor):
        assert not Action.objects.exists()


@pytest.mark.eis("S-1")
@pytest.mark.parametrize(("days", "opens"), [(29, True), (30, False)])
def test_reopening_ends_when_the_work_data_go(
    established, anna, noor, case, days, opens
):
    scale_down(case, anna, noor.party)

    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        if opens:
            assert reopen(case, anna).phase == Phase.MONITORING
            return
        with pytest.raises(PermissionDenied, match="al verwijderd"):
            reopen(case, anna)


def test_the_page_knows_what_goes_when(established, anna, case):
    with acting_as(anna):
        work, plan, shell = ending.consequences(Case.objects.get(pk=case.pk))

    today = timezone.localdate()
    assert (work.on, work.keep) == (today + timedelta(days=30), "work")
    assert work.rows > plan.rows > 0
    assert shell.on > plan.on > work.on
    assert shell.rows > 0


@pytest.mark.eis("S-5")
def test_the_proof_of_removal_counts_what_hangs_on_a_row(established, anna, noor, case):
    scale_down(case, anna, noor.party)

    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        announced = {due.rule: due.counts for due in retention.preview()}
        retention.run()

    with backstage():
        proof = Removal.objects.get()
    assert proof.counts == announced[Removal.Rule.WORK]
    assert proof.counts["ico.Attendance"] == 3
