"""The register of rooms: what the bureau can plan a meeting in."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ico import rules_planning as rules
from ico.rooms import Room


@transaction.atomic
def add_room(*, by: User, **what: Any) -> Room:
    rules.keep_rooms(by)
    return Room.objects.create(**what)


@transaction.atomic
def change_room(room: Room, *, by: User, is_in_use: bool, **what: Any) -> Room:
    """Change it, or take it out of use; meetings that have it keep it."""
    rules.keep_room(by, room)
    for name, value in what.items():
        setattr(room, name, value)
    if is_in_use:
        room.closed_at = None
    else:
        room.closed_at = room.closed_at or timezone.now()
    room.save()
    return room
