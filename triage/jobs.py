"""What the weging has done by itself."""

from datetime import timedelta

from triage import agenda
from zvh.guard.jobs import job


@job("agenda", every=timedelta(minutes=5))
def prepare_triage_meetings() -> int:
    """Each week's weging exists, has its cases, and its agenda goes out in time."""
    return agenda.prepare()
