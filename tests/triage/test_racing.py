"""The agenda goes out, or a colleague asks the same, as a case is restricted (P-2)."""

import pytest
from django.urls import reverse

from cases import actions as cases
from cases.models import Attachment, Case, Person
from tests.backstage import backstage
from tests.cast import play
from tests.racing import about_to_commit, meanwhile, posting
from tests.triage.conftest import at, fresh, item_of
from triage import agenda
from triage.models import AgendaItem
from zvh.guard.announce import acting_as

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.eis("P-2")]
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


def test_who_was_not_named_does_not_let_themselves_in(waiting, anna, bas, sign_in):
    ada = play("ada", "Ada Voorbeeld", "procescoordinator", name="Huis (ada)")
    url = reverse("cases:restrict", args=[waiting.case_id])
    restricting = about_to_commit(anna, lambda: restrict(waiting.case, anna))

    late = meanwhile(restricting, posting(sign_in(ada), url, names=[anna.pk, bas.pk]))

    assert late.status_code in (403, 404)
    for user in (ada, bas):
        page = sign_in(user).get(reverse("cases:detail", args=[waiting.case_id]))
        assert page.status_code == 404
