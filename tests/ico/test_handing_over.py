"""A procescoördinator is away: all their work passes on in one act, and back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Outgoing, Role
from cases import actions as case_actions
from cases import bureau_actions
from cases.lifecycle import Phase
from cases.models import Case, Handover
from ico.models import Meeting
from tests.backstage import backstage
from tests.cast import play
from tests.factories import UserFactory
from tests.stories import in_phase
from triage.models import TriageMeeting
from zvh.guard.announce import acting_as
from zvh.guard.models import Fact, LogEntry

NOTE = "Bel eerst de woningcorporatie terug."


@pytest.fixture
def bea(db):
    """A second procescoördinator."""
    return play("bea", "Bea Voorbeeld", Role.PROCESCOORDINATOR, name="Huis (bea)")


@pytest.fixture
def led(case, anna):
    """Anna leads the case of the meeting."""
    return lead(case, anna)


def lead(case, who):
    with acting_as(who):
        fresh = Case.objects.get(pk=case.pk)
        return bureau_actions.take_over(fresh, by=who, coordinator=who)


def page(old, new, name="hand_over"):
    return reverse(f"cases:{name}", args=[old.pk, new.pk])


def parts(browser, url):
    shown = browser.get(url).context["parts"]
    found = {part.kind: (len(part.moving), len(part.staying)) for part in shown}
    return {kind: counts for kind, counts in found.items() if any(counts)}


def now(case):
    with backstage():
        return Case.objects.get(pk=case.pk)


@pytest.mark.use("U41")
@pytest.mark.eis("G-2", "R-4")
def test_whole_work_passes_in_one_act_with_a_note(
    anna, bea, bas, led, meeting, sign_in
):
    with backstage():
        day = timezone.localdate() + timedelta(days=2)
        weging = TriageMeeting.objects.create(
            date=day,
            chair=anna,
            starts_at=timezone.now() + timedelta(days=2),
            closes_at=timezone.now() + timedelta(days=1),
        )
    browser = sign_in(bea)

    assert parts(browser, page(anna, bea)) == {
        "coordinator": (1, 0),
        "chair": (1, 0),
        "writer": (1, 0),
        "triage_chair": (1, 0),
    }
    browser.post(page(anna, bea), {"note": NOTE})

    assert now(led).coordinator == bea
    with backstage():
        table = Meeting.objects.get(pk=meeting.pk)
        weging.refresh_from_db()
        handover = Handover.objects.get()
        assert Fact.objects.filter(kind="handed_over").count() == 1
        changed = LogEntry.objects.filter(case_id=led.pk, actor=bea)
        assert any("coordinator" in (entry.changes or {}) for entry in changed)
    assert (table.chair, table.writer, weging.chair) == (bea, bea, bea)
    assert len(handover.duties) == 3
    line = sign_in(bas).get(reverse("cases:timeline", args=[led.pk])).content.decode()
    assert "Overgedragen van Anna Voorbeeld aan Bea Voorbeeld" in line
    assert NOTE in line


@pytest.mark.use("U41")
def test_looking_beforehand_changes_nothing(anna, bea, led, sign_in):
    sign_in(bea).get(page(anna, bea))

    assert now(led).coordinator == anna
    with backstage():
        assert not Handover.objects.exists()


@pytest.mark.use("U41")
def test_nothing_passes_without_a_note(anna, bea, led, sign_in):
    answer = sign_in(bea).post(page(anna, bea), {"note": " "})

    assert answer.status_code == 200
    assert now(led).coordinator == anna


@pytest.mark.use("U41")
@pytest.mark.eis("P-2")
def test_restricted_case_stays_unless_the_colleague_is_named(
    anna, bea, bram, led, sign_in
):
    with acting_as(anna):
        case_actions.restrict(Case.objects.get(pk=led.pk), by=anna, names=[])
    other = lead(in_phase(Phase.ICO, partner=bram, anna=anna), anna)
    with acting_as(anna):
        case_actions.restrict(Case.objects.get(pk=other.pk), by=anna, names=[bea])

    shown = sign_in(anna).get(page(anna, bea)).content.decode()
    theirs = sign_in(bea).get(page(anna, bea)).content.decode()
    sign_in(anna).post(page(anna, bea), {"note": NOTE})

    assert f"{led.number}: Bea Voorbeeld is niet genoemd" in shown
    assert str(led.number) not in theirs
    assert (now(led).coordinator, now(other).coordinator) == (anna, bea)


@pytest.mark.use("U41")
@pytest.mark.eis("P-2")
def test_colleague_who_is_not_named_moves_nothing_of_a_restricted_case(
    anna, bea, led, sign_in
):
    with acting_as(anna):
        case_actions.restrict(Case.objects.get(pk=led.pk), by=anna, names=[])

    sign_in(bea).post(page(anna, bea), {"note": NOTE})

    assert now(led).coordinator == anna
    with backstage():
        assert not Handover.objects.exists()


@pytest.mark.use("U34", "U41")
def test_only_what_was_handed_over_and_is_still_there_comes_back(
    anna, bea, bram, led, meeting, sign_in
):
    third = play("cor", "Cor", Role.PROCESCOORDINATOR, name="Huis (cor)")
    passed_on = lead(in_phase(Phase.ICO, partner=bram, anna=anna), anna)
    her_own = lead(in_phase(Phase.ICO, partner=bram, anna=anna), bea)
    browser = sign_in(bea)
    browser.post(page(anna, bea), {"note": NOTE})
    lead(passed_on, third)

    listed = browser.get(reverse("cases:handovers")).content.decode()
    assert page(anna, bea, "take_back") in listed
    assert parts(browser, page(anna, bea, "take_back")) == {
        "coordinator": (1, 0),
        "chair": (1, 0),
        "writer": (1, 0),
    }
    sign_in(anna).post(page(anna, bea, "take_back"))

    assert now(led).coordinator == anna
    assert now(passed_on).coordinator == third
    assert now(her_own).coordinator == bea
    with backstage():
        assert Meeting.objects.get(pk=meeting.pk).chair == anna
        assert not Handover.objects.standing().exists()
    line = browser.get(reverse("cases:timeline", args=[led.pk])).content.decode()
    assert "Teruggenomen: van Bea Voorbeeld naar Anna Voorbeeld" in line
    assert parts(browser, page(anna, bea, "take_back")) == {}


@pytest.mark.use("U41")
def test_who_left_can_still_be_taken_over_from(anna, bea, led, sign_in):
    with backstage():
        anna.authorisations.all().delete()
        anna.is_active = False
        anna.save()
    browser = sign_in(bea)
    url = reverse("cases:handovers")

    answer = browser.post(url, {"old": anna.pk, "new": bea.pk})
    browser.post(answer.url, {"note": NOTE})

    assert now(led).coordinator == bea
    assert browser.post(page(anna, bea, "take_back")).status_code == 404


@pytest.mark.use("U41")
def test_colleague_hears_by_mail_that_names_nobody(anna, bea, led, sign_in):
    sign_in(anna).post(page(anna, bea), {"note": NOTE})

    with backstage():
        letter = Outgoing.objects.get(recipient=bea)
    assert (letter.kind, letter.case_id, letter.reference) == ("work_moved", None, "")


@pytest.mark.parametrize("who", ["bas", "mirjam", "bram", "fg"])
@pytest.mark.use("U41")
def test_only_procescoordinators_hand_work_over(request, anna, bea, led, sign_in, who):
    browser = sign_in(request.getfixturevalue(who))
    pages = [
        reverse("cases:handovers"),
        page(anna, bea),
        page(anna, bea, "take_back"),
    ]

    answers = [browser.post(url, {"note": NOTE}).status_code for url in pages]

    assert answers == [403, 403, 403]
    assert now(led).coordinator == anna


@pytest.mark.use("U41")
@pytest.mark.eis("O-13")
def test_minutes_of_an_absent_procesondersteuner_pass_on_and_come_back(
    anna, bas, bea, led, meeting, sign_in
):
    with backstage():
        Meeting.objects.filter(pk=meeting.pk).update(writer=bas)
    browser = sign_in(anna)

    assert parts(browser, page(bas, bea)) == {"writer": (1, 0)}
    browser.post(page(bas, bea), {"note": NOTE})
    with backstage():
        assert Meeting.objects.get(pk=meeting.pk).writer == bea
    browser.post(page(bas, bea, "take_back"))

    with backstage():
        assert Meeting.objects.get(pk=meeting.pk).writer == bas


@pytest.mark.use("U41")
@pytest.mark.eis("O-13")
def test_who_may_not_lead_takes_the_minutes_only(anna, bas, led, meeting, sign_in):
    browser = sign_in(anna)

    shown = parts(browser, page(anna, bas))
    browser.post(page(anna, bas), {"note": NOTE})

    assert shown == {"coordinator": (0, 1), "chair": (0, 1), "writer": (1, 0)}
    with backstage():
        table = Meeting.objects.get(pk=meeting.pk)
    assert (now(led).coordinator, table.chair, table.writer) == (anna, anna, bas)


@pytest.mark.use("U41")
def test_work_goes_to_no_partner_and_not_to_oneself(anna, bram, led, sign_in):
    with backstage():
        colleague = UserFactory(party=anna.party)
    browser = sign_in(anna)

    for other in (bram, colleague):
        assert browser.post(page(anna, other), {"note": NOTE}).status_code == 404
    assert browser.post(page(anna, anna), {"note": NOTE}).status_code == 403
