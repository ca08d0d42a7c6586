"""A new registration goes on with a closed dossier by decision only (S-7)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases import comparing, continuing, grants, likeness, shielded
from cases.grants import Access, Why
from cases.models import Case, Continuation, ContinuationAkkoord, Contribution, Person
from tests.backstage import backstage
from tests.ico.test_ending import scale_down
from tests.stories import sent
from zvh.guard.announce import acting_as

WHY = "Zij is opnieuw aangemeld."


@pytest.fixture
def again(established, anna, noor, bram, case):
    """The case was closed with a piece of Noor's; Bram registers the person anew."""
    with backstage():
        Contribution.objects.create(
            case=case,
            given_by=noor.party,
            typed_by=noor,
            category="guidance",
            text="Zij had hulp bij de post.",
            first_processed_at=timezone.now() - timedelta(days=400),
        )
    scale_down(case, anna, noor.party)
    return sent(bram)


def found_same(anna, case, again):
    with acting_as(anna):
        match = likeness.matches(anna, again)[0]
        comparing.decide(again, by=anna, pair=(match.person, match.other), is_same=True)
        shielded.open_case(
            Case.objects.get(pk=case.pk), by=anna, reason="Zelfde persoon aangemeld."
        )


def go_on(anna, again, case, said_by):
    with acting_as(anna):
        return continuing.continue_earlier(
            again,
            by=anna,
            earlier=Case.objects.get(pk=case.pk),
            reason=WHY,
            instructed_by="Weging van vandaag",
            said_by=said_by,
        )


@pytest.mark.eis("S-7")
def test_by_decision_and_with_each_akkoord_the_pieces_go_on(
    sign_in, again, case, anna, noor, bram, politie
):
    found_same(anna, case, again)
    url = f"{reverse('cases:continue_earlier', args=[again.pk])}?eerder={case.pk}"
    browser = sign_in(anna)
    compare = browser.get(reverse("cases:compare", args=[again.pk])).text
    assert "Zet dat dossier hier voort" in compare
    assert noor.party.name in browser.get(url).text

    given = {"reason": WHY, "instructed_by": "Weging", "akkoord_0": "Noor, telefonisch"}
    assert browser.post(url, given).status_code == 302
    compare = browser.get(reverse("cases:compare", args=[again.pk])).text
    assert "Dit dossier is hier al voortgezet." in compare
    for told in (f"Voortgezet uit {case.number}", WHY, "Noor, telefonisch"):
        assert told in compare

    with acting_as(anna):
        piece = Contribution.objects.get(case=again)
        assert (piece.given_by, piece.text) == (noor.party, "Zij had hulp bij de post.")
        # As old as it was: five years count from its own first processing.
        assert (timezone.now() - piece.first_processed_at).days == 400
        assert not piece.releases.exists()
    for other in (noor, bram, politie):
        with acting_as(other):
            assert not Continuation.objects.exists()
            assert not ContinuationAkkoord.objects.exists()
    with backstage():
        assert Case.objects.get(pk=case.pk).is_shielded


@pytest.mark.eis("S-7")
def test_without_every_akkoord_nothing_goes_on(again, case, anna):
    found_same(anna, case, again)

    with pytest.raises(PermissionDenied, match="Nog geen akkoord van: Gemeente Zee"):
        go_on(anna, again, case, {})
    with backstage():
        assert not Continuation.objects.exists()
        assert not Contribution.objects.filter(case=again).exists()


@pytest.mark.eis("S-7")
def test_nothing_goes_on_by_itself(sign_in, again, case, anna, bas, noor):
    said = {noor.party: "Noor"}
    with pytest.raises(PermissionDenied, match="reden op"):
        go_on(anna, again, case, said)
    with acting_as(anna):
        shielded.open_case(Case.objects.get(pk=case.pk), by=anna, reason="Kijken.")
    with pytest.raises(PermissionDenied, match="dezelfde persoon"):
        go_on(anna, again, case, said)
    with pytest.raises(PermissionDenied):
        go_on(bas, again, case, said)


@pytest.mark.eis("S-7")
def test_past_the_term_there_is_nothing_to_go_on_with(again, case, anna, noor):
    found_same(anna, case, again)

    later = time_machine.travel(timezone.now() + timedelta(days=30), tick=False)
    with later, pytest.raises(PermissionDenied, match="niets meer"):
        go_on(anna, again, case, {noor.party: "Noor"})


@pytest.mark.eis("S-7")
@pytest.mark.safety("X6")
def test_a_shielded_case_is_never_shown_to_who_weighs(again, case, anna, politie):
    """Also where a grant for a weging was left behind, as here by hand."""
    with backstage():
        grants.give(
            politie,
            Access.WEIGH,
            case_id=case.pk,
            why=Why.AGENDA,
            source_id=case.pk,
            by=anna,
        )

    with acting_as(politie), connection.cursor() as cursor:
        assert likeness.matches(politie, again) == []
        assert not Person.objects.filter(case=case).exists()
        assert not Contribution.objects.filter(case=case).exists()
        cursor.execute("SELECT count(*) FROM cases_registration")
        assert cursor.fetchone() == (0,)
