"""The coming weging takes no more cases: nobody who tries out a house waits a week."""

from django.utils import timezone

from triage import inviting
from triage.models import TriageMeeting
from zvh.guard.announce import Purpose, acting_for


def end_term() -> TriageMeeting | None:
    """The first that still took them; its agenda can be sent from now on."""
    now = timezone.now()
    with acting_for(Purpose.AGENDA):
        ahead = TriageMeeting.objects.without_agenda().filter(closes_at__gt=now)
        meeting = ahead.by_date().select_for_update().first()
        if meeting is not None:
            inviting.move(meeting, starts_at=meeting.starts_at, closes_at=now)
    return meeting
