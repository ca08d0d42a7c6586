"""What the house has done by itself: forget why settings were changed long ago."""

from datetime import time

from house import changing
from zvh.guard.jobs import job


@job("reasons", daily_at=time(3, 30))
def forget_reasons() -> int:
    return changing.forget_reasons()
