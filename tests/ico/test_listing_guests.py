"""Setting up a meeting with eight Partijen takes minutes, and is lawful (O-3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from cases.models import InvolvedParty
from ico.models import Invitation, Meeting
from tests.backstage import backstage
from tests.cast import play
from tests.factories import ContactFactory, PartyFactory
from zvh.guard.announce import acting_as

EIGHT = 8


@pytest.fixture
def eight(case, bram):
    """Eight Partijen are involved, each with somebody who can come."""
    people = [
        play(f"gast{n}", f"Gast {n} Voorbeeld", Role.KETENPARTNER, name=f"Partij {n}")
        for n in range(1, EIGHT)
    ]
    with backstage():
        for guest in people:
            InvolvedParty.objects.create(
                case=case,
                party=guest.party,
                involvement=f"Begeleidt het gezin ({guest.name}).",
                given_by=bram.party,
            )
    return [bram, *people]


def plan(browser, case, anna, **more):
    fields = {
        "goal": "Het gezin kan blijven wonen.",
        "decisions": ["align"],
        "minutes": "90",
        "place": "Gemeentehuis",
        "chair": str(anna.pk),
        "writer": str(anna.pk),
    }
    return browser.post(
        reverse("ico:plan_meeting", args=[case.pk]), fields | more, follow=True
    )


def as_shown(page):
    """The fields of the form as the page offers them."""
    form = page.context["form"]
    return {
        field.html_name: field.value()
        for field in form
        if field.value() not in (None, False)
    }


@pytest.mark.eis("O-1", "O-2", "O-3")
def test_from_case_to_question_in_three_forms(eight, case, anna, sign_in):
    browser = sign_in(anna)
    listed = plan(browser, case, anna)
    moments = browser.post(listed.redirect_chain[-1][0], as_shown(listed), follow=True)
    done = browser.post(moments.redirect_chain[-1][0], as_shown(moments), follow=True)

    assert "aan 8 mensen" in done.content.decode()
    with acting_as(anna):
        meeting = Meeting.objects.get()
        assert meeting.is_seeking
        assert meeting.moments.count() == 4
        invited = list(Invitation.objects.for_list())
    assert {it.user for it in invited} == set(eight)
    assert all(it.ground == "beeldvorming" and it.reason for it in invited)
    assert {it.asked for it in invited} != {""}


@pytest.mark.eis("O-3")
def test_a_partij_without_ground_is_refused_and_nothing_typed_is_lost(
    eight, case, anna, sign_in
):
    browser = sign_in(anna)
    listed = plan(browser, case, anna)
    fields = as_shown(listed)
    reason = f"{eight[1].party_id}-reason"
    page = browser.post(
        listed.redirect_chain[-1][0], {**fields, reason: "", "asked": "Vertel alles."}
    )

    text = page.content.decode()
    assert "Leg vast waarvoor deze Partij nodig is" in text
    assert "Vertel alles." in text
    with backstage():
        assert not Invitation.objects.exists(), "all of them, or none"


@pytest.mark.eis("O-3")
def test_who_may_not_come_is_not_offered_and_the_page_says_why(
    eight, case, anna, bram, sign_in
):
    with backstage():
        eight[1].party.bound_since = None
        eight[1].party.save()
        mute = PartyFactory(name="Partij zonder account")
        InvolvedParty.objects.create(case=case, party=mute, given_by=bram.party)
        contact = ContactFactory(party=mute, name="Stille Voorbeeld")
    browser = sign_in(anna)
    page = plan(browser, case, anna)

    text = page.content.decode()
    assert "Niet gebonden: mag er niet bij zijn" in text
    assert "Niemand met een account" in text
    names = {row.party.name for row in page.context["form"].rows}
    assert names == {guest.party.name for guest in eight if guest != eight[1]}
    # There is a way for who has no account, with whom the bureau asks there.
    with backstage():
        meeting = Meeting.objects.get()
    way = f"{reverse('ico:invite_guest', args=[meeting.pk])}?partij={mute.pk}"
    assert f'href="{way}"' in text
    offered = as_shown(browser.get(way))
    assert (offered["party"], offered["name"]) == (mute.pk, "Stille Voorbeeld")
    assert offered["address"] == contact.email
    assert "name" not in as_shown(browser.get(way[:-36] + "geen-sleutel"))


@pytest.mark.eis("O-3")
def test_somebody_else_s_colleague_cannot_be_slipped_in(
    eight, case, anna, noor, sign_in
):
    browser = sign_in(anna)
    listed = plan(browser, case, anna)
    fields = as_shown(listed) | {f"{eight[1].party_id}-guest": str(noor.pk)}
    page = browser.post(listed.redirect_chain[-1][0], fields)

    assert "Kies iemand uit de lijst" in page.content.decode()
    with backstage():
        assert not Invitation.objects.exists()


@pytest.mark.eis("O-2")
def test_with_a_known_date_no_moments_are_asked(eight, case, anna, sign_in, starts_at):
    browser = sign_in(anna)
    day = starts_at + timedelta(days=1)
    listed = plan(*(browser, case, anna), day=f"{day:%d-%m-%Y}", from_time="10:00")
    page = browser.post(listed.redirect_chain[-1][0], as_shown(listed), follow=True)

    assert "Verstuur nu de uitnodigingen" in page.content.decode()
    with backstage():
        meeting = Meeting.objects.get()
    assert meeting.is_planned
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)
