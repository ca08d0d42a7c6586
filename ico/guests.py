"""Invite somebody without account: what is theirs is on a secure page (P-5)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import parties, secure_pages
from accounts.models import Contact, Party, User
from accounts.secure_pages import Reach, SecurePage, Subject
from ico import convening, locks, outsiders, polling, rules
from ico import rules_planning as planning
from ico.invitations import Invitation
from ico.meetings import Meeting
from ico.outsiders import Outsider

KIND = "meeting"
# Of a meeting without a moment: long enough to find one.
SEEKS = timedelta(weeks=8)

secure_pages.offer(
    KIND,
    start=lambda page: reverse("ico:invitations"),
    open_to=(
        *("ico:invitations", "ico:availability", "ico:invitation", "ico:answer"),
        *("ico:contribute", "ico:release_own", "ico:take_back"),
        *("ico:prepare", "ico:hand_in", "ico:open_invitation_again"),
    ),
    kept=lambda page: reverse("ico:meeting", args=[_meeting_of(page)]),
)


def asked_of(key: str) -> dict[str, Any]:
    """Of this Partij the one whom the bureau asks, where that is no account."""
    try:
        party = Party.objects.filter(pk=UUID(key)).first()
    except ValueError:
        return {}
    if party is None:
        return {}
    contact = Contact.objects.of(party).without_account().first()
    if contact is None:
        return {"party": party}
    return {"party": party, "name": contact.name, "address": contact.email}


@transaction.atomic
def invite(
    meeting: Meeting,
    *,
    by: User,
    party: Party,
    name: str,
    function: str,
    at: Reach,
    **what: Any,
) -> Invitation:
    """Put an employee of a bound Partij on the list, with a page instead of account."""
    meeting = locks.ask(rules.change_meeting, by, meeting)
    rules.may_be_invited(party)
    guest = secure_pages.somebody(name=name, function=function, party=party)
    invitation = convening.invite(meeting, by=by, guest=guest, **what)
    _lay_out(invitation, at=at, by=by)
    return invitation


@transaction.atomic
def invite_outsider(
    outsider: Outsider, *, by: User, at: Reach, asked: str, about: str = ""
) -> Invitation:
    """Somebody of no Partij gets a page too; they read once they signed (P-11)."""
    outsider = locks.ask(planning.ask_outsider, by, outsider)
    guest = secure_pages.somebody(
        # Who it is stands in the case, and goes with it.
        name="Incidentele derde",
        function="",
        party=parties.of_nobody(),
    )
    invitation = Invitation.objects.create(
        case_id=outsider.case_id,
        meeting_id=outsider.meeting_id,
        outsider=outsider,
        party=guest.party,
        user=guest,
        ground=outsider.ground,
        reason=outsider.reason,
        asked=asked,
        about=about,
        is_needed=False,
    )
    _lay_out(invitation, at=at, by=by)
    return invitation


@transaction.atomic
def declare(outsider: Outsider, *, by: User, declared_on: date) -> Outsider:
    """They signed: what waited for that goes out, once the moment is known."""
    outsider = outsiders.declare(outsider, by=by, declared_on=declared_on)
    meeting = outsider.meeting
    if meeting.is_planned and meeting.invitations.sent().exists():
        convening.send_invitations(meeting, by=by)
    return outsider


@transaction.atomic
def turn_away(outsider: Outsider, *, by: User) -> None:
    """They do not come after all, and read nothing more."""
    for invitation in outsider.invitations.standing():
        convening.withdraw_invitation(invitation, by=by)
    outsiders.turn_away(outsider, by=by)


def _meeting_of(page: SecurePage) -> UUID:
    return Invitation.objects.get(pk=page.object_key).meeting_id


def _lay_out(invitation: Invitation, *, at: Reach, by: User) -> None:
    secure_pages.lay_out(
        invitation.user,
        Subject(KIND, invitation.case_id, invitation.pk),
        at=at,
        until=lasts(invitation.meeting),
        by=by,
    )
    # Known anew, with the page it has by now.
    people = User.objects.select_related("party", "secure_page")
    invitation.user = people.get(pk=invitation.user_id)
    polling.ask_late(invitation, by=by)


def lasts(meeting: Meeting) -> datetime:
    """Until the meeting ends; as long as it has no moment, until one is found."""
    return meeting.ends_at or timezone.now() + SEEKS
