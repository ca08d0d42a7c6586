"""Who chairs, who stands in and who writes: named together, replaced in one act."""

from django.db import transaction

from accounts import mails
from accounts.models import User
from ico import bookings, locks
from ico import rules_planning as rules
from ico.meetings import Meeting
from zvh.guard.rules import require

POSTS = ("chair", "deputy", "writer")


@transaction.atomic
def appoint(
    meeting: Meeting, *, by: User, chair: User, deputy: User | None, writer: User
) -> Meeting:
    """Replace any of the three, also on the day itself (O-13).

    Raises `Taken` when chair or writer has another meeting then.
    """
    meeting = locks.ask(rules.appoint, by, meeting)
    rules.hold_posts(chair=chair, deputy=deputy, writer=writer)
    before = {getattr(meeting, f"{post}_id") for post in POSTS}
    meeting.chair, meeting.deputy, meeting.writer = chair, deputy, writer
    meeting.save()
    bookings.hold(meeting)
    for user in {chair, deputy, writer} - {None, by}:
        if user is not None and user.pk not in before:
            mails.post("work_moved", to=user)
    return meeting


@transaction.atomic
def let_deputy_chair(meeting: Meeting, *, by: User) -> Meeting:
    """The chair is not there: who stands in takes over."""
    meeting = locks.ask(rules.appoint, by, meeting)
    deputy = meeting.deputy
    require(deputy is not None, "Er is geen vervangend voorzitter genoemd.")
    return appoint(
        *(meeting,),
        by=by,
        chair=deputy,  # type: ignore[arg-type]
        deputy=None,
        writer=meeting.writer,
    )
