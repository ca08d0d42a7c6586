"""A partner follows what became of a registration."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from cases import actions, pages
from cases.lifecycle import Phase
from cases.models import Case
from tests.backstage import backstage
from tests.cases.filling_in import begun, completed, sent, stored, text
from tests.factories import some_key
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord

ASKED = "Wie is de huisarts?"
LABELS = {
    Phase.TRIAGE: "Op de agenda van de triage",
    Phase.SUPPORT: "Wij ondersteunen u",
    Phase.ICO: "Er komt een casusoverleg",
}


@pytest.fixture
def desk(bram, sign_in):
    """Bram's browser."""
    return sign_in(bram)


@pytest.fixture
def told():
    """A notice of another room, for this test only."""

    @pages.sender_notice
    def advice(user, case):
        return pages.Notice(
            "Ons advies", "components/empty.html", {"title": "Bel Halt"}
        )

    yield
    pages._sender_notices._functions.popitem()  # noqa: SLF001


def move(key, anna, *there):
    with acting_as(anna):
        case = Case.objects.get(pk=key)
        for phase in there:
            case = actions.move(case, phase, by=anna)


def ask(key, anna):
    with acting_as(anna):
        case = Case.objects.get(pk=key)
        actions.ask_completion(
            case,
            by=anna,
            missing="Wie is de huisarts?",
            answer_before=date(2026, 12, 1),
        )


def test_the_first_page_of_somebody_new_says_what_will_come(desk):
    page = text(desk.get("/mijn/"))

    assert "U hebt nog geen casus aangemeld" in page
    assert 'href="/aanmelden/"' in page


def test_who_may_not_register_is_not_offered_it(fg, sign_in):
    page = text(sign_in(fg).get("/mijn/"))

    assert '<h2 class="tile__title"><a href="/aanmelden/">' not in page


@pytest.mark.eis("A-1")
def test_the_first_page_lists_drafts_and_what_was_sent(desk):
    key = sent(desk)
    completed(desk)

    page = text(desk.get("/mijn/"))

    assert stored(key).number in page
    assert "Nog niet verstuurd" in page
    assert "Wij bekijken uw aanmelding" in page
    assert "T. P." in page
    assert "Proefpersoon" not in page


def test_the_list_is_written_down_with_its_length_only(desk):
    sent(desk)

    desk.get("/mijn/")

    with backstage():
        record = AccessRecord.objects.filter(action="own registrations").latest("at")
    assert (record.count, record.filtered_by) == (1, "")


@pytest.mark.eis("P-4")
def test_nobody_else_lists_it(desk, cato, sign_in):
    key = sent(desk)

    assert stored(key).number not in text(sign_in(cato).get("/mijn/"))


@pytest.mark.eis("A-7")
@time_machine.travel(datetime(2026, 11, 19, 9, 0, tzinfo=UTC), tick=False)
def test_the_sender_reads_what_comes_next_and_when(bram, sign_in):
    desk = sign_in(bram)
    key = sent(desk)

    page = text(desk.get(f"/aanmelden/{key}/stand/"))

    assert "Wij bekijken uw aanmelding" in page
    assert "in de triage van di 24 november 2026" in page
    assert "Aanmelding verstuurd" in page


@pytest.mark.eis("A-7")
@pytest.mark.parametrize("phase", LABELS)
def test_the_sender_follows_it_in_plain_words(desk, anna, phase):
    key = sent(desk)
    move(key, anna, *dict.fromkeys([Phase.TRIAGE, phase]))

    page = text(desk.get(f"/aanmelden/{key}/stand/"))

    assert LABELS[phase] in page
    assert anna.name not in page


@pytest.mark.eis("A-7")
def test_the_sender_is_told_that_it_ended_with_advice(desk, anna):
    key = sent(desk)
    move(key, anna, Phase.TRIAGE)
    with acting_as(anna):
        actions.advise(Case.objects.get(pk=key), by=anna)

    assert "Afgerond met een advies" in text(desk.get(f"/aanmelden/{key}/stand/"))


def test_the_sender_reads_back_what_was_sent(desk):
    key = sent(desk)

    page = text(desk.get(f"/aanmelden/{key}/stand/"))

    assert "Dreigende ontruiming." in page
    assert "geboren op 17 mei 1984" in page


@pytest.mark.eis("A-6")
def test_the_sender_reads_what_is_asked_and_until_when(desk, anna):
    key = sent(desk)
    ask(key, anna)

    pages_ = text(desk.get("/mijn/")), text(desk.get(f"/aanmelden/{key}/stand/"))

    assert all("di 1 december 2026" in page for page in pages_)
    assert ASKED in pages_[1]
    assert f'href="/aanmelden/{key}/"' in pages_[0]
    assert "Vul uw aanmelding aan" in pages_[0]
    assert "huisarts" not in pages_[0]


def test_another_room_tells_the_sender_something(desk, told):
    key = sent(desk)

    page = text(desk.get(f"/aanmelden/{key}/stand/"))

    assert "Ons advies" in page
    assert "Bel Halt" in page


def test_what_is_still_a_draft_has_no_state(desk):
    key = begun(desk)

    assert desk.get(f"/aanmelden/{key}/stand/").url == f"/aanmelden/{key}/"


@pytest.mark.eis("P-4")
@pytest.mark.parametrize("page", ["stand", "verstuurd", "versturen"])
def test_others_get_the_same_as_for_a_made_up_key(desk, cato, sign_in, page):
    key, other = sent(desk), sign_in(cato)
    ask_for = other.post if page == "versturen" else other.get

    foreign = ask_for(f"/aanmelden/{key}/{page}/")
    made_up = ask_for(f"/aanmelden/{some_key()}/{page}/")

    assert foreign.status_code == made_up.status_code == 404
    assert foreign.content == made_up.content


def test_the_bureau_does_not_use_the_senders_page(desk, anna, sign_in):
    key = sent(desk)

    assert sign_in(anna).get(f"/aanmelden/{key}/stand/").status_code == 403
