"""Invite somebody without account: what is theirs is on a secure page (P-5)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import secure_pages
from accounts.models import Party, User
from accounts.secure_pages import Reach, Subject
from ico import convening, locks, polling, rules
from ico.invitations import Invitation
from ico.meetings import Meeting

KIND = "meeting"
# Of a meeting without a moment: long enough to find one.
SEEKS = timedelta(weeks=8)

secure_pages.offer(
    KIND,
    start=lambda page: reverse("ico:invitations"),
    open_to=(
        *("ico:invitations", "ico:availability", "ico:invitation", "ico:answer"),
        *("ico:contribute", "ico:release_own", "ico:take_back"),
    ),
)


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
    secure_pages.lay_out(
        guest,
        Subject(KIND, invitation.case_id, invitation.pk),
        at=at,
        until=lasts(meeting),
        by=by,
    )
    # Known anew, with the page it has by now.
    invitation.user = User.objects.select_related("party").get(pk=guest.pk)
    polling.ask_late(invitation, by=by)
    return invitation


def lasts(meeting: Meeting) -> datetime:
    """Until the meeting ends; as long as it has no moment, until one is found."""
    return meeting.ends_at or timezone.now() + SEEKS
