"""Whether what should be gone is gone, and what should go out went, as numbers."""

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


@read_when_asked
def secure_mail() -> Iterator[Metric]:
    """Likewise of letters for the gateway that wait to be sent by themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT letters, since FROM zvh_waiting_secure_mail()")
        letters, since = cursor.fetchone()
    age = (timezone.now() - since).total_seconds() if since else 0
    yield GaugeMetricFamily(
        "zvh_secure_mails_waiting",
        "Letters for the gateway that are not sent yet.",
        value=letters,
    )
    yield GaugeMetricFamily(
        "zvh_secure_mails_oldest_seconds",
        "How long the oldest of these letters waits.",
        value=max(age, 0),
    )
