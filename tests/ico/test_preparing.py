"""Preparing for a table: each topic saves by itself, and becomes inbreng (O-4, O-8)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from cases.models import Category, Contribution, Release
from house import lists
from ico import actions, preparing
from ico.models import Invitation, Meeting, PreparedTopic
from tests.backstage import backstage
from tests.cast import play
from tests.ico.through_a_page import listed, opened, page_of, sent
from zvh.guard.announce import acting_as
from zvh.guard.autosave import HEADER
from zvh.guard.models import AccessRecord

BY_ITSELF = {f"HTTP_{HEADER.upper().replace('-', '_')}": "1"}
SEVEN = (
    *("diagnostiek", "netwerk", "schoolcarriere", "inkomen"),
    *("hulpverlening", "interventies", "kaders"),
)

pytestmark = pytest.mark.usefixtures("gateway")


@pytest.fixture
def invitation(invite, noor):
    return invite(noor)


@pytest.fixture
def desk(noor, invitation, sign_in):
    return sign_in(noor)


@pytest.fixture
def kim(meeting, anna, bram):
    made = listed(meeting, anna, bram.party)
    sent(meeting, anna)
    return page_of(made)


def text(response):
    return response.content.decode()


def url(name, invitation, *args):
    return reverse(f"ico:{name}", args=[invitation.pk, *args])


def typed(client, invitation, topic, what, *, version="", use="ico", page=None, **more):
    told = {"text": what, "conditions": "", "use": use, "version": version, **more}
    data = {f"{topic}-{name}": value for name, value in told.items()}
    where = url("prepare", invitation, topic)
    return client.post(where, data, headers=page, **BY_ITSELF)


def ticket_on(client, invitation):
    """What the page of the invitation holds, once it was opened."""
    page = text(client.get(url("invitation", invitation)))
    return {"X-Zvh-Page": re.search(r'data-opening="([^"]+)"', page)[1]}


def looks():
    with backstage():
        return AccessRecord.objects.count()


def row(topic="diagnostiek"):
    with backstage():
        return PreparedTopic.objects.get(topic=topic)


@pytest.mark.eis("O-4")
def test_page_asks_the_seven_topics_and_says_what_is_expected(desk, invitation):
    shown = text(desk.get(url("invitation", invitation)))

    assert [key for key, _ in lists.choices("preparation")] == list(SEVEN)
    for topic, label in lists.choices("preparation"):
        assert label in shown
        assert url("prepare", invitation, topic) in shown
    for told in (
        "Het gezin kan blijven wonen.",
        "Kent het gezin.",
        "Vertel over de woonsituatie.",
        "Wie komen er",
        "Wat is dit overleg",
        "Regels voor delen",
    ):
        assert told in shown


@pytest.mark.eis("O-4")
@pytest.mark.use("U17")
def test_topic_saves_by_itself_and_says_when(desk, invitation):
    first = typed(desk, invitation, "diagnostiek", "Autisme.")
    then = typed(
        *(desk, invitation, "diagnostiek", "Autisme, sinds 2020."),
        version=first.json()["version"],
        conditions="Niet delen.",
    )

    assert first.status_code == then.status_code == 200
    assert then.json()["saved_at"]
    assert str(row().text) == "Autisme, sinds 2020."
    assert str(row().conditions) == "Niet delen."
    assert "Autisme, sinds 2020." in text(desk.get(url("invitation", invitation)))


@pytest.mark.safety("L1")
def test_page_is_written_down_once_however_often_it_saves(desk, invitation, noor):
    before = looks()
    page = ticket_on(desk, invitation)
    assert looks() == before + 1
    version = ""

    for nth in range(3):
        answer = typed(
            desk, invitation, "inkomen", f"Zin {nth}.", version=version, page=page
        )
        version = answer.json()["version"]

    assert str(row("inkomen").text) == "Zin 2."
    assert looks() == before + 1
    with backstage():
        seen = AccessRecord.objects.latest("at")
    assert (seen.user_id, seen.object_id) == (noor.pk, invitation.pk)


@pytest.mark.safety("L2")
def test_ticket_opens_no_page_without_a_record(desk, invitation):
    page = ticket_on(desk, invitation)
    before = looks()

    shown = desk.get(url("prepare", invitation, "inkomen"), headers=page)
    desk.post(url("prepare", invitation, "inkomen"), {"inkomen-use": "ico"})

    assert shown.status_code == 200
    assert looks() == before + 2


@pytest.mark.safety("X1")
def test_ticket_of_another_page_session_or_person_saves_nothing(
    desk, invitation, noor, bram, invite, sign_in
):
    other = invite(bram)
    theirs = ticket_on(sign_in(bram), other)
    earlier = ticket_on(desk, invitation)

    for client, page in (
        (desk, theirs),
        (sign_in(noor), earlier),
        (desk, {"X-Zvh-Page": "verzonnen"}),
    ):
        answer = typed(client, invitation, "inkomen", "Stiekem.", page=page)
        assert answer.status_code == 403
    with backstage():
        assert not PreparedTopic.objects.exists()
        refused = AccessRecord.objects.latest("at")
    assert (refused.action, refused.outcome) == ("prepare", "forbidden")


@pytest.mark.safety("L1")
@pytest.mark.use("U3")
def test_signing_in_over_the_page_opens_it_anew_and_is_written_down(
    desk, invitation, noor, sign_in
):
    desk, before = sign_in(noor), looks()

    told = desk.post(url("open_invitation_again", invitation)).json()
    page = {"X-Zvh-Page": told["ticket"]}

    assert told["user"] == str(noor.pk)
    assert looks() == before + 1
    assert typed(desk, invitation, "inkomen", "Verder.", page=page).status_code == 200
    assert looks() == before + 1


@pytest.mark.eis("O-4")
@pytest.mark.use("U17", "U43")
def test_topic_is_kept_by_its_button_too(desk, invitation):
    data = {"netwerk-text": "Een zus.", "netwerk-use": "plan", "netwerk-version": ""}

    answer = desk.post(url("prepare", invitation, "netwerk"), data)

    assert answer.status_code == 302
    assert str(row("netwerk").text) == "Een zus."


@pytest.mark.eis("O-4")
def test_colleague_who_was_first_is_not_written_over(desk, invitation, noor, invite):
    colleague = _colleague(noor)
    theirs = invite(colleague)
    with acting_as(colleague):
        found = Invitation.objects.get(pk=theirs.pk)
        preparing.keep(
            found, by=colleague, topic="diagnostiek", row=None, text="Van Ko."
        )

    new = typed(desk, invitation, "diagnostiek", "Van Noor.")
    old = typed(desk, invitation, "diagnostiek", "Van Noor.", version=0)

    assert new.status_code == old.status_code == 409
    assert "Van Ko." in text(new)
    assert str(row().text) == "Van Ko."


@pytest.mark.eis("O-4", "P-4", "P-3b")
@pytest.mark.safety("X3", "X6")
def test_what_is_being_prepared_nobody_else_reads(
    desk, invitation, anna, bas, bram, invite, sign_in, meeting, fg, mirjam
):
    other = invite(bram)
    typed(desk, invitation, "diagnostiek", "Nog geheim.")

    for who in (anna, bas, mirjam, bram, fg):
        with acting_as(who), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ico_preparedtopic")
            assert cursor.fetchone() == (0,), who.name
    shown = text(sign_in(anna).get(reverse("ico:meeting", args=[meeting.pk])))
    assert "Nog geheim." not in shown
    assert "Nog geheim." not in text(sign_in(bram).get(url("invitation", other)))
    answer = typed(sign_in(bram), invitation, "diagnostiek", "Van een ander.")
    assert answer.status_code == 404


@pytest.mark.eis("O-4", "O-8", "I-3", "A-10")
def test_handing_in_makes_inbreng_with_its_owner_and_conditions(
    desk, invitation, noor, bram, invite
):
    invite(bram)
    typed(
        desk,
        invitation,
        "diagnostiek",
        "Autisme.",
        use="ico",
        conditions="Niet mailen.",
    )
    typed(desk, invitation, "inkomen", "Schulden.", use="plan")
    typed(desk, invitation, "kaders", "Reclassering.", use="bureau")

    desk.post(url("hand_in", invitation))

    with backstage():
        told = {it.topic: it for it in Contribution.objects.filter(given_by=noor.party)}
        assert set(told) == {"diagnostiek", "inkomen", "kaders"}
        assert str(told["diagnostiek"].text) == "Autisme."
        assert str(told["diagnostiek"].conditions) == "Niet mailen."
        # What is about one leefgebied stands under it in the plan (F-1).
        assert {topic: it.domain for topic, it in told.items()} == {
            "diagnostiek": "",
            "inkomen": "financien",
            "kaders": "justitie",
        }
        assert told["diagnostiek"].category == Category.HEALTH
        assert [told[t].not_for_plan for t in ("diagnostiek", "inkomen")] == [
            True,
            False,
        ]
        uses = {
            topic: {
                r.use for r in Release.objects.filter(contribution=piece, until=None)
            }
            for topic, piece in told.items()
        }
        assert uses == {
            "diagnostiek": {"ico"},
            "inkomen": {"ico", "plan"},
            "kaders": set(),
        }
        assert not [it for it in PreparedTopic.objects.all() if str(it.text)]
    assert "Ingeleverd" in text(desk.get(url("invitation", invitation)))


@pytest.mark.eis("O-4")
def test_handing_in_twice_makes_nothing_twice(desk, invitation):
    typed(desk, invitation, "diagnostiek", "Autisme.")
    for _ in range(2):
        desk.post(url("hand_in", invitation))

    with backstage():
        assert Contribution.objects.filter(topic="diagnostiek").count() == 1


@pytest.mark.eis("O-4")
def test_bureau_sees_who_has_prepared(
    desk, invitation, anna, meeting, sign_in, invite, bram
):
    invite(bram)
    desk.post(url("hand_in", invitation))

    shown = text(sign_in(anna).get(reverse("ico:meeting", args=[meeting.pk])))

    assert shown.count("Ingeleverd") == 1
    assert shown.count("Nog niet") >= 1


@pytest.mark.eis("O-8", "O-4")
def test_who_does_not_come_hands_in_all_the_same(desk, invitation):
    desk.post(url("answer", invitation), {"answer": "declined"})
    assert typed(desk, invitation, "netwerk", "Een zus.").status_code == 200

    desk.post(url("hand_in", invitation))

    with backstage():
        assert Contribution.objects.filter(topic="netwerk").exists()


@pytest.mark.eis("O-8", "O-4")
def test_who_comes_instead_goes_on_with_what_the_partij_prepared(
    desk, invitation, noor, anna, sign_in, meeting
):
    colleague = _colleague(noor)
    typed(desk, invitation, "netwerk", "Een zus in Zwolle.")
    with acting_as(noor):
        actions.send_colleague(
            Invitation.objects.get(pk=invitation.pk), by=noor, colleague=colleague
        )
    with acting_as(anna):
        made = actions.invite_colleague(
            Invitation.objects.get(pk=invitation.pk), by=anna
        )

    shown = text(sign_in(colleague).get(url("invitation", made)))
    assert "Een zus in Zwolle." in shown
    assert "In de plaats van" in shown
    assert noor.name in shown
    bureau = text(sign_in(anna).get(reverse("ico:meeting", args=[meeting.pk])))
    assert f"in plaats van {noor.name}" in bureau


@pytest.mark.eis("P-5", "O-4", "O-8")
def test_guest_prepares_on_the_secure_page_and_alone(kim, anna, bram, invite, sign_in):
    theirs = invite(bram)
    colleague = sign_in(bram)
    typed(colleague, theirs, "netwerk", "Van Bram.")
    client = opened(kim)
    own = Invitation(pk=kim.object_key)

    assert "Van Bram." not in text(client.get(url("invitation", own)))
    assert typed(client, own, "netwerk", "Van Kim.").status_code == 200
    assert "Van Kim." not in text(colleague.get(url("invitation", theirs)))
    client.post(url("hand_in", own))

    with backstage():
        piece = Contribution.objects.get(typed_by=kim.user)
        assert (piece.given_by, piece.topic) == (bram.party, "netwerk")
        assert Invitation.objects.get(pk=kim.object_key).prepared_at


@pytest.mark.eis("O-4", "P-7")
@pytest.mark.safety("X1")
def test_nobody_prepares_for_a_table_that_is_off(desk, invitation, anna, meeting):
    with acting_as(anna):
        actions.cancel_meeting(Meeting.objects.get(pk=meeting.pk), by=anna)

    assert typed(desk, invitation, "netwerk", "Te laat.").status_code == 404


def test_topic_that_the_house_does_not_have_is_not_there(desk, invitation):
    assert typed(desk, invitation, "horoscoop", "Ram.").status_code == 404


@pytest.mark.safety("X6")
def test_in_sql_nobody_prepares_in_the_name_of_another(invitation, noor, bram):
    with acting_as(noor):
        row = preparing.keep(
            Invitation.objects.get(pk=invitation.pk),
            by=noor,
            topic="netwerk",
            row=None,
            text="Een zus.",
        )
    with acting_as(bram), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ico_preparedtopic SET version = 9 WHERE id = %s", [row.pk]
        )
        assert cursor.rowcount == 0


def _colleague(of: User) -> User:
    colleague = play("ko", "Ko Collega", Role.KETENPARTNER, name="Even ergens anders")
    with backstage():
        User.objects.filter(pk=colleague.pk).update(party=of.party)
        return User.objects.get(pk=colleague.pk)


@pytest.mark.eis("P-5", "O-4")
@pytest.mark.use("U17")
def test_what_a_guest_typed_when_the_session_ended_waits_for_them(kim):
    own = Invitation(pk=kim.object_key)
    client = opened(kim)
    data = {"netwerk-text": "Een zus.", "netwerk-use": "ico", "netwerk-version": ""}
    with time_machine.travel(timezone.now() + timedelta(minutes=40), tick=False):
        answer = client.post(url("prepare", own, "netwerk"), data)
        assert "verlopen=bewaard" in answer.url
        again = opened(kim)
        there = url("prepare", own, "netwerk")
        assert there in text(again.get(url("invitation", own)))
        assert "U was hier nog bezig" in text(again.get(there))

        assert "Een zus." in text(again.get(f"{there}?terugzetten=1"))
