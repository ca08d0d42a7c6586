"""What privacy has done every day."""

from datetime import time

from django.contrib.sessions.backends.db import SessionStore

from privacy import retention
from zvh.guard.jobs import job


@job("retention", daily_at=time(5, 0))
def clean() -> int:
    """Remove what is past its term; woken, too, when an act makes something due."""
    return retention.run()


@job("sessions", daily_at=time(4, 30))
def forget_sessions() -> int:
    """Remove sessions that ended by themselves."""
    SessionStore.clear_expired()
    return 0
