"""The tables that somebody of the bureau leads or writes for pass on (U41)."""

from collections.abc import Iterator
from functools import partial

from accounts.models import User
from cases import rules as case_rules
from cases.handing_over import Duty, handed_over
from ico import bookings, rules
from ico.meetings import Meeting
from zvh.guard.rules import why_not

# A procescoördinator chairs; the minutes are anybody's of the bureau (O-13).
ASKED = {
    "chair": case_rules.lead,
    "deputy": case_rules.lead,
    "writer": case_rules.write_for,
}


@handed_over("chair", "Overleggen als voorzitter", order=20)
def chaired(by: User, old: User, new: User) -> Iterator[Duty]:
    return _duties("chair", by, old, new)


@handed_over("deputy", "Overleggen als vervangend voorzitter", order=25)
def stands_in(by: User, old: User, new: User) -> Iterator[Duty]:
    return _duties("deputy", by, old, new)


@handed_over("writer", "Overleggen als verslaglegger", order=30)
def written(by: User, old: User, new: User) -> Iterator[Duty]:
    return _duties("writer", by, old, new)


def _duties(post: str, by: User, old: User, new: User) -> Iterator[Duty]:
    """Of meetings to come, and of those whose plan does not stand yet."""
    seen = Meeting.objects.visible_to(by).standing().not_established()
    for meeting in seen.of_post(post, old).select_related("case"):
        yield Duty(
            meeting.pk,
            partial(_give, meeting, post, by=by, new=new),
            meeting.case,
            stays=why_not(rules.write_minutes, by, meeting)
            or why_not(ASKED[post], new, meeting.case)
            or why_not(bookings.be_free, new, meeting, post),
        )


def _give(meeting: Meeting, post: str, *, by: User, new: User) -> None:
    rules.write_minutes(by, meeting)
    # Somebody may have more than one post here: each must not undo the other.
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    setattr(meeting, post, new)
    meeting.save()
    bookings.hold(meeting)
