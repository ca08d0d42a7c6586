"""The three outcomes, and what each sets in motion."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Outgoing
from cases.lifecycle import Phase
from cases.models import InvolvedParty
from privacy import retention
from tests.backstage import backstage
from tests.cast import play
from tests.triage.conftest import at, decide, fresh, item_of
from triage import actions, agenda, outcomes, rules
from triage.actions import IcoTask
from triage.models import (
    Advice,
    AgendaItem,
    PurposeDecision,
    SupportNote,
    TriageDecision,
)
from zvh.guard.announce import acting_as
from zvh.guard.models import Fact


def letters(kind):
    with backstage():
        return Outgoing.objects.filter(kind=kind).count()


def weighed():
    with backstage():
        facts = Fact.objects.filter(kind="weighed").order_by("count")
        return [(f.dimensions["outcome"], f.days, f.count) for f in facts]


@pytest.mark.eis("W-3")
def test_an_ico_has_a_goal_themes_a_kind_and_partijen(weighing, anna, gemeente):
    item = weighing()
    ico = IcoTask(
        "Rust in huis", ("oggz", "jeugd"), "pga_oggz_1", {gemeente: "besluitvorming"}
    )

    decide(item, anna, "ico", ico=ico)

    assert fresh(item.case).phase == Phase.ICO
    with acting_as(anna):
        decision = TriageDecision.objects.get()
        assert (decision.goal, decision.kind) == ("Rust in huis", "pga_oggz_1")
        assert decision.themes == ["oggz", "jeugd"]
        assert decision.relevant_parties.get().party == gemeente
        assert InvolvedParty.objects.get().party == gemeente
    assert letters("outcome_known") == 1
    assert weighed() == [("ico", 1, 1)]


@pytest.mark.eis("W-3", "O-1")
@pytest.mark.use("U23")
def test_the_first_table_starts_from_what_the_weging_set(
    weighing, anna, gemeente, agent, sign_in
):
    item = weighing()
    parties = {agent.party: "oordeelsvorming"}
    ico = IcoTask("Rust in huis", ("oggz", "jeugd"), "regular", parties)
    decide(item, anna, "ico", ico=ico)
    browser = sign_in(anna)

    form = browser.get(reverse("ico:plan_meeting", args=[item.case_id])).context["form"]
    told = {name: form[name].value() for name in ("goal", "themes")}
    more = {"place": "Hier", "chair": anna.pk, "writer": anna.pk, "minutes": 90}
    page = browser.post(
        reverse("ico:plan_meeting", args=[item.case_id]),
        {**told, **more, "decisions": ["align"]},
        follow=True,
    )

    assert told == {"goal": "Rust in huis", "themes": ["oggz", "jeugd"]}
    (row,) = [it for it in page.context["form"].rows if it.party == agent.party]
    assert row.ground.value() == "oordeelsvorming"


@pytest.mark.eis("W-3")
def test_support_has_a_log_and_ends_in_afschaling(weighing, anna):
    item = weighing()
    decide(item, anna, "support")
    assert fresh(item.case).phase == Phase.SUPPORT

    with acting_as(anna):
        outcomes.note_support(
            fresh(item.case), by=anna, text="Gebeld met de wijkagent."
        )
        outcomes.end_support(fresh(item.case), by=anna)

    assert fresh(item.case).phase == Phase.AFSCHALING


@pytest.mark.eis("W-3", "S-4")
def test_when_support_ends_only_its_log_stays(weighing, anna):
    item = weighing()
    decide(item, anna, "support")
    with acting_as(anna):
        outcomes.note_support(fresh(item.case), by=anna, text="Gebeld.")
        outcomes.end_support(fresh(item.case), by=anna)

    retention.run()

    with backstage():
        assert SupportNote.objects.count() == TriageDecision.objects.count() == 1
        assert not AgendaItem.objects.exists()
        assert not PurposeDecision.objects.exists()
        assert not item.case.registrations.exists()


@pytest.mark.eis("W-4", "S-4")
def test_sending_the_advice_removes_all_else(weighing, anna, bram):
    item = weighing()
    decide(item, anna, "advice")
    with acting_as(anna):
        advice = Advice.objects.get()
        outcomes.write_advice(advice, by=anna, text="Bel het wijkteam.")
        outcomes.send_advice(advice, by=anna)

    retention.run()

    assert fresh(item.case).phase == Phase.ADVISED
    with backstage():
        assert not item.case.persons.exists()
        assert not item.case.registrations.exists()
        assert not TriageDecision.objects.exists()
    with acting_as(bram):
        assert Advice.objects.visible_to(bram).get().text == "Bel het wijkteam."
    assert letters("advice_ready") == 1


@pytest.mark.eis("W-4")
@pytest.mark.parametrize(("day", "left"), [("2026-11-30", 1), ("2026-12-01", 0)])
def test_the_advice_stays_fourteen_days(clock, weighing, anna, day, left):
    item = weighing()
    decide(item, anna, "advice")
    with acting_as(anna):
        outcomes.send_advice(Advice.objects.get(), by=anna)

    clock.move_to(at(day))
    retention.run()

    with backstage():
        assert Advice.objects.count() == left
        assert type(item.case).objects.count() == left


@pytest.mark.eis("W-4")
def test_a_downloaded_advice_is_gone_the_next_day(clock, weighing, anna, bram):
    item = weighing()
    decide(item, anna, "advice")
    with acting_as(anna):
        outcomes.send_advice(Advice.objects.get(), by=anna)
    with acting_as(bram):
        outcomes.take_advice(Advice.objects.get(), by=bram)
    retention.run()
    assert fresh(item.case).advice_until == date(2026, 11, 18)

    clock.move_to(at("2026-11-18"))
    retention.run()

    with backstage():
        assert not Advice.objects.exists()


@pytest.mark.eis("W-4")
def test_an_unsent_advice_is_the_bureaus_alone(weighing, anna, bram, agent):
    item = weighing()
    decide(item, anna, "advice")

    for user in (bram, agent):
        with acting_as(user):
            assert not Advice.objects.exists()


def test_an_advice_not_sent_yet_can_be_decided_again(weighing, anna):
    item = weighing()
    decision = decide(item, anna, "advice")
    with acting_as(anna):
        actions.revise(decision, by=anna)

    decide(item_of(item.case), anna, "ico")

    assert fresh(item.case).phase == Phase.ICO
    assert weighed() == [("advice", 1, -1), ("advice", 1, 1), ("ico", 1, 1)]
    with backstage():
        assert not Advice.objects.exists()


def test_what_was_carried_out_is_not_decided_again(weighing, anna):
    decision = decide(weighing(), anna, "ico")

    with acting_as(anna), pytest.raises(PermissionDenied, match="uitgevoerd"):
        actions.revise(decision, by=anna)


def test_nothing_is_decided_before_the_agenda_is_sent(clock, put_forward, anna):
    item = item_of(put_forward())

    with pytest.raises(PermissionDenied, match="nog niet verstuurd"):
        decide(item, anna, "ico")


def test_nothing_is_decided_after_the_closing(weighing, anna):
    item = weighing()
    with acting_as(anna):
        agenda.close(item.meeting, by=anna)

    with backstage():
        item = AgendaItem.objects.get(case=item.case, deferred_from=item.meeting)
    with pytest.raises(PermissionDenied, match="nog niet verstuurd"):
        decide(item, anna, "ico")


def test_twice_is_once(weighing, anna):
    item = weighing()
    decide(item, anna, "ico")

    with pytest.raises(PermissionDenied, match="al besloten"):
        decide(item, anna, "ico")


@pytest.mark.eis("W-5")
def test_deferring_tells_the_sender(weighing, anna):
    item = weighing()
    with acting_as(anna):
        actions.defer(item, by=anna, still_needed="De school")

    assert fresh(item.case).phase == Phase.TRIAGE
    assert letters("weighing_deferred") == 1


def test_a_participant_decides_nothing(weighing, agent):
    item = weighing()

    with pytest.raises(PermissionDenied):
        decide(item, agent, "ico")


@pytest.mark.parametrize("phase", [p for p in Phase if p != Phase.TRIAGE])
@pytest.mark.parametrize("role", ["procescoordinator", "manager", "ketenpartner"])
def test_outside_the_weging_nobody_decides(weighing, role, phase):
    """Person × phase: another phase refuses everybody, with the phase's own reason."""
    item = weighing()
    item.case.phase = phase
    someone = play("iemand", "Iemand", role)

    with acting_as(someone), pytest.raises(PermissionDenied, match="niet in de fase"):
        rules.decide(someone, item)


@pytest.mark.parametrize("role", ["manager", "procesondersteuner", "ketenpartner"])
def test_in_the_weging_only_a_procescoordinator_decides(weighing, role):
    item, someone = weighing(), play("iemand", "Iemand", role)

    with acting_as(someone), pytest.raises(PermissionDenied, match=r"medewerk|proces"):
        rules.decide(someone, item)


def test_support_of_another_phase_has_no_log(weighing, anna):
    item = weighing()

    with acting_as(anna), pytest.raises(PermissionDenied, match="ondersteuning"):
        outcomes.note_support(fresh(item.case), by=anna, text="x")


@pytest.mark.eis("W-4")
def test_advice_is_not_read_after_its_term_though_nothing_removed_it(
    clock, weighing, anna, bram
):
    decide(weighing(), anna, "advice")
    with acting_as(anna):
        outcomes.send_advice(Advice.objects.get(), by=anna)
    with acting_as(bram):
        assert Advice.objects.count() == 1

    clock.shift(timedelta(days=14))

    with acting_as(bram):
        assert Advice.objects.count() == 0
