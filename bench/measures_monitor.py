"""The monitor over all cases, beside the same questions by hand (F-6)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench import people
from bench.measures_limits import Limit
from bench.measures_pages import Aim, Measure, got, signed_in
from ico.monitor import MOST, SILENT_DAYS

# As somebody would ask who may see all that the bureau sees.
BY_HAND = """
    WITH bureau AS (SELECT g.content_object_id AS id FROM cases_casegroupgrant AS g
        WHERE g.until IS NULL OR g.until > %(now)s)
    SELECT a.owner_id, count(*), min(a.due_on) FROM ico_action AS a
    JOIN cases_case AS c ON c.id = a.case_id JOIN bureau ON bureau.id = c.id
    WHERE a.state = 'open' AND a.due_on < %(today)s
    AND c.phase NOT IN ('advised', 'afschaling', 'closed')
    GROUP BY a.owner_id ORDER BY 2 DESC LIMIT %(most)s;
    SELECT c.* FROM cases_case AS c WHERE c.phase = 'monitoring'
    AND c.last_activity_at < %(now)s - make_interval(days => %(days)s)
    AND EXISTS (SELECT FROM cases_casegroupgrant AS g WHERE g.content_object_id = c.id)
    ORDER BY c.last_activity_at LIMIT %(most)s;
    SELECT a.* FROM ico_action AS a JOIN cases_case AS c ON c.id = a.case_id
    WHERE a.effect IN ('no', 'partly') AND c.phase = 'monitoring'
    ORDER BY a.effect_at DESC LIMIT %(most)s;
    SELECT s.* FROM ico_signal AS s WHERE s.settled_at IS NULL LIMIT %(most)s;
    SELECT k.* FROM ico_calltoaccount AS k WHERE k.answered_at IS NULL LIMIT %(most)s;
    SELECT e.* FROM ico_escalation AS e WHERE e.answered_at IS NULL LIMIT %(most)s;
    SELECT d.* FROM ico_departure AS d WHERE d.settled_at IS NULL LIMIT %(most)s;
    SELECT m.* FROM ico_meeting AS m WHERE m.state = 'planned'
    AND m.ends_at >= %(now)s ORDER BY m.starts_at LIMIT 10
"""


def measures(limit: Limit) -> Iterator[Measure]:
    """For who sees nearly all, and for who was let into cases one by one."""
    for label, email in (("sees all", people.ALL), ("sees 3 %", people.LIGHT)):
        user = User.objects.get(email=email)
        yield Measure(
            "the monitor",
            label,
            partial(_page, signed_in(user)),
            lambda n: _by_hand(limit),
            Aim.LIST,
            most=20,
        )


def _page(client: Any, n: int) -> Any:
    return got(client, reverse("ico:monitor"))


def _by_hand(limit: Limit) -> None:
    now = timezone.now()
    given = {
        "now": now,
        "today": timezone.localdate(now),
        "days": SILENT_DAYS,
        "most": MOST,
    }
    for statement in BY_HAND.split(";"):
        limit.rows(statement, given)
