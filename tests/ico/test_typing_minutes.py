"""The minutes save by themselves, for who opened them, and lose nobody's words."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ico import actions
from ico.models import Meeting, MinutesSection, MinutesText
from tests.backstage import backstage
from tests.ico.typing_in import Desk
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord, LogEntry
from zvh.lib.keys import new_id

KEY = {"heading": "judgement"}
FIELDS = Meeting._meta.fields


@pytest.fixture
def section(meeting):
    with backstage():
        return MinutesSection.objects.get(meeting=meeting, **KEY)


@pytest.fixture
def anna_desk(sign_in, anna, meeting):
    return Desk(sign_in(anna), meeting).open()


@pytest.fixture
def bas_desk(sign_in, bas, meeting):
    return Desk(sign_in(bas), meeting).open()


def stored():
    with backstage():
        return MinutesSection.objects.get(**KEY)


def texts(kind):
    with backstage():
        return [it.text for it in MinutesText.objects.filter(kind=kind).order_by("pk")]


def records():
    with backstage():
        return AccessRecord.objects.count()


@pytest.mark.eis("O-7")
@pytest.mark.use("U2")
def test_what_is_typed_is_saved_with_the_time_of_the_server(anna_desk, section):
    with time_machine.travel(timezone.now(), tick=False):
        answer = anna_desk.type_in(section, "Het gezin", version=section.version)
        now = timezone.localtime()

    assert answer.status_code == 200
    assert answer.json()["at"] == f"{now:%H:%M:%S}"
    assert answer.json()["version"] == stored().version
    assert stored().text == "Het gezin"


def test_saving_by_itself_belongs_to_the_opening_that_was_written_down(
    anna_desk, section, anna
):
    before = records()
    with backstage():
        opened = AccessRecord.objects.get(action="picture")
        changes = LogEntry.objects.count()
    for nth in range(3):
        anna_desk.type_in(section, f"zin {nth}", version=section.version + nth)

    assert opened.user_id == anna.pk
    assert opened.object_id == anna_desk.meeting.pk
    assert records() == before
    with backstage():
        assert LogEntry.objects.count() == changes


@pytest.mark.use("U42")
def test_saving_by_itself_asks_little_beyond_its_door(anna_desk, section):
    anna_desk.type_in(section, "Het gezin", version=section.version)
    with CaptureQueriesContext(connection) as door:
        refused = anna_desk.type_in(stored(), "x" * 20_001, version=stored().version)
    with CaptureQueriesContext(connection) as saving:
        saved = anna_desk.type_in(stored(), "Het gezin woont", version=stored().version)

    assert (refused.status_code, saved.status_code) == (413, 200)
    assert asked(saving) - asked(door) <= 2


def asked(found):
    around = ("SAVEPOINT", "RELEASE", "SET ROLE", "RESET ROLE")
    told = [it["sql"] for it in found.captured_queries]
    return sum(not sql.startswith(around) for sql in told)


@pytest.mark.parametrize("ticket", ["", "verzonnen"])
def test_nothing_is_saved_from_a_page_that_nobody_opened(anna_desk, section, ticket):
    anna_desk.ticket = ticket

    answer = anna_desk.type_in(section, "Stiekem", version=section.version)

    assert answer.status_code == 403
    assert stored().text == ""
    with backstage():
        refused = AccessRecord.objects.latest("at")
    assert (refused.action, refused.outcome) == ("type_in", "forbidden")


def test_a_ticket_is_worth_nothing_in_another_session_or_to_somebody_else(
    anna_desk, bas_desk, section, sign_in, anna
):
    again = Desk(sign_in(anna), anna_desk.meeting, ticket=anna_desk.ticket)
    bas_desk.ticket = anna_desk.ticket

    for desk in (again, bas_desk):
        answer = desk.type_in(section, "Stiekem", version=section.version)
        assert answer.status_code == 403
    assert stored().text == ""


def test_a_ticket_is_worth_nothing_at_another_meeting(anna_desk, bas_desk):
    with backstage():
        values = {f.attname: getattr(anna_desk.meeting, f.attname) for f in FIELDS}
        meeting = Meeting.objects.create(**values | {"id": new_id(), "uid": new_id()})
    other = Desk(anna_desk.client, meeting, ticket=anna_desk.ticket)

    assert other.follow().status_code == 403
    assert anna_desk.follow().status_code == 200


@pytest.mark.eis("P-3b")
def test_a_participant_types_no_minutes(table, sign_in, noor, section, anna_desk):
    desk = Desk(sign_in(noor), anna_desk.meeting, ticket=anna_desk.ticket)

    assert desk.type_in(section, "Van Noor", version=section.version).status_code == 404
    assert desk.follow().status_code == 403


@pytest.mark.eis("O-7")
@pytest.mark.use("U5")
def test_two_writers_in_one_piece_both_keep_their_words(anna_desk, bas_desk, section):
    anna_desk.type_in(section, "Van Anna.", version=section.version)
    answer = bas_desk.type_in(section, "Van Bas.", version=section.version)
    bas_desk.type_in(section, "Van Bas, en meer.", version=section.version)

    assert answer.status_code == 409
    told = answer.json()
    assert (told["text"], told["by"]) == ("Van Anna.", "Anna Voorbeeld")
    assert stored().text == "Van Anna."
    assert texts("beside") == ["Van Bas, en meer."]

    chosen = bas_desk.send(
        told["choose"],
        text="Van Anna. Van Bas, en meer.",
        version=told["version"],
        page=bas_desk.page,
        nth=9,
    )

    assert chosen.status_code == 200
    assert stored().text == "Van Anna. Van Bas, en meer."
    assert texts("beside") == ["Van Bas, en meer."]
    with backstage():
        assert MinutesText.objects.get(kind="beside").settled_at


def test_choosing_over_what_changed_again_keeps_both_once_more(
    anna_desk, bas_desk, section
):
    anna_desk.type_in(section, "Van Anna.", version=section.version)
    told = bas_desk.type_in(section, "Van Bas.", version=section.version).json()
    anna_desk.type_in(section, "Van Anna, later.", version=told["version"])

    late = bas_desk.send(
        told["choose"],
        text="Gekozen.",
        version=told["version"],
        page=bas_desk.page,
        nth=5,
    )

    assert late.status_code == 409
    assert stored().text == "Van Anna, later."
    assert texts("beside") == ["Gekozen."]


def test_an_answer_that_got_lost_makes_no_conflict_with_oneself(anna_desk, section):
    first = section.version
    anna_desk.type_in(section, "een", version=first)
    answer = anna_desk.type_in(section, "een twee", version=first)

    assert answer.status_code == 200
    assert stored().text == "een twee"
    assert texts("beside") == []


def test_what_arrives_late_changes_nothing(anna_desk, section):
    first = section.version
    anna_desk.type_in(section, "een twee", version=first, nth=2)
    answer = anna_desk.type_in(section, "een", version=first, nth=1)

    assert answer.status_code == 200
    assert stored().text == "een twee"


def test_not_a_space_of_the_text_is_touched(anna_desk, section):
    anna_desk.type_in(section, "  een\n\ntwee \n", version=section.version)

    assert stored().text == "  een\n\ntwee \n"


@pytest.mark.use("U8")
def test_some_minutes_apart_a_version_is_kept_that_can_be_brought_back(
    anna_desk, section
):
    start = timezone.now()
    said = ["een", "een twee", "een twee drie", "alles weg"]
    for minute, text in zip((0, 2, 6, 7), said, strict=True):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            anna_desk.type_in(section, text, version=stored().version)

    assert texts("before") == ["een twee"]
    with backstage():
        kept = MinutesText.objects.get(kind="before")
    page = anna_desk.client.get(reverse("ico:versions", args=[section.pk]))
    assert "een twee" in page.text
    anna_desk.client.post(reverse("ico:restore", args=[kept.pk]))

    assert stored().text == "een twee"
    assert texts("before") == ["een twee", "alles weg"]


def test_when_the_pen_changes_hands_what_stood_there_is_kept(
    anna_desk, bas_desk, section
):
    anna_desk.type_in(section, "Van Anna.", version=section.version)
    bas_desk.type_in(section, "Van Bas.", version=stored().version)

    assert texts("before") == ["Van Anna."]


@pytest.mark.use("U8")
def test_what_is_typed_after_the_minutes_were_established_is_kept_beside_them(
    established, sign_in, anna
):
    meeting = established.meeting
    desk = Desk(sign_in(anna), meeting).open()
    section = stored()

    answer = desk.type_in(section, "Te laat.", version=section.version)

    assert answer.status_code == 409
    assert answer.json()["frozen"] is True
    assert stored().text == section.text
    assert texts("beside") == ["Te laat."]
    url = reverse("ico:section", args=[section.pk])
    assert desk.client.post(url, {}).status_code == 403


def test_the_database_itself_keeps_established_minutes(established, anna):
    with acting_as(anna):
        section = MinutesSection.objects.get(**KEY)
        section.text = "Toch anders."
        with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
            section.save()


@pytest.mark.use("U8")
def test_a_correction_is_a_new_version_beside_what_was_established(
    established, sign_in, anna
):
    client, section = sign_in(anna), stored()
    client.post(
        reverse("ico:correct", args=[section.pk]), {"correctie-text": "Het was maart."}
    )

    page = client.get(reverse("ico:versions", args=[section.pk]))
    assert "Het was maart." in page.text
    assert section.text in page.text
    assert stored().text == section.text
    assert texts("correction") == ["Het was maart."]


def test_minutes_that_do_not_stand_need_no_correction(anna_desk, section):
    url = reverse("ico:correct", args=[section.pk])

    assert anna_desk.client.get(url).status_code == 403


def test_kept_texts_are_the_bureaus_and_stay_as_they_were(
    anna_desk, bas_desk, section, table, noor, anna
):
    anna_desk.type_in(section, "Van Anna.", version=section.version)
    bas_desk.type_in(section, "Van Bas.", version=stored().version)

    with acting_as(noor):
        assert not MinutesText.objects.exists()
    with acting_as(anna):
        assert MinutesText.objects.filter(kind="before").update(settled_at=None) == 0
        assert MinutesText.objects.all().delete()[0] == 0


@pytest.mark.use("U6")
def test_who_writes_where_is_seen_by_colleagues_for_half_a_minute(
    anna_desk, bas_desk, section, bas
):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        bas_desk.follow(section=section.pk)
        present = anna_desk.follow().json()["present"]
    with time_machine.travel(start + timedelta(seconds=31), tick=False):
        later = anna_desk.follow().json()["present"]

    assert present == [{"name": bas.name, "section": str(section.pk)}]
    assert later == []


def test_who_closes_the_page_is_gone_at_once(anna_desk, bas_desk, section):
    bas_desk.follow(section=section.pk)
    bas_desk.follow(left="on")

    assert anna_desk.follow().json()["present"] == []


def test_a_page_hears_what_others_wrote(anna_desk, bas_desk, section):
    known = {str(section.pk): section.version}
    bas_desk.type_in(section, "Van Bas.", version=section.version)

    told = anna_desk.follow(known=str(known).replace("'", '"')).json()["changed"]

    mine = next(it for it in told if it["section"] == str(section.pk))
    assert (mine["text"], mine["version"]) == ("Van Bas.", stored().version)


@pytest.mark.safety("S4")
def test_a_page_that_asks_by_itself_keeps_no_session_alive(
    sign_in, anna, meeting, section
):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        idle, busy = (Desk(sign_in(anna), meeting).open() for _ in range(2))
        for minute in (5, 10, 16):
            clock.move_to(start + timedelta(minutes=minute))
            asked = idle.follow()
            typed = busy.client.post(
                reverse("ico:type_in", args=[section.pk]),
                {
                    "text": f"minuut {minute}",
                    "version": stored().version,
                    "page": busy.page,
                    "nth": minute,
                },
                headers={"X-Zvh-Page": busy.ticket},
            )

    assert asked.status_code == 302
    assert typed.status_code == 200


def test_signing_in_again_over_the_page_is_written_down_as_an_opening(
    anna_desk, section, sign_in, anna
):
    anna_desk.client = sign_in(anna)
    before = records()

    again = anna_desk.client.post(
        reverse("ico:open_again", args=[anna_desk.meeting.pk])
    ).json()
    anna_desk.ticket = again["ticket"]

    assert again["user"] == str(anna.pk)
    assert records() == before + 1
    answer = anna_desk.type_in(section, "Verder.", version=section.version)
    assert answer.status_code == 200


def test_writing_by_a_button_keeps_what_stood_there(meeting, anna):
    with acting_as(anna):
        for text in ("een", "twee"):
            found = MinutesSection.objects.get(meeting=meeting, **KEY)
            actions.write_section(found, by=anna, text=text)

    assert texts("before") == ["een"]
