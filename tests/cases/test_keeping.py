"""A registration that waits for its sender does not wait for ever (S-9)."""

from dataclasses import replace
from datetime import date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import mails
from cases import actions, keeping
from cases.lifecycle import Phase
from cases.models import Case, CompletionRequest, Person
from house import profile
from privacy import retention
from privacy.models import Removal
from tests.backstage import backstage
from tests.stories import SURNAME, drafted, in_phase, sent
from zvh.guard.announce import Purpose, acting_as, acting_for
from zvh.guard.models import Fact

BEFORE = date(2026, 11, 23)


def at(day, clock="05:00"):
    return time_machine.travel(
        datetime.fromisoformat(f"{day}T{clock}:00+00:00"), tick=False
    )


@pytest.fixture
def returned(bram, anna):
    """Sent on Monday 16 November, and asked to be completed a week later."""
    with at("2026-11-16"):
        case = sent(bram)
        with acting_as(anna):
            actions.ask_completion(
                case, by=anna, missing="De school.", answer_before=BEFORE
            )
    return case


def there(case):
    with backstage():
        return Case.objects.filter(pk=case.pk).exists()


def reload(case):
    with backstage():
        return Case.objects.get(pk=case.pk)


def the_page(client, case, name="state"):
    return client.get(reverse(f"cases:registration_{name}", args=[case.pk]))


@pytest.mark.eis("S-9", "A-6")
def test_the_sender_is_reminded_once_on_the_day_itself(returned, mailoutbox):
    with at("2026-11-22"):
        assert keeping.remind() == 0
    with at("2026-11-23"):
        assert [keeping.remind(), keeping.remind()] == [1, 0]
        mails.send_outgoing()

    (letter,) = [it for it in mailoutbox if "wacht nog op u" in it.subject]
    assert letter.to == [returned.registered_by.email]
    assert returned.number in letter.body
    assert SURNAME not in letter.body
    assert "school" not in letter.body


@pytest.mark.eis("S-9")
def test_who_completed_it_is_not_reminded(returned, bram):
    with at("2026-11-20"), acting_as(bram):
        actions.send_registration(Case.objects.get(pk=returned.pk), by=bram)

    with at("2026-11-23"):
        assert keeping.remind() == 0


@pytest.mark.eis("S-9")
@pytest.mark.safety("P3")
@pytest.mark.parametrize(
    ("day", "stays"), [("2026-12-20", True), ("2026-12-21", False)]
)
def test_what_stays_incomplete_goes_four_weeks_after_the_reminder(returned, day, stays):
    with at(day):
        retention.run()

    assert there(returned) is stays


@pytest.mark.eis("S-9", "T-5")
def test_the_house_says_how_long_it_waits(bram, anna, monkeypatch):
    shipped = profile.active()
    shorter = replace(shipped, terms=replace(shipped.terms, incomplete_days=7))
    monkeypatch.setattr(profile, "active", lambda: shorter)

    case = sent(bram)
    with acting_as(anna):
        actions.ask_completion(case, by=anna, missing="Meer.", answer_before=BEFORE)

    assert reload(case).work_until == date(2026, 11, 30)


@pytest.mark.eis("S-9", "A-6")
def test_what_was_completed_has_no_term_any_more(returned, bram):
    with at("2026-12-20"), acting_as(bram):
        actions.send_registration(Case.objects.get(pk=returned.pk), by=bram)

    with at("2027-02-01"):
        retention.run()

    assert reload(returned).phase == Phase.INTAKE
    assert reload(returned).work_until is None


@pytest.mark.eis("S-9", "A-7")
def test_both_sides_read_until_when_it_waits(returned, anna, bram, sign_in):
    with at("2026-11-17"):
        theirs = the_page(sign_in(bram), returned).text
        ours = sign_in(anna).get(reverse("triage:intake", args=[returned.pk])).text

    assert "21 december" in theirs.split("Komt er niets")[1][:200]
    assert "ma 21 dec" in ours.split("Komt er niets")[1][:200]


