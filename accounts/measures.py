"""What can be told of the post without reading it: how much waits, and how long."""

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric

from zvh.guard.metrics import read_when_asked


@read_when_asked
def post() -> Iterator[Metric]:
    """A function of the database's owner counts; nobody here sees a letter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT letters, since FROM zvh_waiting_mail()")
        letters, since = cursor.fetchone()
    age = (timezone.now() - since).total_seconds() if since else 0
    yield GaugeMetricFamily(
        "zvh_mails_waiting", "Letters that are not sent yet.", value=letters
    )
    yield GaugeMetricFamily(
        "zvh_mails_oldest_seconds",
        "How long the oldest letter waits that is not sent yet.",
        value=max(age, 0),
    )
