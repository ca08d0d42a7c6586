"""Somebody of a Partij is replaced: tables, afspraken and casusregie pass on."""

import pytest
from django.urls import reverse

from accounts.models import Outgoing, Role
from cases.models import Case
from ico.models import Action, Attendance, Invitation, Plan
from tests.backstage import backstage
from tests.factories import UserFactory


@pytest.fixture
def nina(noor):
    """A colleague of Noor, who takes over."""
    with backstage():
        return UserFactory(
            name="Nina Voorbeeld",
            email="nina@rollen.example",
            party=noor.party,
            roles=[Role.KETENPARTNER],
        )


def page(old, new):
    return reverse("accounts:replace", args=[old.pk, new.pk])


def parts(browser, old, new):
    shown = browser.get(page(old, new)).context["parts"]
    return {part.label: (len(part.moving), len(part.staying)) for part in shown}


@pytest.mark.eis("G-2", "O-3")
def test_invitation_to_a_coming_meeting_passes_on(
    bas, noor, nina, invite, meeting, sign_in
):
    invitation = invite(noor)
    browser, url = sign_in(bas), reverse("ico:invitation", args=[invitation.pk])
    assert sign_in(noor).get(url).status_code == 200

    assert parts(browser, noor, nina)["Uitnodigingen voor een overleg"] == (1, 0)
    browser.post(page(noor, nina))

    assert sign_in(noor).get(url).status_code == 404
    with backstage():
        made = Invitation.objects.get(user=nina)
        seats = Attendance.objects.filter(meeting=meeting)
        assert [seat.user for seat in seats.standing()] == [nina]
        kinds = Outgoing.objects.filter(recipient=nina).values_list("kind", flat=True)
        assert set(kinds) == {"meeting_invited", "work_moved"}
    assert (made.ground, made.reason) == ("beeldvorming", "Kent het gezin.")
    theirs = reverse("ico:invitation", args=[made.pk])
    assert sign_in(nina).get(theirs).status_code == 200


@pytest.mark.eis("G-2")
def test_who_is_invited_already_is_not_invited_twice(
    bas, noor, nina, invite, meeting, sign_in
):
    invite(noor)
    invite(nina)

    sign_in(bas).post(page(noor, nina))

    with backstage():
        left = Invitation.objects.standing().filter(meeting=meeting)
        assert [it.user for it in left] == [nina]


@pytest.mark.eis("G-2", "P-13")
def test_afspraken_and_casusregie_pass_on_at_once(
    bas, noor, nina, established, sign_in
):
    plan = reverse("ico:plan", args=[established.pk])
    with backstage():
        action = Action.objects.get(responsible_user=noor)
    report = reverse("ico:action_report", args=[action.pk])
    old, new, browser = sign_in(noor), sign_in(nina), sign_in(bas)
    assert [old.get(plan).status_code, old.get(report).status_code] == [200, 200]
    assert [new.get(plan).status_code, new.get(report).status_code] == [404, 404]

    found = parts(browser, noor, nina)
    browser.post(page(noor, nina))

    assert found["Afspraken die openstaan"] == (1, 0)
    assert found["Casussen die deze persoon leidt"] == (1, 0)
    assert [old.get(plan).status_code, old.get(report).status_code] == [404, 404]
    assert [new.get(plan).status_code, new.get(report).status_code] == [200, 200]
    with backstage():
        case = Case.objects.get(pk=established.case_id)
        assert case.casusregisseur == nina
        # What was established says what was agreed then.
        assert Plan.objects.get(pk=established.pk).casusregisseur == noor


@pytest.mark.eis("G-2")
def test_table_that_met_is_closed_to_who_left_and_not_opened_to_another(
    bas, noor, nina, held, sign_in
):
    with backstage():
        invitation = Invitation.objects.get(meeting=held, user=noor)
    url = reverse("ico:invitation", args=[invitation.pk])
    assert sign_in(noor).get(url).status_code == 200

    sign_in(bas).post(page(noor, nina))

    assert sign_in(noor).get(url).status_code == 404
    with backstage():
        assert not Invitation.objects.filter(user=nina).exists()
        gone = Outgoing.objects.filter(recipient=noor, kind="meeting_cancelled")
        assert not gone.exists()


@pytest.mark.eis("G-2")
def test_what_was_done_stays_who_did_it_and_is_closed(bas, noor, nina, held, sign_in):
    with backstage():
        action = Action.objects.get(responsible_user=noor)
    url = reverse("ico:action_report", args=[action.pk])
    old = sign_in(noor)
    page_shown = old.get(url)
    version = page_shown.context["form"]["version"].value()
    old.post(url, {"state": "done", "report": "Gelukt.", "version": version})

    sign_in(bas).post(page(noor, nina))

    assert old.get(url).status_code == 404
    with backstage():
        action.refresh_from_db()
    assert (action.state, action.responsible_user) == ("done", noor)


@pytest.mark.eis("G-2")
def test_what_may_not_move_stays_with_the_reason(bas, noor, nina, established, sign_in):
    with backstage():
        noor.party.bound_until = noor.party.bound_since.replace(year=2021)
        noor.party.save()

    found = parts(sign_in(bas), noor, nina)
    sign_in(bas).post(page(noor, nina))

    # Who is no longer bound leads nothing: that stays, with the reason, and is shown.
    assert found["Casussen die deze persoon leidt"] == (0, 1)
    with backstage():
        assert Case.objects.get(pk=established.case_id).casusregisseur == noor
