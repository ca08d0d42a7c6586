"""What a giver took back, or who asked not to be named, is not in a plan."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases import actions as case_actions
from cases.models import Case, Contribution
from ico import actions
from ico.models import Action, Meeting, Plan, PlanLine
from tests.backstage import backstage
from tests.ico.conftest import plan_of
from tests.ico.test_planning import INVITED
from zvh.guard.announce import acting_as

DEBT = "De huurschuld is vier maanden."


@pytest.fixture
def told(held, politie, anna):
    """A piece of the police that the plan may say."""
    with acting_as(politie):
        piece = Contribution.objects.create(
            case_id=held.case_id,
            given_by=politie.party,
            typed_by=politie,
            category="police",
            text=DEBT,
        )
        actions.release_own(piece, by=politie, meeting=held, uses=["ico", "plan"])
    return piece


def texts():
    with backstage():
        return [line.text for line in PlanLine.objects.filter(section="picture")]


@pytest.mark.eis("I-4")
def test_piece_taken_back_after_the_draft_is_not_established(told, held, politie, anna):
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
    assert DEBT in texts()
    with acting_as(politie):
        actions.take_back(told, by=politie)

    with acting_as(anna):
        actions.establish_plan(plan, by=anna)

    assert DEBT not in texts()


@pytest.mark.eis("I-6", "F-1")
@pytest.mark.safety("X1", "X6")
def test_what_its_giver_contests_stands_in_no_plan_and_is_read_by_nobody_else(
    told, held, politie, noor, anna, sign_in
):
    """Noor leads the work and reads the plan; the police contest what it says."""
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
        actions.establish_plan(plan, by=anna)
    page = reverse("ico:plan", args=[plan.pk])
    assert DEBT in sign_in(noor).get(page).text
    with backstage():
        Contribution.objects.filter(pk=told.pk).update(contested_at=timezone.now())

    assert DEBT not in sign_in(noor).get(page).text
    with acting_as(noor):
        assert not PlanLine.objects.filter(source=told).exists()
    with acting_as(anna):
        again = actions.renew_plan(Plan.objects.get(pk=plan.pk), by=anna)
        assert not again.lines.filter(source=told).exists()


@pytest.mark.eis("O-4")
def test_partij_that_asked_so_is_not_named_in_the_plan(held, politie, anna):
    with acting_as(anna):
        meeting = Meeting.objects.get(pk=held.pk)
        seat = meeting.attendances.get(party=politie.party)
        seat.is_listed = False
        seat.save()
        actions.build_plan(meeting, by=anna)

    with backstage():
        named = PlanLine.objects.filter(section="table").values_list("owner", flat=True)
        assert politie.party_id not in set(named)


@pytest.mark.eis("I-3")
def test_what_was_released_to_a_table_ends_with_its_meeting(told, held, bram, anna):
    def reads():
        with acting_as(bram):
            return Contribution.objects.filter(pk=told.pk).exists()

    assert reads()
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
        actions.establish_plan(plan, by=anna)

    with backstage():
        assert not told.releases.filter(use="ico", until=None).exists()
    assert not reads()


@pytest.mark.eis("F-1")
def test_words_of_an_established_plan_stay(established, anna):
    action = Action.objects.filter(case=established.case_id)
    with acting_as(anna):
        agreed = action.first()
        with pytest.raises(PermissionDenied, match="vastgesteld plan"):
            actions.change_action(
                agreed, by=anna, what="Iets anders.", due_on=agreed.due_on, expected=""
            )

    with backstage():
        assert "Iets anders." not in {row.what for row in action}


@pytest.mark.eis("I-4")
def test_draft_shows_no_piece_that_was_taken_back(told, held, politie, anna, sign_in):
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
    with acting_as(politie):
        actions.take_back(told, by=politie)

    for name in ("plan", "plan_print"):
        page = sign_in(anna).get(reverse(f"ico:{name}", args=[plan.pk]))
        assert DEBT not in page.text


@pytest.mark.eis("O-14")
def test_who_was_not_there_leads_without_the_text_of_the_table(
    established, anna, noor, cato, sign_in
):
    url = reverse("ico:plan", args=[established.pk])
    assert "Over judgement." in sign_in(noor).get(url).text
    with acting_as(anna):
        case = Case.objects.get(pk=established.case_id)
        actions.name_casusregisseur(case, by=anna, user=cato)

    page = sign_in(cato).get(url).text
    for heading in ("patterns", "judgement", "information"):
        assert f"Over {heading}." not in page
    assert "Drie maanden geen melding." in page


@pytest.mark.eis("P-3b", "S-3")
def test_casusregisseur_reads_no_plan_of_a_shielded_case(established, anna, noor):
    with acting_as(anna):  # of the case alone: the grants are left as they are
        case_actions.scale_down(Case.objects.get(pk=established.case_id), by=anna)

    with acting_as(noor):
        assert not Plan.objects.exists()
        assert not PlanLine.objects.exists()


@pytest.mark.eis("O-9")
def test_casusregisseur_of_a_colleague_is_not_overwritten(
    held, anna, bas, politie, bram, sign_in
):
    with backstage():
        version = Case.objects.get(pk=held.case_id).version
    url = reverse("ico:casusregisseur", args=[held.case_id])
    read = {"regie-version": version}

    first = sign_in(anna).post(url, read | {"regie-user": politie.pk})
    second = sign_in(bas).post(url, read | {"regie-user": bram.pk})

    assert (first.status_code, second.status_code) == (302, 409)


@pytest.mark.eis("F-1", "I-4")
def test_what_is_withdrawn_later_is_redacted_in_the_established_plan(
    told, held, politie, noor, anna, invite_again, sign_in
):
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
        actions.establish_plan(plan, by=anna)
    assert DEBT in texts()
    invite_again(politie)
    with acting_as(politie):
        actions.take_back(told, by=politie)

    assert DEBT not in texts()
    for reader in (anna, noor):
        for name in ("plan", "plan_print"):
            page = sign_in(reader).get(reverse(f"ico:{name}", args=[plan.pk])).text
            assert DEBT not in page
            assert "Ingetrokken door Politie op" in page


@pytest.mark.eis("F-1", "I-4")
@pytest.mark.safety("X3")
def test_what_is_withdrawn_stands_in_no_comparison_of_versions(
    told, held, politie, anna, invite_again, sign_in
):
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
        actions.establish_plan(plan, by=anna)
    invite_again(politie)
    with acting_as(anna):
        renewed = actions.renew_plan(Plan.objects.get(pk=plan.pk), by=anna)
    with acting_as(politie):
        actions.take_back(told, by=politie)

    address = reverse("ico:plan_differences", args=[renewed.pk, 1])
    page = sign_in(anna).get(address).text

    assert DEBT not in page
    assert "Ingetrokken door Politie." in page


@pytest.fixture
def invite_again(case, anna, starts_at):
    """Ask somebody to a meeting after the plan was established."""

    def invited(guest):
        with acting_as(anna):
            found = Case.objects.get(pk=case.pk)
            again = actions.plan_meeting(found, by=anna, **plan_of(anna, starts_at))
            actions.invite(again, by=anna, guest=guest, **INVITED)
            actions.send_invitations(again, by=anna)

    return invited
