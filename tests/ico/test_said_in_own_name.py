"""By hand, too, nobody speaks in another's name or widens who reads (F-5, F-7, P-7)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.models import Case
from ico import keeping_posted
from ico.models import (
    Action,
    CallToAccount,
    Departure,
    Development,
    DevelopmentReader,
    Escalation,
    FollowUp,
    Signal,
)
from tests.backstage import backstage
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.safety("X6")
STAYS = "was added with stays"


@pytest.fixture
def told(established, noor):
    """Noor told the bureau, and nobody else, how it goes."""
    with acting_as(noor):
        return keeping_posted.tell(established.case_id, by=noor, text="Het gaat goed.")


@pytest.fixture
def theirs(established):
    """What Noor does, of which somebody signalled and about which they were asked."""
    with backstage():
        return Action.objects.filter(responsible_user__isnull=False).first()


def change(row, **what):
    """A row that was read, with other words and names in it."""
    found = type(row).objects.get(pk=row.pk)
    for name, value in what.items():
        setattr(found, name, value)
    found.save()


def refused(user, match, act):
    with (
        acting_as(user),
        pytest.raises(DatabaseError, match=match),
        transaction.atomic(),
    ):
        act()


@pytest.mark.eis("F-5")
def test_the_bureau_adds_no_reader_to_what_another_told(told, anna, politie):
    refused(
        anna,
        "row-level",
        lambda: DevelopmentReader.objects.create(
            case_id=told.case_id, development=told, party=politie.party
        ),
    )


@pytest.mark.eis("F-5")
def test_the_bureau_changes_no_word_of_what_another_told(told, anna):
    refused(
        anna,
        STAYS,
        lambda: change(told, text="Het gaat slecht."),
    )


@pytest.mark.eis("F-5")
def test_the_bureau_tells_nothing_for_another_partij(told, anna, noor):
    refused(
        anna,
        "row-level",
        lambda: Development.objects.create(
            case_id=told.case_id,
            text="Namens de gemeente.",
            audience="bureau",
            by=anna,
            party=noor.party,
        ),
    )


@pytest.mark.eis("P-7")
def test_nobody_leaves_in_anothers_name(told, anna, noor):
    refused(
        anna,
        "row-level",
        lambda: Departure.objects.create(
            case_id=told.case_id, user=noor, party=noor.party, why="Zij stopt."
        ),
    )


@pytest.mark.eis("F-7")
def test_an_answer_is_written_down_by_who_writes_it_and_once(theirs, anna, noor):
    with acting_as(anna):
        call = CallToAccount.objects.create(
            case_id=theirs.case_id,
            action=theirs,
            way="phone",
            text="Waarom is het er niet?",
            by=anna,
            answer_before=timezone.localdate() + timedelta(days=3),
        )
    now = timezone.now()

    refused(
        anna,
        STAYS,
        lambda: change(call, answer="Ja.", answered_at=now, answered_by=noor),
    )
    with acting_as(anna):
        change(call, answer="Het komt.", answered_at=now, answered_by=anna)
    refused(anna, STAYS, lambda: change(call, answer="Het komt niet."))


@pytest.mark.eis("F-7")
def test_a_signal_is_settled_in_the_own_name(theirs, anna, noor):
    with acting_as(anna):
        signal = Signal.objects.create(
            case_id=theirs.case_id,
            action=theirs,
            kind="not_kept",
            why="Er is niets gebeurd.",
            by=anna,
        )

    refused(
        anna,
        STAYS,
        lambda: change(signal, settled_at=timezone.now(), settled_by=noor),
    )


@pytest.mark.eis("O-11")
@pytest.mark.parametrize("wrong", ["decided_by", "decided_with"])
def test_nobody_is_named_as_having_decided_who_does_not_lead(
    meeting, established, anna, bas, politie, noor, wrong
):
    with acting_as(anna):
        case = Case.objects.get(pk=established.case_id)
    told = {"decided_by": anna, "decided_with": case.casusregisseur}
    told[wrong] = bas if wrong == "decided_by" else politie

    refused(
        bas,
        "decided on by who leads",
        lambda: FollowUp.objects.create(
            case=case, meeting=meeting, decided_on=timezone.localdate(), **told
        ),
    )


@pytest.mark.eis("F-7")
def test_an_escalation_stays_about_its_afspraak(established, anna, theirs, politie):
    with acting_as(anna):
        asked = Escalation.objects.create(
            case_id=established.case_id,
            question="Wie beslist dit?",
            reason="capaciteit",
            level="board",
            party=politie.party,
            asked_by=anna,
            answer_before=timezone.localdate() + timedelta(days=7),
        )

    refused(anna, STAYS, lambda: change(asked, action=theirs))
