"""Complete or back to the sender, and only what fits the purpose goes on."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases import actions as cases
from cases.lifecycle import Phase
from tests.backstage import backstage
from tests.triage.conftest import at, fresh, judge
from triage import actions, agenda
from triage.models import Advice, PurposeDecision, TriageDecision
from zvh.guard.announce import acting_as
from zvh.guard.models import Fact


@pytest.mark.eis("A-6", "A-9")
def test_complete_and_fitting_goes_to_the_weging(clock, send, anna, gemeente):
    case = send()

    with acting_as(anna):
        judge(case, anna, gemeente)

    assert fresh(case).phase == Phase.TRIAGE
    assert fresh(case).coordinator == anna


@pytest.mark.use("U22", "U32")
def test_the_case_names_the_weging_that_it_comes_to(
    clock, send, put_forward, anna, sign_in
):
    """Sent after the closing time it is in time for the week after, and not before."""
    clock.move_to(at("2026-11-16", "12:30:00"))
    agenda.prepare()
    in_intake, on_agenda = send(), put_forward(surname="Ander")
    browser = sign_in(anna)

    pages = [
        browser.get(reverse("cases:detail", args=[case.pk])).text
        for case in (in_intake, on_agenda)
    ]

    assert "waarvoor dit op tijd is: di 24 november 2026" in pages[0]
    assert "De triage is op di 24 november 2026." in pages[1]
    assert all("di 17 november 2026" not in page for page in pages)
    # Whoever waits longer hears of no day that is over.
    clock.move_to(at("2026-11-25", "09:00:00"))
    late = sign_in(anna).get(reverse("cases:detail", args=[in_intake.pk])).text
    assert "waarvoor dit op tijd is: di 1 december 2026" in late


@pytest.mark.eis("A-6")
def test_fitting_but_not_complete_stays(clock, send, anna, gemeente):
    case = send()

    with acting_as(anna):
        actions.decide_purpose(
            case, by=anna, grounds=["crime"], motivation="x", on_behalf_of=gemeente
        )

    assert fresh(case).phase == Phase.INTAKE


@pytest.mark.eis("A-9")
def test_complete_without_purpose_stays(clock, send, anna):
    case = send()

    with acting_as(anna):
        actions.judge_complete(case, by=anna)

    assert fresh(case).phase == Phase.INTAKE


@pytest.mark.eis("A-9")
def test_what_does_not_fit_ends_in_an_advice(clock, send, anna, gemeente):
    case = send()

    with acting_as(anna):
        actions.decide_purpose(
            case, by=anna, grounds=[], motivation="Hoort elders.", on_behalf_of=gemeente
        )

        assert Advice.objects.get().text == "Hoort elders."
        assert TriageDecision.objects.get().on_behalf_of == gemeente
    assert fresh(case).phase == Phase.INTAKE


@pytest.mark.eis("A-9")
def test_only_a_bound_partij_of_lid_1_decides_on_the_purpose(clock, send, anna, bram):
    case = send()

    with acting_as(anna), pytest.raises(PermissionDenied, match="lid 1"):
        actions.decide_purpose(
            case, by=anna, grounds=["crime"], motivation="x", on_behalf_of=bram.party
        )

    with backstage():
        assert not PurposeDecision.objects.exists()


@pytest.mark.eis("A-6")
def test_incomplete_goes_back_and_is_judged_anew(clock, send, bram, anna, gemeente):
    case = send()
    with acting_as(anna):
        actions.judge_complete(case, by=anna)
        actions.ask_completion(
            case, by=anna, missing="De leefgebieden", answer_before=date(2026, 11, 23)
        )
    assert fresh(case).phase == Phase.REGISTRATION

    clock.shift(3600)
    _send_again(case, bram)
    with acting_as(anna):
        actions.decide_purpose(
            case, by=anna, grounds=["crime"], motivation="x", on_behalf_of=gemeente
        )

    assert fresh(case).phase == Phase.INTAKE


def test_after_a_no_nothing_can_be_judged_any_more(clock, send, anna, gemeente):
    case = send()

    with acting_as(anna):
        actions.decide_purpose(
            case, by=anna, grounds=[], motivation="x", on_behalf_of=gemeente
        )
        with pytest.raises(PermissionDenied, match="al besloten"):
            actions.judge_complete(case, by=anna)


def test_a_no_is_counted_and_its_revision_taken_back(clock, send, anna, gemeente):
    case = send()

    with acting_as(anna):
        actions.decide_purpose(
            case, by=anna, grounds=[], motivation="x", on_behalf_of=gemeente
        )
        actions.revise(TriageDecision.objects.get(), by=anna)

    with backstage():
        counts = Fact.objects.filter(kind="weighed").values_list("count", flat=True)
        assert sum(counts) == 0
        assert not Advice.objects.exists()


def _send_again(case, bram):
    with acting_as(bram):
        cases.send_registration(case, by=bram)
