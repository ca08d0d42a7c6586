"""Who leads a weging that is still to come hands that over with the rest (U41)."""

from collections.abc import Iterator
from functools import partial

from accounts.models import User
from cases.handing_over import Duty, handed_over
from house.words import said
from triage import actions, rules
from triage.models import TriageMeeting
from zvh.guard.rules import why_not


@handed_over(
    "triage_chair", said("{weegoverleg.capital_plural} als voorzitter"), order=40
)
def chaired(by: User, old: User, new: User) -> Iterator[Duty]:
    """About no single case, so nothing of it is written down with one."""
    for meeting in TriageMeeting.objects.visible_to(by).open().chaired_by(old):
        yield Duty(
            meeting.pk,
            partial(actions.name_chair, meeting, by=by, chair=new),
            stays=why_not(rules.name_chair, by, meeting) or why_not(rules.chair, new),
        )
