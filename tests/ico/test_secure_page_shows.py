"""What is open on a secure page, and that nothing else is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts import visitor_sessions
from accounts.models import Role, SecurePage, User
from cases.models import Contribution
from ico import actions, polling
from ico.models import Availability, Invitation, Meeting
from ico.proposing import Slot
from tests import matrix
from tests.backstage import backstage
from tests.cast import play
from tests.ico.conftest import begin, plan_of
from tests.ico.through_a_page import (
    answered_elsewhere,
    letters,
    listed,
    opened,
    page_of,
    sent,
)
from tests.stories import drafted
from tests.walks import address_of, cases_by_table, name_of, patterns
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.usefixtures("gateway")
LIST = reverse("ico:invitations")
# What of a case somebody with a page may read at most, when asked in SQL.
THEIRS = {"ico.Meeting", "ico.Invitation", "ico.Attendance"}


def text(response):
    return response.content.decode()


def of(page):
    with backstage():
        return SecurePage.objects.get(pk=page.pk)


@pytest.fixture
def seeking(case, anna, starts_at):
    """A meeting without a moment, with the times that are proposed."""
    told = plan_of(anna, starts_at)
    del told["starts_at"], told["ends_at"]
    with acting_as(anna):
        return actions.plan_meeting(case, by=anna, **told)


@pytest.mark.eis("P-5", "O-2")
def test_guest_says_when_they_can_come(seeking, anna, thuiszorg, starts_at):
    page = page_of(listed(seeking, anna, thuiszorg))
    slots = [Slot(starts_at, starts_at + timedelta(minutes=90))]
    with acting_as(anna):
        polling.ask_when(
            Meeting.objects.get(pk=seeking.pk),
            by=anna,
            slots=slots,
            answer_before=timezone.localdate() + timedelta(days=3),
        )
    assert reverse("accounts:secure_page", args=[page.pk]) in letters()[0].body
    client = opened(page)
    with backstage():
        asked = Availability.objects.get(user=page.user)
        (moment,) = asked.meeting_moments()
    url = reverse("ico:availability", args=[asked.pk])
    assert url in text(client.get(LIST))

    client.post(url, {str(moment.pk): "if_needed"})

    with backstage():
        asked.refresh_from_db()
        assert asked.answers == {str(moment.pk): "if_needed"}
        assert asked.typed_by == page.user


@pytest.mark.eis("P-5", "O-4")
def test_guest_reads_what_is_asked_and_accepts(kim, meeting):
    client = opened(kim)
    url = reverse("ico:invitation", args=[kim.object_key])
    shown = text(client.get(url))
    assert "Vertel over de woonsituatie." in shown
    assert "Het gezin kan blijven wonen." in shown

    client.post(reverse("ico:answer", args=[kim.object_key]), {"answer": "accepted"})

    with backstage():
        assert Invitation.objects.get(pk=kim.object_key).answer == "accepted"


@pytest.mark.eis("P-5", "O-8")
def test_guest_who_cannot_come_hands_in_written_input(kim):
    client = opened(kim)
    key = kim.object_key
    client.post(reverse("ico:answer", args=[key]), {"answer": "declined"})

    client.post(
        reverse("ico:contribute", args=[key]),
        {
            "inbreng-text": "Moeder slaapt slecht.",
            "inbreng-category": "health",
        },
    )

    with backstage():
        piece = Contribution.objects.get(typed_by=kim.user)
        assert piece.given_by == kim.user.party
        assert str(piece.text) == "Moeder slaapt slecht."
    assert "Moeder slaapt slecht." in text(
        client.get(reverse("ico:invitation", args=[key]))
    )


@pytest.mark.eis("P-5", "I-3")
@pytest.mark.safety("X3")
def test_guest_reads_no_piece_of_others_nor_of_a_colleague(
    kim, meeting, invite, noor, anna
):
    with backstage():
        colleague = play("ko", "Ko Collega", Role.KETENPARTNER, name="Een andere")
        User.objects.filter(pk=colleague.pk).update(party=kim.user.party)
        colleague = User.objects.get(pk=colleague.pk)
    for who in (noor, colleague):
        mine = invite(who)
        with acting_as(who):
            own = Invitation.objects.get(pk=mine.pk)
            piece = actions.bring_in(
                own, by=who, text=f"Geheim van {who.name}", category="health"
            )
            actions.release_own(piece, by=who, meeting=own.meeting, uses=["ico"])
    begin(meeting)
    client = opened(kim)

    shown = text(client.get(reverse("ico:invitation", args=[kim.object_key])))

    assert "Geheim van" not in shown
    with acting_as(kim.user):
        assert not Contribution.objects.exists()


@pytest.mark.eis("P-5", "P-4")
@pytest.mark.safety("X1", "A1")
def test_every_other_url_takes_a_guest_for_a_stranger(kim):
    assert answered_elsewhere(opened(kim), kim) == []


@pytest.mark.eis("P-5", "P-4")
@pytest.mark.safety("X1")
def test_no_open_page_answers_about_anything_else(
    kim, meeting, anna, thuiszorg, noor, bram
):
    """Nor about another's invitation, or another case."""
    theirs = listed(meeting, anna, thuiszorg, name="Ria")
    sent(meeting, anna)
    other = drafted(bram)
    client = opened(kim)
    strange = []
    for pattern in patterns(get_resolver()):
        door, name = getattr(pattern.callback, "door", None), name_of(pattern)
        if (
            not door
            or door.kind != "gated"
            or not visitor_sessions.is_open(name, of="meeting")
        ):
            continue
        keys = [matrix.row_of(door.model, other.pk) or uuid4()]
        if door.model is Invitation:
            keys.append(theirs.pk)
        for key in keys:
            more = {"invitation_pk": theirs.pk}
            asked = pattern.pattern.converters
            url = address_of(
                pattern, pk=key, **{k: v for k, v in more.items() if k in asked}
            )
            told = {client.get(url).status_code, client.post(url).status_code}
            if told - {404, 405}:
                strange.append((name, told))

    assert strange == []


@pytest.mark.eis("P-5", "P-4")
@pytest.mark.safety("X6")
def test_in_sql_a_guest_reads_the_own_invitation_and_who_comes(
    kim, meeting, invite, noor, case, anna
):
    invite(noor)

    read = {table for table, cases in cases_by_table(kim.user).items() if cases}

    assert read == THEIRS
    with acting_as(kim.user):
        assert [it.pk for it in Invitation.objects.all()] == [kim.object_key]


@pytest.mark.eis("P-5")
@pytest.mark.safety("X6")
def test_whose_page_it_is_cannot_be_changed(kim, anna):
    said = [
        f"UPDATE accounts_securepage SET {column} = {column}"  # noqa: S608
        for column in ("case_key", "object_key", "user_id", "kind")
    ]
    for sql in (*said, "DELETE FROM accounts_securepage"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
