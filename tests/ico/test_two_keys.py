"""Before the table meets, a piece is read by two keys: the giver's and the house's."""

import pytest
from django.db import connection
from django.urls import reverse

from cases import principals
from cases.models import Case, Contribution, Release
from ico import actions
from tests.backstage import backstage
from tests.ico.conftest import plan_of
from tests.ico.test_deliberating import TEXT, bring_in, texts
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.eis("I-5")


@pytest.fixture
def piece(invite, meeting, noor, politie):
    """Noor and the police are invited; the police brought something in."""
    invite(noor)
    invite(politie)
    return bring_in(politie)


def agree(piece, politie, meeting, *, uses=("ico",)):
    with acting_as(politie):
        actions.release_own(piece, by=politie, meeting=meeting, uses=uses)


def open_before(client, meeting, piece):
    url = reverse("ico:open_before", args=[meeting.pk, piece.pk])
    return client.post(url)


def test_the_givers_word_alone_shows_nothing_before_the_table_meets(
    piece, politie, noor, meeting, sign_in
):
    agree(piece, politie, meeting)

    assert texts(noor) == []
    with backstage():
        url = reverse("ico:invitation", args=[meeting.invitations.get(user=noor).pk])
    assert TEXT not in sign_in(noor).get(url).text


def test_with_both_keys_it_is_read_and_who_was_consulted_is_kept(
    piece, politie, noor, anna, bram, meeting, sign_in
):
    agree(piece, politie, meeting)
    client = sign_in(anna)
    page = client.get(reverse("ico:open_before", args=[meeting.pk, piece.pk])).text
    assert bram.party.name in page

    open_before(client, meeting, piece)

    assert texts(noor) == [TEXT]
    with backstage():
        released = Release.objects.get(contribution=piece, party=noor.party)
    assert (released.opened_by, released.consulted) == (anna, bram.party)
    told = client.get(reverse("ico:picture", args=[meeting.pk])).text
    assert f"Anna Voorbeeld, in overleg met {bram.party.name}" in told


def test_the_house_has_no_key_without_the_givers(
    piece, politie, noor, anna, meeting, sign_in
):
    assert open_before(sign_in(anna), meeting, piece).status_code == 403

    assert texts(noor) == []


@pytest.mark.parametrize("who", ["bas", "noor", "politie", "cato"])
def test_only_the_procescoordinator_turns_the_second(
    request, piece, politie, noor, meeting, sign_in, who
):
    agree(piece, politie, meeting)

    answer = open_before(sign_in(request.getfixturevalue(who)), meeting, piece)

    assert answer.status_code in (403, 404)
    assert texts(noor) == []


def test_what_was_opened_is_gone_when_the_giver_ends_it(
    piece, politie, noor, anna, meeting, sign_in
):
    agree(piece, politie, meeting)
    open_before(sign_in(anna), meeting, piece)

    with acting_as(politie):
        actions.end_release(Contribution.objects.get(pk=piece.pk), by=politie)

    assert texts(noor) == []


def test_another_time_takes_the_moment_of_reading_along(
    piece, politie, noor, anna, meeting, starts_at
):
    agree(piece, politie, meeting)
    later = {**plan_of(anna, starts_at.replace(hour=23)), "chair": anna}
    with acting_as(anna):
        row = type(meeting).objects.get(pk=meeting.pk)
        actions.change_meeting(row, by=anna, **later)

    with backstage():
        released = Release.objects.get(contribution=piece, party=noor.party)
    assert released.since == later["starts_at"]


@pytest.mark.eis("P-13")
def test_one_partij_after_another_is_worked_for_and_decisions_know_which(
    held, anna, noor, bram
):
    with acting_as(anna):
        case = Case.objects.get(pk=held.case_id)
        assert principals.of(case).party == noor.party
        told = [(it.party, it.until is None) for it in case.principals.all()]

    assert (noor.party, True) in told
    assert len([party for party, is_now in told if is_now]) == 1


@pytest.mark.eis("P-13")
def test_a_look_of_the_house_names_for_whom_and_a_partners_does_not(
    case, anna, bram, sign_in
):
    sign_in(anna).get(reverse("cases:detail", args=[case.pk]))
    sign_in(bram).get(reverse("cases:registration_state", args=[case.pk]))

    with backstage(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, worked_for_id FROM guard_accessrecord WHERE case_id = %s"
            " AND kind = 'opened'",
            [case.pk],
        )
        looks = set(cursor.fetchall())
    assert looks == {(anna.pk, bram.party_id), (bram.pk, None)}
