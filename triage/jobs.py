"""What the weging has done by itself."""

from datetime import timedelta

from triage import agenda, outcomes, waiting
from zvh.guard.jobs import job


@job("agenda", every=timedelta(minutes=5))
def prepare_triage_meetings() -> int:
    """Each week's weging exists, has its cases, and its agenda goes out in time."""
    return agenda.prepare()


@job("inquiries", every=timedelta(minutes=5))
def follow_inquiries() -> int:
    """Who did not answer is reminded, and what is past its moment is closed."""
    return waiting.remind_and_close()


@job("advices", every=timedelta(minutes=1))
def send_advices() -> int:
    """An advice that nobody took back goes to its sender, and the rest goes."""
    return outcomes.send_leaving()
