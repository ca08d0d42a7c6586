"""An advice leaves after some minutes, and support is asked about after four weeks."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases import pages
from cases.lifecycle import Phase
from tests.backstage import backstage
from tests.triage.conftest import decide, fresh, item_of
from triage import agenda, outcomes
from triage.models import Advice
from zvh.guard.announce import acting_as


def the_advice():
    with backstage():
        return Advice.objects.get()


def press(client, name, advice, **data):
    return client.post(reverse(f"triage:{name}", args=[advice.pk]), data)


@pytest.fixture
def advised(weighing, anna):
    item = weighing()
    decide(item, anna, "advice")
    return item.case


@pytest.mark.eis("W-4")
@pytest.mark.use("U34")
def test_a_mistaken_click_is_taken_back_in_time(advised, anna, sign_in, clock):
    client = sign_in(anna)
    press(client, "send_advice", the_advice())
    page = client.get(reverse("triage:send_advice", args=[the_advice().pk])).text
    assert "Haal het advies terug" in page
    assert "om 10:05" in page

    press(client, "hold_advice", the_advice())
    clock.shift(outcomes.GRACE)

    assert outcomes.send_leaving() == 0
    assert the_advice().sent_at is None
    assert fresh(advised).phase == Phase.TRIAGE


@pytest.mark.eis("W-4")
def test_meanwhile_its_case_does_not_offer_to_send_it_again(advised, anna, sign_in):
    client, case = sign_in(anna), reverse("cases:detail", args=[advised.pk])
    before = client.get(case).text

    press(client, "send_advice", the_advice())

    for url in (case, reverse("triage:intake", args=[advised.pk])):
        text = client.get(url).text
        assert "Verstuur advies" not in text
        assert reverse("triage:send_advice", args=[the_advice().pk]) in text
    press(client, "hold_advice", the_advice())
    assert "Verstuur advies" in before
    assert "Verstuur advies" in client.get(case).text


@pytest.mark.eis("W-4", "S-4")
def test_what_was_not_taken_back_leaves_by_itself_and_once(
    advised, anna, sign_in, clock
):
    press(sign_in(anna), "send_advice", the_advice())
    assert outcomes.send_leaving() == 0
    clock.shift(outcomes.GRACE)

    assert [outcomes.send_leaving(), outcomes.send_leaving()] == [1, 0]

    assert fresh(advised).phase == Phase.ADVISED


def test_while_it_waits_nobody_writes_in_it(advised, anna, sign_in):
    client = sign_in(anna)
    press(client, "send_advice", the_advice())

    answer = press(client, "write_advice", the_advice(), text="Anders.", version=2)

    assert answer.status_code == 403
    assert "Haal het eerst terug" in answer.text


def test_who_lost_the_role_meanwhile_sends_nothing(advised, anna, sign_in, clock):
    press(sign_in(anna), "send_advice", the_advice())
    with backstage():
        anna.authorisations.update(until=date(2026, 11, 16))
    clock.shift(outcomes.GRACE)

    assert outcomes.send_leaving() == 0
    assert the_advice().sent_at is None


@pytest.mark.eis("W-4")
def test_also_after_the_closing_an_unsent_advice_can_be_decided_again(
    advised, anna, sign_in, clock
):
    with backstage():
        item = advised.agendaitems.get()
        decision = advised.triagedecisions.get()
    with acting_as(anna):
        agenda.close(item.meeting, by=anna)

    sign_in(anna).post(reverse("triage:revise", args=[decision.pk]))

    assert item_of(advised).meeting.date.isoformat() == "2026-11-24"


@pytest.mark.eis("W-4")
def test_building_blocks_come_under_what_was_written(advised, anna, sign_in):
    client = sign_in(anna)
    blocks = {"blocks": ["wijkagent", "opnieuw"], "add_blocks": "1"}

    page = press(
        client, "write_advice", the_advice(), text="Beste Bram,", version=1, **blocks
    ).text

    assert "Beste Bram," in page
    assert "bespreek overlast en veiligheid" in page.lower()
    assert "meld dan gerust opnieuw aan" in page.lower()
    assert the_advice().text == "Daarom."


@pytest.mark.eis("W-4")
def test_whoever_goes_on_with_a_building_block_chosen_has_it_in_the_advice(
    advised, anna, sign_in
):
    data = {"text": "Beste Bram,", "version": 1, "blocks": ["wijkagent"]}

    press(sign_in(anna), "write_advice", the_advice(), **data)

    assert the_advice().text.startswith("Beste Bram,")
    assert "bespreek overlast en veiligheid" in the_advice().text.lower()


@pytest.mark.eis("W-3")
def test_after_four_weeks_it_is_asked_whether_support_can_end(
    weighing, anna, sign_in, clock
):
    case = weighing().case
    decide(item_of(case), anna, "support")
    assert not _asked(anna)
    clock.shift(timedelta(weeks=4))
    assert _asked(anna)
    client, url = sign_in(anna), reverse("triage:support", args=[case.pk])
    assert "Kan de ondersteuning eindigen?" in client.get(url).text

    client.post(url, {"text": "Nog één gesprek.", "goes_on": "on"})

    assert not _asked(anna)
    clock.shift(timedelta(weeks=4))
    assert _asked(anna)


def _asked(user):
    with acting_as(user):
        return "Kan de ondersteuning eindigen?" in [it.what for it in pages.tasks(user)]
