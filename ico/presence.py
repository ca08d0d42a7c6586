"""Who has the minutes open, and what changed in them while somebody looked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from ico import rules
from ico.meetings import Meeting
from ico.texts import Presence

# A page says every fifteen seconds that it is there.
LASTS = timedelta(seconds=30)


@transaction.atomic
def be_there(meeting: Meeting, *, by: User, section: UUID | None) -> None:
    """This person has the minutes open, and writes in this piece or in none."""
    rules.follow_minutes(by, meeting)
    own = Presence.objects.filter(meeting=meeting, user=by)
    # Of these minutes, or none.
    where = meeting.sections.filter(pk=section).first() if section else None
    now = {"section": where, "seen_at": timezone.now()}
    if own.update(**now):
        return
    try:
        with transaction.atomic():
            Presence.objects.create(case=meeting.case, meeting=meeting, user=by, **now)
    except IntegrityError:
        own.update(**now)


@transaction.atomic
def leave(meeting: Meeting, *, by: User) -> None:
    """The page was closed."""
    rules.follow_minutes(by, meeting)
    gone = timezone.now() - LASTS
    Presence.objects.filter(meeting=meeting, user=by).update(section=None, seen_at=gone)


def others(meeting: Meeting, user: User) -> list[dict[str, Any]]:
    """Who else has the minutes open now, and where they write."""
    recent = timezone.now() - LASTS
    there = meeting.presences.filter(seen_at__gt=recent).exclude(user=user)
    return [
        {"name": it.user.name, "section": str(it.section_id or "")}
        for it in there.select_related("user").order_by("user__name")
    ]


def changed(meeting: Meeting, known: dict[str, int]) -> list[dict[str, Any]]:
    """The pieces that a page does not know as they are now."""
    sections = meeting.sections.select_related("written_by")
    return [
        {
            "section": str(it.pk),
            "version": it.version,
            "text": it.text,
            "by": it.written_by.name if it.written_by else "",
            "at": clock(it.written_at) if it.written_at else "",
        }
        for it in sections
        if known.get(str(it.pk)) != it.version
    ]


def clock(moment: Any) -> str:
    """To the second, in the time of this house: 14:03:12."""
    return f"{timezone.localtime(moment):%H:%M:%S}"
