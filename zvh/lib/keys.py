"""Where keys come from."""

from uuid import UUID

import uuid6


def new_id() -> UUID:
    """A time-ordered key (UUIDv7): rows written together lie together on disk."""
    return UUID(bytes=uuid6.uuid7().bytes)
