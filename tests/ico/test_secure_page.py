"""A secure page: by a link that opens nothing, a code each time, and nothing else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts import codes, secure_pages, visitor_sessions
from accounts.models import AddressCode, Role, SecurePage, User
from cases import actions as case_actions
from cases import visiting
from cases.models import Contribution
from ico import actions, polling
from ico.models import Availability, Invitation, Meeting
from ico.proposing import Slot
from tests import matrix
from tests.backstage import backstage
from tests.cast import play
from tests.factories import PartyFactory
from tests.ico.conftest import begin, plan_of
from tests.ico.through_a_page import (
    ADDRESS,
    GATEWAY,
    ask,
    letters,
    listed,
    opened,
    outsider_of,
    page_of,
    sent,
    texted,
    type_in,
    with_page,
)
from tests.stories import drafted
from tests.walks import address_of, name_of, patterns
from zvh.guard.announce import acting_as
from zvh.guard.dossier import dossier_models
from zvh.guard.models import AccessRecord

LIST = reverse("ico:invitations")
# What of a case somebody with a page may read at most, when asked in SQL.
THEIRS = {"ico.Meeting", "ico.Invitation", "ico.Attendance"}
GUEST = {
    "name": "Kim Voorbeeld",
    "function": "wijkverpleegkundige",
    "address": ADDRESS,
    "phone": "0612345678",
    "need": "must",
    "ground": "beeldvorming",
    "reason": "Kent het gezin.",
    "asked": "Vertel.",
}


@pytest.fixture(autouse=True)
def _nobody_asked_before(db, settings):
    settings.TEXT_MESSAGE_ADDRESS = GATEWAY
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def thuiszorg(db):
    with backstage():
        return PartyFactory(name="Thuiszorg Proef")


@pytest.fixture
def kim(meeting, anna, thuiszorg):
    """Invited without account, by a letter that is out."""
    invitation = listed(meeting, anna, thuiszorg)
    sent(meeting, anna)
    return page_of(invitation)


@pytest.fixture
def seeking(case, anna, starts_at):
    """A meeting without a moment, with the times that are proposed."""
    told = plan_of(anna, starts_at)
    del told["starts_at"], told["ends_at"]
    with acting_as(anna):
        return actions.plan_meeting(case, by=anna, **told)


def text(response):
    return response.content.decode()


def of(page):
    with backstage():
        return SecurePage.objects.get(pk=page.pk)


def records(page):
    with backstage():
        mine = AccessRecord.objects.filter(object_id=page.pk)
        return list(mine.order_by("at").values_list("user_id", "outcome"))


# coming in


@pytest.mark.eis("P-5")
def test_guest_opens_the_page_with_a_code_from_another_channel(client, kim):
    (letter,) = letters()
    link = reverse("accounts:secure_page", args=[kim.pk])
    assert link in letter.body

    assert ask(client, kim).url == reverse("accounts:secure_page_code", args=[kim.pk])
    answer = type_in(client, kim, texted(kim))

    assert answer.url == LIST
    assert kim.user.party.name in text(client.get(LIST))


@pytest.mark.eis("P-5", "X-3")
@pytest.mark.safety("M1", "M3")
def test_letter_says_nothing_of_anybody(kim):
    (letter,) = letters()
    said = letter.subject + str(letter.message())

    for word in ("Proefpersoon", "Kim", "gezin", "blijven wonen", "Duinroos"):
        assert word not in said
    assert letter.recipients() == [ADDRESS]


@pytest.mark.eis("P-5")
@pytest.mark.safety("M2")
def test_link_alone_opens_nothing_and_uses_nothing(kim):
    client = Client()
    for name in ("secure_page", "secure_page_code"):
        for look in (client.get, client.head):
            look(reverse(f"accounts:{name}", args=[kim.pk]))
    answer = client.get(LIST)

    assert answer.url.startswith("/inloggen/")
    assert (of(kim).openings, of(kim).wrong) == (0, 0)
    with backstage():
        assert not AddressCode.objects.exists()


@pytest.mark.eis("P-5")
@pytest.mark.safety("I7")
def test_a_page_that_is_not_there_answers_the_same(kim):
    said = []
    for key in (kim.pk, uuid4()):
        client = Client()
        url = reverse("accounts:secure_page", args=[key])
        first, then = client.get(url), client.post(url)
        typed = client.post(then.url, {"code": "1234 5678"})
        answers = [text(first), then.url, text(typed)]
        said.append([it.replace(str(key), "") for it in answers])

    def plain(pages):
        varies = r'value="[^"]{64}"|nonce="[^"]*"|[\w-]{64}'
        return [re.sub(varies, "", it) for it in pages]

    assert plain(said[0]) == plain(said[1])
    assert "Kim" not in said[0][2]


@pytest.mark.eis("P-5")
def test_each_opening_takes_a_fresh_code(kim):
    client = Client()
    ask(client, kim)
    code = texted(kim)
    type_in(client, kim, code)
    client.post(reverse("accounts:leave_page"))
    ask(client, kim)

    assert "klopt niet" in text(type_in(client, kim, code))
    assert type_in(client, kim, texted(kim)).url == LIST
    assert of(kim).openings == 2


@pytest.mark.eis("P-5")
def test_code_works_in_the_browser_that_asked_it(kim):
    client, other = Client(), Client()
    ask(client, kim)
    code = texted(kim)
    ask(other, kim)

    assert "klopt niet" in text(type_in(other, kim, code))


@pytest.mark.eis("P-5")
def test_a_code_of_one_page_opens_no_other(meeting, anna, thuiszorg, kim):
    theirs = page_of(listed(meeting, anna, thuiszorg, name="Ria"))
    client = Client()
    ask(client, kim)

    answer = type_in(client, theirs, texted(kim))

    assert answer.url == reverse("accounts:secure_page", args=[theirs.pk])
    assert of(theirs).openings == 0


@pytest.mark.eis("P-5")
@pytest.mark.safety("L1", "L3")
def test_every_opening_and_every_wrong_code_is_recorded(kim):
    client = Client()
    ask(client, kim)
    code = texted(kim)
    type_in(client, kim, "0000 0000" if code != "0000 0000" else "1111 1111")
    type_in(client, kim, code)

    assert records(kim) == [
        (kim.user_id, AccessRecord.Outcome.FORBIDDEN),
        (kim.user_id, AccessRecord.Outcome.SHOWN),
    ]
    with backstage():
        opened_ = AccessRecord.objects.get(object_id=kim.pk, outcome="shown")
        assert opened_.case_id == kim.case_key


@pytest.mark.eis("P-5")
def test_openings_are_limited(kim, monkeypatch):
    monkeypatch.setattr(secure_pages, "MOST_OPENINGS", 1)
    opened(kim)
    client = Client()
    ask(client, kim)

    assert codes.send_asked() == 0
    assert "klopt niet" in text(type_in(client, kim, "1234 5678"))


@pytest.mark.eis("P-5")
def test_wrong_codes_are_limited_until_the_bureau_says_so(
    kim, anna, sign_in, monkeypatch
):
    monkeypatch.setattr(secure_pages, "MOST_WRONG", 2)
    client = Client()
    ask(client, kim)
    code = texted(kim)
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"
    for _ in range(2):
        type_in(client, kim, wrong)
    assert "klopt niet" in text(type_in(client, kim, code))

    keeps = reverse("cases:secure_page", args=[kim.pk])
    bureau = sign_in(anna)
    assert "gaat niet meer open" in text(bureau.get(keeps))
    bureau.post(keeps, {"address": ADDRESS, "phone": "0612345678"})
    cache.clear()

    assert opened(of(kim))


@pytest.mark.eis("P-5")
def test_bureau_reads_a_code_out_to_who_has_no_telephone(
    meeting, anna, thuiszorg, sign_in
):
    page = page_of(listed(meeting, anna, thuiszorg, phone=""))
    bureau, client = sign_in(anna), Client()
    url = reverse("cases:read_code_out", args=[page.pk])
    assert "geen code aangevraagd" in text(bureau.post(url))
    ask(client, page)
    assert codes.send_asked() == 0

    code = re.search(r"\d{4} \d{4}", text(bureau.post(url)))[0]

    assert type_in(client, page, code).url == LIST


@pytest.mark.eis("P-5", "P-2")
@pytest.mark.safety("X2")
def test_only_who_works_on_the_case_keeps_its_pages(
    kim, case, anna, bas, noor, bestuurder, sign_in
):
    with acting_as(anna):
        case_actions.restrict(case, by=anna, names=[anna])
    for who in (bas, noor, bestuurder):
        for name in ("secure_page", "read_code_out"):
            url = reverse(f"cases:{name}", args=[kim.pk])
            assert sign_in(who).post(url).status_code == 404
    assert sign_in(anna).get(url.replace("code/", "")).status_code == 200


# what it opens


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
    client = opened(kim)
    home = reverse("accounts:secure_page", args=[kim.pk])
    tried, answered = 0, []
    for pattern in patterns(get_resolver()):
        door, name = getattr(pattern.callback, "door", None), name_of(pattern)
        is_theirs = visitor_sessions.is_open(name, of="meeting")
        if door is None or door.kind == "public" or is_theirs:
            continue
        url = address_of(
            pattern,
            **({"pk": kim.object_key} if "pk" in pattern.pattern.converters else {}),
        )
        for verb in ("get", "post"):
            here = getattr(client, verb)(url)
            there = getattr(Client(), verb)(url)
            tried += 1
            alike = (here.status_code, here.get("Location")) == (
                there.status_code,
                there.get("Location"),
            )
            if not alike and here.get("Location") != home:
                answered.append((name, verb, here.status_code))

    assert tried > 200
    assert answered == []


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
    read = set()
    for model in dossier_models():
        with acting_as(kim.user), connection.cursor() as cursor:
            cursor.execute(
                f'SELECT count(*) FROM "{model._meta.db_table}"'  # noqa: S608
            )
            if cursor.fetchone()[0]:
                read.add(model._meta.label)

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


# when it ends


def _withdraw(kim, anna, meeting, case):
    actions.withdraw_invitation(Invitation.objects.get(pk=kim.object_key), by=anna)


def _cancel(kim, anna, meeting, case):
    actions.cancel_meeting(Meeting.objects.get(pk=meeting.pk), by=anna)


def _close(kim, anna, meeting, case):
    actions.close_meeting(Meeting.objects.get(pk=meeting.pk), by=anna)


def _scale_down(kim, anna, meeting, case):
    case.refresh_from_db()
    case_actions.scale_down(case, by=anna)


ENDS = {
    "invitation": _withdraw,
    "meeting off": _cancel,
    "meeting over": _close,
    "case": _scale_down,
}


@pytest.mark.eis("P-5", "P-7", "S-3")
@pytest.mark.safety("X1")
@pytest.mark.parametrize("how", ENDS)
def test_page_ends_with_what_it_is_about(how, kim, anna, meeting, case):
    client = opened(kim)
    assert client.get(LIST).status_code == 200
    begin(meeting)

    with acting_as(anna):
        ENDS[how](kim, anna, meeting, case)

    assert client.get(LIST).url.startswith("/inloggen/")
    again = Client()
    ask(again, kim)
    assert codes.send_asked() == 0
    with acting_as(kim.user):
        assert not Invitation.objects.exists()
        assert not Meeting.objects.exists()


@pytest.mark.eis("P-5")
@pytest.mark.parametrize(("minutes", "opens"), [(89, True), (91, False)])
def test_page_is_valid_until_the_meeting_ends(kim, meeting, starts_at, minutes, opens):
    with time_machine.travel(starts_at + timedelta(minutes=minutes), tick=False):
        ask(Client(), kim)
        assert codes.send_asked() == (1 if opens else 0)


@pytest.mark.eis("P-5", "P-4", "G-4")
def test_guest_of_a_partij_that_left_reads_nothing(kim, thuiszorg):
    with backstage():
        thuiszorg.bound_until = timezone.localdate()
        thuiszorg.save()

    with acting_as(kim.user):
        assert not Invitation.objects.exists()


@pytest.mark.eis("P-5", "S-5")
@pytest.mark.safety("P1")
def test_address_goes_when_it_is_over_and_the_name_with_the_case(
    kim, anna, meeting, case
):
    with acting_as(anna):
        _cancel(kim, anna, meeting, case)
    assert visiting.forget_pages() == 0
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert visiting.forget_pages() == 1
        assert visiting.forget_pages() == 0
    page = of(kim)
    assert (page.address, page.phone) == ("", "")

    with backstage():
        case.delete()
    visiting.forget_pages()

    with backstage():
        assert User.objects.get(pk=kim.user_id).name == "Zonder account"


@pytest.mark.eis("P-5")
def test_nobody_signs_in_as_a_guest_or_chooses_them_from_a_list(kim):
    assert not kim.user.is_active
    assert not kim.user.has_usable_password()
    with backstage():
        assert not User.objects.active().filter(pk=kim.user_id).exists()


@pytest.mark.eis("P-5", "O-3")
def test_no_guest_of_a_partij_that_is_not_bound(meeting, anna, sign_in):
    with backstage():
        loose = PartyFactory(name="Losse Partij", bound_since=None)
    url = reverse("ico:invite_guest", args=[meeting.pk])

    answer = sign_in(anna).post(url, GUEST | {"party": loose.pk})

    assert list(answer.context["form"].errors) == ["party"]
    with backstage():
        assert not SecurePage.objects.exists()


@pytest.mark.eis("P-5", "O-2")
def test_bureau_invites_somebody_without_account(meeting, anna, thuiszorg, sign_in):
    url = reverse("ico:invite_guest", args=[meeting.pk])
    bureau = sign_in(anna)
    assert bureau.get(url).status_code == 200
    bureau.post(url, GUEST | {"party": thuiszorg.pk})
    with backstage():
        page = SecurePage.objects.get()
        assert page.kind == "meeting"
    shown = text(bureau.get(reverse("ico:meeting", args=[meeting.pk])))
    assert reverse("cases:secure_page", args=[page.pk]) in shown
    assert mail.outbox == []


def test_page_of_a_meeting_asks_no_more_for_more_guests(
    meeting, anna, politie, thuiszorg, sign_in
):
    bureau, url = sign_in(anna), reverse("ico:meeting", args=[meeting.pk])

    def asked():
        bureau.get(url)
        with CaptureQueriesContext(connection) as heard:
            assert bureau.get(url).status_code == 200
        return len(heard)

    listed(meeting, anna, thuiszorg)
    with_page(outsider_of(meeting, anna, politie), anna)
    few = asked()
    for nth in range(4):
        listed(meeting, anna, thuiszorg, name=f"Kim {nth}")
        with_page(outsider_of(meeting, anna, politie), anna)

    assert asked() == few
