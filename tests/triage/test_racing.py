"""Two things happen to the weging at the same moment."""

import pytest
from django.urls import reverse

from accounts.models import Outgoing
from cases import actions as cases
from cases.models import Attachment, Case, ParkedForm, Person
from tests.backstage import backstage
from tests.cast import play
from tests.racing import about_to_commit, meanwhile, posting
from tests.triage.conftest import at, fresh, item_of, judge, meeting_on
from triage import actions, agenda
from triage.models import Advice, AgendaItem, TriageDecision, TriageMeeting
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "Geheimhouder"


@pytest.fixture
def waiting(clock, put_forward, agent):
    """On the agenda of tomorrow, which goes out now."""
    case = put_forward(surname=NAME)
    clock.move_to(at("2026-11-16", "18:30:00"))
    return item_of(case)


def restrict(case, by, *names):
    cases.restrict(Case.objects.get(pk=case.pk), by=by, names=names)


def seen_by_hand(user):
    with acting_as(user):
        return [
            model.__name__
            for model in (Case, Person, Attachment, AgendaItem)
            if model.objects.exists()
        ]


def pages_of(browser, item):
    names = {"item": item.pk, "meeting": item.meeting_id}
    return "".join(
        browser.get(reverse(f"triage:{name}", args=[key])).text
        for name, key in names.items()
    )


@pytest.mark.eis("P-2")
def test_case_restricted_while_the_agenda_goes_out_is_shown_to_nobody(
    clock, waiting, agent, anna, sign_in
):
    restricting = about_to_commit(anna, lambda: restrict(waiting.case, anna))

    meanwhile(restricting, agenda.prepare)

    clock.move_to(at("2026-11-17"))
    assert fresh(waiting.case).is_restricted
    assert NAME not in pages_of(sign_in(agent), waiting)
    assert waiting.case.number not in pages_of(sign_in(agent), waiting)
    assert seen_by_hand(agent) == []


@pytest.mark.eis("P-2")
def test_agenda_that_goes_out_while_a_case_is_restricted_shows_it_to_nobody(
    clock, waiting, agent, anna, bas, sign_in
):
    url = reverse("cases:restrict", args=[waiting.case_id])
    sending = about_to_commit(bas, lambda: agenda.send(waiting.meeting, by=bas))

    meanwhile(sending, posting(sign_in(anna), url, names=[]))

    clock.move_to(at("2026-11-17"))
    assert fresh(waiting.case).is_restricted
    assert NAME not in pages_of(sign_in(agent), waiting)
    assert seen_by_hand(agent) == []


@pytest.mark.eis("P-2")
def test_file_of_a_restricted_case_is_closed_to_the_weging(
    clock, waiting, agent, anna, bas, bram, sign_in
):
    with backstage():
        file = Attachment.objects.create(
            case=waiting.case,
            given_by=bram.party,
            name="brief.pdf",
            media_type="application/pdf",
            size=5,
            body=b"%PDF-",
        )
    url = reverse("cases:attachment", args=[file.pk])
    restricting = about_to_commit(anna, lambda: restrict(waiting.case, anna))

    meanwhile(restricting, agenda.prepare)

    assert sign_in(agent).get(url).status_code == 404


@pytest.mark.eis("P-2")
def test_who_was_not_named_does_not_let_themselves_in(waiting, anna, bas, sign_in):
    ada = play("ada", "Ada Voorbeeld", "procescoordinator", name="Huis (ada)")
    url = reverse("cases:restrict", args=[waiting.case_id])
    restricting = about_to_commit(anna, lambda: restrict(waiting.case, anna))

    late = meanwhile(restricting, posting(sign_in(ada), url, names=[anna.pk, bas.pk]))

    assert late.status_code in (403, 404)
    for user in (ada, bas):
        page = sign_in(user).get(reverse("cases:detail", args=[waiting.case_id]))
        assert page.status_code == 404


@pytest.mark.eis("W-3")
def test_of_two_who_decide_the_same_case_the_second_is_told_and_loses_no_word(
    weighing, anna, sign_in
):
    item = weighing()
    ada = play("ada", "Ada Voorbeeld", "procescoordinator", name="Huis (ada)")
    url = reverse("triage:item", args=[item.pk])
    first = about_to_commit(anna, lambda: support(item, anna))

    late = meanwhile(
        first, posting(sign_in(ada), url, outcome="advice", motivation="Mijn tekst.")
    )

    assert late.status_code == 409
    with backstage():
        (decision,) = TriageDecision.objects.all()
        assert decision.by == anna
        assert not Advice.objects.exists()
        parked = [form.fields for form in ParkedForm.objects.all()]
    assert "Mijn tekst." in late.text or "Mijn tekst." in str(parked)


@pytest.mark.eis("A-6", "W-1")
def test_what_arrives_while_the_agenda_is_filled_is_seen_there_or_comes_next_week(
    clock, put_forward, send, agent, anna, bas, gemeente
):
    put_forward(surname="Eerste")
    late = send(surname="Tweede")
    clock.move_to(at("2026-11-16", "13:00:00"))
    meeting = meeting_on("2026-11-17")
    sending = about_to_commit(bas, lambda: agenda.send(meeting, by=bas))

    def arrive():
        with acting_as(anna):
            judge(Case.objects.get(pk=late.pk), anna, gemeente)

    meanwhile(sending, arrive)

    assert item_of(late).meeting.date.isoformat() == "2026-11-24"
    with acting_as(agent):
        assert [item.case_id for item in AgendaItem.objects.all()] != [late.pk]


@pytest.mark.eis("A-6", "W-1")
def test_an_agenda_that_goes_out_while_a_case_arrives_waits_and_shows_it(
    clock, send, agent, anna, bas, gemeente
):
    late = send(surname="Tweede")
    clock.move_to(at("2026-11-16", "13:00:00"))
    agenda.prepare()
    arriving = about_to_commit(
        anna, lambda: judge(Case.objects.get(pk=late.pk), anna, gemeente)
    )

    def go_out():
        with acting_as(bas):
            agenda.send(meeting_on("2026-11-17"), by=bas)

    meanwhile(arriving, go_out)

    assert item_of(late).position == 1
    with acting_as(agent):
        assert [item.case_id for item in AgendaItem.objects.all()] == [late.pk]


@pytest.mark.eis("W-1")
@pytest.mark.safety("J1")
def test_two_workers_fill_the_same_agenda_once(clock, waiting, agent, anna):
    first = about_to_commit(anna, agenda.prepare)

    meanwhile(first, agenda.prepare)

    with backstage():
        assert TriageMeeting.objects.count() == 8
        assert AgendaItem.objects.get().position == 1
        told = Outgoing.objects.filter(recipient=agent)
        kinds = sorted(told.values_list("kind", flat=True))
    assert kinds == ["agenda_sent", *["weighing_invited"] * 4]


def support(item, by):
    actions.decide(
        AgendaItem.objects.get(pk=item.pk), by=by, outcome="support", motivation="Zo."
    )
