"""With every address of the system: what a partner and a weging participant reach."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from cases.models import Case
from tests import matrix
from tests.backstage import backstage
from tests.cast import play
from tests.triage.conftest import _contact, ask, at, item_of
from tests.walks import address_of, name_of, patterns
from triage import agenda, answering
from triage.answering import Given, Told
from triage.models import TriageMeeting
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.eis("P-3", "P-4")
SURNAME, STORY = "Zkanariezq", "Vertrouwelijkzq"
TABLE = {"triage:meeting", "triage:item"}


@pytest.fixture
def om(db):
    """The contact of the prosecutor, who sits at every weging."""
    return _contact(play("olga", "Olga Voorbeeld", "ketenpartner", name="OM"), "om")


@pytest.fixture
def weighed(clock, put_forward, agent, om, anna):
    """The police told something for the weging; the agenda is out."""
    case = put_forward(surname=SURNAME)
    inquiry = ask(case, anna, agent.party)
    given = Given("known", (Told(STORY, "police", "registraties"),))
    with acting_as(agent):
        answering.answer(inquiry, by=agent, given=given)
    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()
    clock.move_to(at("2026-11-17", "10:00:00"))
    return case


def reached(case: Case, client: Client) -> dict[str, set[str]]:
    """By page: which of these three it betrays, whatever else it says."""
    marks = {"name": SURNAME, "number": case.number, "story": STORY}
    found: dict[str, set[str]] = {}
    for name, text in _said(case, client):
        seen = {what for what, mark in marks.items() if mark in text}
        if seen:
            found.setdefault(name, set()).update(seen)
    return found


def _said(case: Case, client: Client) -> Iterator[tuple[str, str]]:
    beside = matrix.beside(case.pk)
    for pattern in patterns():
        door = getattr(pattern.callback, "door", None)
        if door is None or door.kind == "public":
            continue
        keys = {"pk": _row(door.model, case), **beside} if door.model else beside
        asked = pattern.pattern.converters
        known = {k: v for k, v in keys.items() if k in asked and v}
        address = address_of(pattern, **known)
        with transaction.atomic():
            answers = [client.get(address), client.post(address, {"q": SURNAME})]
            transaction.set_rollback(True)
        yield name_of(pattern), "".join(_text(answer) for answer in answers)


def _row(model, case: Case) -> UUID | None:
    with backstage():
        if model is TriageMeeting:
            return case.agendaitems.get().meeting_id
        if model in matrix.ABOUT_A_CASE:
            return matrix.row_of(model, case.pk)
        row = model._default_manager.order_by("pk").first()
        return row.pk if row else None


def _text(answer) -> str:
    # A refusal repeats what was asked: the search text is our own.
    if answer.status_code != 200:
        return ""
    text: str = answer.content.decode(errors="replace")
    return text.replace(f'value="{SURNAME}"', "")


def test_a_participant_reaches_what_is_released_on_the_agenda_and_nothing_else(
    weighed, agent, sign_in
):
    seen = reached(weighed, sign_in(agent))

    own = {"triage:inquiry", "triage:own_inquiries", "triage:add_to_answer"}
    own |= {"triage:correct", "triage:take_back"}
    assert set(seen) - own == TABLE


def test_who_sits_there_without_being_asked_reads_no_word_without_a_release(
    weighed, om, sign_in
):
    seen = reached(weighed, sign_in(om))

    assert seen == {
        "triage:meeting": {"name", "number"},
        "triage:item": {"name", "number"},
    }


def test_after_the_closing_a_participant_reaches_nothing(weighed, om, anna, sign_in):
    with acting_as(anna):
        agenda.close(item_of(weighed).meeting, by=anna)

    assert reached(weighed, sign_in(om)) == {}


@pytest.mark.long
def test_another_partner_reaches_nothing_at_all(weighed, cato, raad, sign_in):
    for user in (cato, raad):
        assert reached(weighed, sign_in(user)) == {}


def test_the_sender_follows_the_own_registration_and_reads_nobody_elses_input(
    weighed, bram, sign_in
):
    seen = reached(weighed, sign_in(bram))

    assert all("story" not in what for what in seen.values())
    assert {name for name in seen if not name.startswith("cases:")} == set()
