"""Whether what should be gone is gone, as a number."""

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric

from zvh.guard.metrics import read_when_asked


@read_when_asked
def cases_past_due() -> Iterator[Metric]:
    """A function of the database's owner counts; nobody here sees a case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT zvh_cases_past_due(%s)", [timezone.localdate()])
        (count,) = cursor.fetchone()
    yield GaugeMetricFamily(
        "zvh_cases_past_due",
        "Cases that the retention run should have closed or removed.",
        value=count,
    )
