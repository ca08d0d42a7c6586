"""The plan: made from the meeting, established once, and then as it is."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Outgoing
from cases import grants
from cases.grants import Access
from cases.lifecycle import Phase
from cases.models import Case, Contribution
from ico import actions, convening, documents
from ico.models import Action, Attendance, Invitation, Meeting, Plan, PlanLine
from tests.backstage import backstage
from tests.ico.conftest import plan_of
from tests.ico.test_deliberating import bring_in
from zvh.guard.announce import acting_as, acting_for
from zvh.guard.models import Fact

INSERT = """
    INSERT INTO ico_planline (id, version, case_id, first_processed_at, plan_id,
                              section, domain, text, conditions, position)
    SELECT gen_random_uuid(), 1, case_id, first_processed_at, id,
           'picture', '', 'x', '', 9 FROM ico_plan
"""
INVITED = {"ground": "beeldvorming", "reason": "Kent het gezin.", "asked": "Vertel."}


def lines(plan, section):
    return list(plan.lines.of(section))


@pytest.mark.eis("F-1")
def test_the_plan_says_what_was_released_with_owner_and_source(
    held, anna, noor, meeting
):
    piece = bring_in(noor, conditions="alleen voor hulpverleners")
    with acting_as(noor):
        actions.release_own(piece, by=noor, meeting=meeting, uses=["ico", "plan"])

    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(), by=anna)
        told, of_table = lines(plan, "picture")

        assert (told.text, told.owner, told.source) == (piece.text, noor.party, piece)
        assert told.conditions == "alleen voor hulpverleners"
        assert (of_table.owner, of_table.source) == (None, None)


@pytest.mark.eis("F-1")
def test_the_plan_says_what_the_table_wrote_and_decided(table, held, plan, anna, noor):
    with acting_as(anna):
        assert plan.goal == "Het gezin woont rustig."
        assert plan.judgement == (
            "Over judgement.\n\nOver possible.\n\nOver wished.\n\nOver not_possible."
        )
        assert plan.information == "Over information."
        assert (plan.casusregisseur, plan.follow_up_on) == (noor, held.follow_up_on)
        assert lines(plan, "criterion")[0].text == "Drie maanden geen melding."
        assert {line.owner.name for line in lines(plan, "table")} == {
            user.party.name for user in table
        }
        assert plan.actions.get().owner == noor.party


def test_what_was_not_released_for_the_plan_stays_out(table, held, anna, noor, meeting):
    piece = bring_in(noor)
    with acting_as(noor):
        actions.release_own(piece, by=noor, meeting=meeting, uses=["ico"])

    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(), by=anna)

        assert piece.text not in {line.text for line in lines(plan, "picture")}


def test_a_meeting_that_goes_on_makes_no_plan(meeting, anna):
    with acting_as(anna), pytest.raises(PermissionDenied, match="Sluit eerst"):
        actions.build_plan(meeting, by=anna)


def test_establishing_moves_the_case_and_ends_the_tables_access(
    plan, anna, politie, noor, case
):
    with acting_as(anna):
        actions.establish_plan(plan, by=anna)

    with acting_as(politie):
        assert not Meeting.objects.exists()
        assert not Invitation.objects.exists()
        assert not Attendance.objects.exists()
        assert not Contribution.objects.exists()
        assert not Plan.objects.exists()
    with backstage():
        assert Case.objects.get(pk=case.pk).phase == Phase.MONITORING
        assert not grants.holds(politie, Access.ATTEND, case.pk)


def test_a_plan_is_established_once(established, anna):
    with acting_as(anna), pytest.raises(PermissionDenied, match="al vastgesteld"):
        actions.establish_plan(established, by=anna)

    with backstage():
        assert Fact.objects.filter(kind="plan_established").count() == 1


def test_only_a_procescoordinator_establishes(plan, bas):
    with acting_as(bas), pytest.raises(PermissionDenied, match="kan dit besluiten"):
        actions.establish_plan(plan, by=bas)


def test_a_plan_without_casusregisseur_is_not_established(meeting, anna):
    with acting_as(anna):
        held = actions.close_meeting(meeting, by=anna)
        plan = actions.build_plan(held, by=anna)
        with pytest.raises(PermissionDenied, match="casusregisseur"):
            actions.establish_plan(plan, by=anna)


@pytest.mark.eis("F-1")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ico_plan SET goal = 'anders'",
        "UPDATE ico_plan SET state = 'draft'",
        "UPDATE ico_planline SET text = 'anders'",
        "UPDATE ico_planline SET owner_id = NULL, source_id = NULL",
        INSERT,
    ],
)
def test_an_established_plan_does_not_change_even_by_hand(established, anna, statement):
    with (
        acting_as(anna),
        connection.cursor() as cursor,
        pytest.raises((IntegrityError, InternalError), match="does not change"),
        transaction.atomic(),
    ):
        cursor.execute(statement)


@pytest.mark.eis("F-1")
def test_nothing_in_the_code_edits_an_established_plan(established, anna):
    with acting_as(anna):
        plan = Plan.objects.get()
        line = plan.lines.first()
        for act in (
            lambda: actions.edit_line(line, by=anna, text="anders"),
            lambda: actions.drop_line(line, by=anna),
            lambda: actions.add_line(plan, by=anna, section="picture", text="x"),
        ):
            with pytest.raises(PermissionDenied, match="verandert niet"):
                act()


@pytest.mark.eis("F-1")
def test_a_new_version_leaves_the_old_one_as_it_was(established, anna):
    with acting_as(anna):
        renewed = actions.renew_plan(established, by=anna)
        actions.edit_plan(
            *(renewed,),
            by=anna,
            goal=renewed.goal,
            judgement="Een ander oordeel.",
            information="",
            follow_up_on=None,
        )
        first, second = Plan.objects.order_by("number")

        assert first.judgement != second.judgement == "Een ander oordeel."
        assert second.is_draft
        assert [it.text for it in lines(first, "criterion")] == [
            it.text for it in lines(second, "criterion")
        ]


@pytest.mark.eis("O-10")
def test_a_goal_that_was_agreed_is_not_changed_in_the_plan(plan, anna, sign_in):
    url = reverse("ico:edit_plan", args=[plan.pk])
    told = {"goal": "Een ander doel.", "judgement": "Goed.", "version": plan.version}

    page = sign_in(anna).get(url).text
    sign_in(anna).post(url, told)
    with acting_as(anna):
        now = Plan.objects.get(pk=plan.pk)
        with pytest.raises(PermissionDenied, match="aan tafel afgesproken"):
            actions.edit_plan(
                now,
                by=anna,
                goal="Een ander doel.",
                judgement="",
                information="",
                follow_up_on=None,
            )

    assert "Over dit doel is aan tafel afgesproken" in page
    assert (now.goal, now.judgement) == ("Het gezin woont rustig.", "Goed.")


@pytest.mark.eis("O-10")
def test_another_goal_at_the_table_is_the_drafts_too(plan, anna):
    with acting_as(anna):
        meeting = Meeting.objects.get(pk=plan.meeting_id)
        actions.change_goal(meeting, by=anna, goal="Een ander doel.")

        assert Plan.objects.get(pk=plan.pk).goal == "Een ander doel."


def told(plan):
    context = documents.plan_context(plan, by=plan.made_by)
    return [action.what for action in context["actions"]]


def agree_later(case, anna, noor, what="Belt de verhuurder."):
    return actions.agree(
        case,
        by=anna,
        what=what,
        owner=noor.party,
        responsible_user=noor,
        due_on=timezone.localdate() + timedelta(days=9),
    )


@pytest.mark.eis("F-1")
def test_what_is_agreed_later_comes_in_the_next_version(established, anna, noor, case):
    with acting_as(anna):
        agree_later(case, anna, noor)
        assert told(established) == ["Vraagt schuldhulp aan."]

        renewed = actions.renew_plan(established, by=anna)
        agree_later(case, anna, noor, "Regelt een bewindvoerder.")

        assert told(established) == ["Vraagt schuldhulp aan."]
        assert sorted(told(renewed)) == [
            "Belt de verhuurder.",
            "Regelt een bewindvoerder.",
            "Vraagt schuldhulp aan.",
        ]


@pytest.mark.eis("F-1")
def test_dropping_an_afspraak_takes_nothing_from_the_version_that_says_it(
    established, anna
):
    with acting_as(anna):
        actions.drop_action(Action.objects.get(), by=anna)
        assert told(established) == ["Vraagt schuldhulp aan."]

        renewed = actions.renew_plan(established, by=anna)
        assert told(renewed) == []
        renewed = actions.establish_plan(renewed, by=anna)
        assert told(renewed) == []
        assert told(established) == ["Vraagt schuldhulp aan."]


def test_only_who_sits_acts_or_leads_hears_of_the_plan(
    established, anna, noor, politie, invite, starts_at, case
):
    with acting_as(anna):
        again = actions.plan_meeting(case, by=anna, **plan_of(anna, starts_at))
        actions.invite(again, by=anna, guest=noor, **INVITED)
        actions.send_invitations(again, by=anna)
        held = actions.close_meeting(again, by=anna)
        plan = actions.build_plan(held, by=anna)
        assert convening.at_the_table(case) == [noor]
        actions.establish_plan(plan, by=anna)

    with backstage():
        heard = Outgoing.objects.filter(kind="plan_established", object_id=plan.pk)
        assert [mail.recipient for mail in heard] == [noor]
        first = Outgoing.objects.filter(object_id=established.pk)
        assert politie in {mail.recipient for mail in first}


@pytest.mark.eis("P-13")
def test_a_plan_is_not_established_for_a_casusregisseur_who_left(plan, anna, noor):
    with backstage():
        noor.is_active = False
        noor.save()

    with acting_as(anna), pytest.raises(PermissionDenied, match="gebonden"):
        actions.establish_plan(Plan.objects.get(), by=anna)


def test_there_is_one_draft_at_a_time(established, anna):
    with acting_as(anna):
        actions.renew_plan(established, by=anna)

        with pytest.raises(PermissionDenied, match="al een concept"):
            actions.renew_plan(Plan.objects.get(number=1), by=anna)


@pytest.mark.eis("F-1")
def test_a_line_outlives_its_source(table, held, anna, noor, meeting):
    piece = bring_in(noor)
    with acting_as(noor):
        actions.release_own(piece, by=noor, meeting=meeting, uses=["plan"])
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(), by=anna)
        actions.establish_plan(plan, by=anna)

    with backstage():
        Contribution.objects.all().delete()
        Meeting.objects.all().delete()

        line = PlanLine.objects.get(
            text__isnull=False, owner=noor.party, section="picture"
        )
        assert (line.text, line.source) == (piece.text, None)
        assert Plan.objects.get().meeting is None
        assert Action.objects.get().meeting is None


@pytest.mark.eis("P-3b")
def test_the_casusregisseur_reads_the_plan_and_all_actions(
    established, noor, politie, anna, case
):
    with acting_as(anna):
        case = Case.objects.get(pk=case.pk)
        actions.name_casusregisseur(case, by=anna, user=politie)

    with acting_as(politie):
        assert Plan.objects.visible_to(politie).get() == established
        assert Action.objects.visible_to(politie).get().owner == noor.party
        assert not Meeting.objects.exists()


@pytest.mark.eis("P-3b")
def test_the_casusregisseur_reads_only_what_was_released_to_the_own_party(
    table, held, anna, noor, politie, cato, meeting, case
):
    piece = bring_in(politie)
    with acting_as(politie):
        actions.release_own(piece, by=politie, meeting=meeting, uses=["plan"])
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(), by=anna)
        actions.establish_plan(plan, by=anna)
    with acting_as(noor):
        assert piece.text in {line.text for line in PlanLine.objects.all()}

    with acting_as(anna):
        case = Case.objects.get(pk=case.pk)
        actions.name_casusregisseur(case, by=anna, user=cato)
    with acting_as(cato):
        assert piece.text not in {line.text for line in PlanLine.objects.all()}
        assert PlanLine.objects.filter(section="criterion").exists()
    with acting_as(noor):
        assert not PlanLine.objects.exists()


def test_a_draft_is_the_bureaus(plan, noor):
    with acting_as(noor):
        assert not Plan.objects.exists()
        assert not PlanLine.objects.exists()


def test_retention_alone_sees_nothing_of_a_running_plan(established):
    with acting_for("retention"):
        assert not Plan.objects.exists()


@pytest.mark.eis("F-1")
def test_a_meeting_yields_one_plan_and_offers_no_second(established, sign_in, anna):
    bureau, held = sign_in(anna), established.meeting_id
    build = reverse("ico:build_plan", args=[held])

    table = bureau.get(reverse("ico:decision", args=[held]))

    assert build not in table.text
    assert bureau.post(build).status_code == 403
    with backstage():
        assert Plan.objects.count() == 1