@pytest.mark.safety("X7")
def test_reminding_opens_what_is_not_answered_and_nothing_else(returned, bram):
    with at("2026-11-23"), acting_for(Purpose.REMINDERS):
        assert CompletionRequest.objects.count() == 1
        assert not Person.objects.exists()
    with at("2026-11-23"), acting_as(bram):
        actions.send_registration(Case.objects.get(pk=returned.pk), by=bram)
    with at("2026-11-24"), acting_for(Purpose.REMINDERS):
        assert not CompletionRequest.objects.exists()


@pytest.mark.eis("S-9", "S-5")
@pytest.mark.use("U34")
@pytest.mark.parametrize("phase", ["intake", "registration"])
def test_the_sender_withdraws_it_and_all_of_it_goes(
    request, bram, anna, sign_in, phase
):
    with at("2026-11-16"):
        case = sent(bram)
    if phase == "registration":
        case = request.getfixturevalue("returned")

    with at("2026-11-17"):
        client = sign_in(bram)
        assert "Trek uw aanmelding in" in the_page(client, case).text
        assert case.number in the_page(client, case, "withdraw").text
        there_still = there(case)
        client.post(reverse("cases:registration_withdraw", args=[case.pk]))
        retention.run()

    assert there_still
    assert not there(case)
    with backstage():
        assert Removal.objects.filter(case_key=case.pk).exists()
        assert Fact.objects.filter(kind="withdrawn").count() == 1


@pytest.mark.eis("S-9")
def test_what_was_withdrawn_is_not_completed_any_more(returned, bram):
    with at("2026-11-17"), acting_as(bram):
        keeping.withdraw(Case.objects.get(pk=returned.pk), by=bram)
        with pytest.raises(PermissionDenied, match="ingetrokken"):
            actions.send_registration(Case.objects.get(pk=returned.pk), by=bram)

    assert reload(returned).work_until is not None


@pytest.mark.eis("S-9")
def test_who_works_on_it_is_told_that_it_is_gone(returned, anna, bram, mailoutbox):
    with at("2026-11-17"):
        with backstage():
            Case.objects.filter(pk=returned.pk).update(coordinator=anna)
        with acting_as(bram):
            keeping.withdraw(Case.objects.get(pk=returned.pk), by=bram)
        retention.run()
        mails.send_outgoing()

    (letter,) = [it for it in mailoutbox if "is ingetrokken" in it.subject]
    assert letter.to == [anna.email]
    assert returned.number in letter.body
    assert SURNAME not in letter.body


@pytest.mark.eis("S-9")
def test_nothing_is_withdrawn_by_a_link(bram, sign_in):
    case = sent(bram)

    the_page(sign_in(bram), case, "withdraw")
    retention.run()

    assert there(case)


@pytest.mark.eis("S-9", "P-4")
@pytest.mark.parametrize("who", ["cato", "politie", "fg", "anna"])
def test_nobody_else_withdraws_it(request, bram, who, sign_in):
    case = sent(bram)
    client = sign_in(request.getfixturevalue(who))

    answer = client.post(reverse("cases:registration_withdraw", args=[case.pk]))

    assert answer.status_code in (403, 404)
    assert reload(case).work_until is None


@pytest.mark.eis("S-9")
@pytest.mark.parametrize("phase", [Phase.TRIAGE, Phase.ICO, Phase.SUPPORT])
def test_what_is_weighed_is_the_houses_to_end(bram, anna, sign_in, phase):
    case = in_phase(phase, partner=bram, anna=anna)
    client = sign_in(bram)

    answer = client.post(reverse("cases:registration_withdraw", args=[case.pk]))

    assert answer.status_code == 403
    assert "Bel het bureau" in answer.text
    assert "Trek uw aanmelding in" not in the_page(client, case).text
    assert reload(case).work_until is None


def test_a_draft_is_thrown_away_and_not_withdrawn(bram, sign_in):
    case = drafted(bram)

    answer = the_page(sign_in(bram), case, "withdraw")

    assert answer.status_code == 403
    assert there(case)
