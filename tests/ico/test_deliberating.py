"""At the table: each piece stays its giver's, seen by whom it was released to."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.party_actions import bind_party
from cases import grants
from cases.grants import Access
from cases.models import Case, Contribution, Release
from ico import actions
from ico.casepage import panel
from ico.models import Attendance, Invitation, Meeting, MinutesSection
from tests.backstage import backstage
from zvh.guard.announce import acting_as
from zvh.guard.models import StaleVersion

TEXT = "Al jaren schulden bij de corporatie."


def bring_in(user, **more):
    with acting_as(user):
        mine = Invitation.objects.get(user=user)
        return actions.bring_in(
            mine, by=user, category="finances", domain="financien", text=TEXT, **more
        )


def texts(user):
    with acting_as(user):
        return [piece.text for piece in Contribution.objects.all()]


def test_what_somebody_brings_in_is_theirs_and_the_bureaus(table, noor, politie, anna):
    bring_in(noor, conditions="niet met de betrokkene delen")

    assert texts(noor) == [TEXT]
    assert texts(anna) == [TEXT]
    assert texts(politie) == []


@pytest.mark.eis("P-3b")
def test_the_giver_releases_to_the_table_and_to_nobody_else(
    table, noor, politie, cato, meeting
):
    piece = bring_in(noor)
    with acting_as(noor):
        actions.release_own(piece, by=noor, meeting=meeting, uses=["ico"])

    assert texts(politie) == [TEXT]
    assert texts(cato) == []
    with backstage():
        assert {it.party for it in Release.objects.all()} == {
            user.party for user in table
        } - {noor.party}
        assert {it.agreed_by for it in Release.objects.all()} == {noor}


def test_nobody_releases_what_another_gave(table, noor, politie, meeting):
    piece = bring_in(noor)

    with acting_as(politie), pytest.raises(PermissionDenied, match="Alleen de Partij"):
        actions.release_own(piece, by=politie, meeting=meeting, uses=["ico"])
    with (
        acting_as(politie),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Release.objects.create(
            case_id=piece.case_id,
            contribution_id=piece.pk,
            use="ico",
            party=politie.party,
            agreed_by=politie,
            source_id=meeting.pk,
        )


def test_ending_a_release_takes_it_from_sight(table, noor, politie, meeting):
    piece = bring_in(noor)
    with acting_as(noor):
        actions.release_own(piece, by=noor, meeting=meeting, uses=["ico"])
        actions.end_release(piece, by=noor)

    assert texts(politie) == []
    assert texts(noor) == [TEXT]


def test_what_is_taken_back_is_gone_for_everybody(table, noor, anna, meeting):
    piece = bring_in(noor)
    with acting_as(noor):
        actions.release_own(piece, by=noor, meeting=meeting, uses=["ico"])
        actions.take_back(piece, by=noor)

    assert texts(anna) == []
    with backstage():
        assert not Contribution.objects.filter(pk=piece.pk).exists()
        assert not Release.objects.exists()


def test_the_bureau_records_an_akkoord_of_the_givers_own_people(
    table, noor, politie, anna, meeting
):
    piece = note(meeting, anna, politie)
    allowed = {"by": anna, "meeting": meeting, "uses": ["ico"]}

    with acting_as(anna):
        with pytest.raises(PermissionDenied, match="Alleen iemand van de Partij"):
            actions.release_for(piece, agreed_by=noor, **allowed)
        assert texts(noor) == []
        actions.release_for(piece, agreed_by=politie, **allowed)

    assert texts(noor) == [TEXT]


def note(meeting, anna, who):
    """Anna writes down what somebody tells at the table."""
    told = {"category": "police", "text": TEXT, "spoken_by": "P. Agent, aan tafel"}
    with acting_as(anna):
        return actions.note_contribution(meeting, by=anna, party=who.party, **told)


@pytest.mark.eis("O-8")
def test_attendance_says_who_came_and_left_in_which_function(table, meeting, anna):
    with acting_as(anna):
        seat = Attendance.objects.filter(party__name="Politie").get()
        seat = actions.change_seat(
            seat, by=anna, function="Wijkagent", has_mandate=True, is_listed=True
        )
        seat = actions.come_or_go(seat, by=anna)
        came = timezone.now()
    with time_machine.travel(came + timedelta(minutes=40), tick=False), acting_as(anna):
        actions.come_or_go(Attendance.objects.get(pk=seat.pk), by=anna)

    with acting_as(anna):
        seat = Attendance.objects.get(pk=seat.pk)
        assert (seat.function, seat.has_mandate) == ("Wijkagent", True)
        assert seat.left_at - seat.arrived_at >= timedelta(minutes=39)


def test_somebody_comes_in_place_of_a_colleague(table, meeting, anna, cato):
    with acting_as(anna):
        seat = actions.take_seat(
            meeting, by=anna, party=cato.party, function="Toezichthouder"
        )

    assert seat.is_here
    assert seat.user is None


def test_a_section_refuses_an_older_version(meeting, anna, bas):
    with acting_as(anna):
        first = MinutesSection.objects.get(heading="judgement")
        second = MinutesSection.objects.get(heading="judgement")
        actions.write_section(first, by=anna, text="Van Anna.")
        with pytest.raises(StaleVersion), transaction.atomic():
            actions.write_section(second, by=bas, text="Van Bas.")

        assert MinutesSection.objects.get(heading="judgement").text == "Van Anna."


@pytest.mark.eis("P-3b")
def test_a_participant_writes_no_minutes(table, noor, meeting):
    with acting_as(noor):
        assert not MinutesSection.objects.exists()
        assert not MinutesSection.objects.update(step="decision")


@pytest.mark.eis("O-9", "P-13")
def test_the_casusregisseur_is_a_person_of_a_party_never_of_the_house(
    case, anna, bas, noor
):
    with acting_as(anna), pytest.raises(PermissionDenied, match="medewerker van het"):
        actions.name_casusregisseur(case, by=anna, user=bas)
    with acting_as(anna):
        actions.name_casusregisseur(case, by=anna, user=noor)

    with backstage():
        assert Case.objects.get(pk=case.pk).casusregisseur == noor
        assert grants.holds(noor, Access.COORDINATE, case.pk)


@pytest.mark.eis("P-1", "O-9")
def test_who_only_governs_is_given_nothing_to_do_in_a_case(
    case, meeting, anna, bestuurder, sign_in
):
    no_case = "ziet geen casussen"
    with acting_as(anna):
        bind_party(bestuurder.party, by=None, since=timezone.localdate())
        with pytest.raises(PermissionDenied, match=no_case):
            actions.name_casusregisseur(case, by=anna, user=bestuurder)
        with pytest.raises(PermissionDenied, match=no_case):
            actions.agree(
                case,
                by=anna,
                what="Belt",
                owner=bestuurder.party,
                responsible_user=bestuurder,
                due_on=timezone.localdate(),
            )
        with pytest.raises(PermissionDenied, match=no_case):
            actions.invite(
                meeting,
                by=anna,
                guest=bestuurder,
                ground="beeldvorming",
                reason="Kent de buurt.",
                asked="Wat u weet.",
            )

    there = sign_in(anna)
    for page in ("decision", "add_agreement", "invite"):
        url = reverse(f"ico:{page}", args=[meeting.pk])
        assert bestuurder.name not in there.get(url).content.decode()


@pytest.mark.eis("O-9")
def test_handing_over_ends_the_access_of_who_was_casusregisseur(
    case, anna, noor, politie
):
    with acting_as(anna):
        actions.name_casusregisseur(case, by=anna, user=noor)
        actions.name_casusregisseur(case, by=anna, user=politie)

    with backstage():
        assert not grants.holds(noor, Access.COORDINATE, case.pk)
        assert grants.holds(politie, Access.COORDINATE, case.pk)


@pytest.mark.eis("O-9")
def test_a_meeting_that_named_nobody_shows_as_a_fault(meeting, anna, case, noor):
    def lacks_regie():
        # As on each page: the case is read anew.
        found = Case.objects.get(pk=case.pk)
        return panel(anna, found).context["lacks_regie"]

    with acting_as(anna):
        assert not lacks_regie()
        actions.close_meeting(Meeting.objects.get(), by=anna)
        assert lacks_regie()
        actions.name_casusregisseur(case, by=anna, user=noor)
        assert not lacks_regie()


def test_an_agreement_is_of_a_bound_party_and_one_of_its_people(
    meeting, anna, noor, politie
):
    with acting_as(anna), pytest.raises(PermissionDenied, match="andere Partij"):
        actions.agree(
            meeting.case,
            by=anna,
            what="x",
            owner=noor.party,
            responsible_user=politie,
            due_on=timezone.localdate(),
        )
