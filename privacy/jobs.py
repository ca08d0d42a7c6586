"""What privacy has done every day."""

from datetime import time, timedelta

from privacy import ledger, retention, shipping, terms, waiting
from zvh.guard.jobs import job


# Before the cleaning of that day, which goes by these dates.
@job("shorter terms", daily_at=time(4, 30))
def bring_forward() -> int:
    """What a term that became shorter reaches gets its nearer date."""
    return terms.bring_forward()


@job("retention", daily_at=time(5, 0))
def clean() -> int:
    """Remove what is past its term; woken, too, when an act makes something due."""
    return retention.run()


@job("ledger", every=timedelta(minutes=1))
def write_down() -> int:
    """Copy what was removed or ended to the ledger outside the database."""
    return ledger.write_down()


@job("approvals", every=timedelta(minutes=5))
def follow_approvals() -> int:
    """Who may answer is let in and reminded; what ended is taken back (V-2)."""
    return waiting.follow()


@job("shipments", every=timedelta(minutes=1))
def send_shipments() -> int:
    """What goes by secure mail, and what failed five minutes ago (V-1)."""
    return shipping.send_due()
