"""The monitor over all cases, beside the same questions by hand (F-6)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench import people
from bench.measures_limits import NAMES, Limit
from bench.measures_pages import Aim, Measure, got, signed_in
from cases.lifecycle import Phase
from ico.functions_monitor import MOST_LATE
from ico.monitor import MOST, SILENT_DAYS

RUNS = "c.phase NOT IN ('advised', 'afschaling', 'closed')"
# One look at a time: joined, all grants of the house would be read first.
SEEN = """coalesce((SELECT true FROM cases_casegroupgrant AS g
    WHERE g.content_object_id = c.id LIMIT 1), false)"""
# Of a case that waits for somebody; by hand whoever sees all sees what the bureau does.
WAITS = f"""
    SELECT {{}} FROM {{}} JOIN cases_case AS c ON c.id = w.case_id
    WHERE {{}} AND {RUNS}
    AND {SEEN}
    ORDER BY {{}} LIMIT %(most)s
"""
LATE = f"""
    SELECT owner_id, count(*), min(due_on) FROM (
        SELECT w.owner_id, w.due_on FROM ico_action AS w
        JOIN cases_case AS c ON c.id = w.case_id
        WHERE w.state = 'open' AND w.due_on < %(today)s AND {RUNS}
        AND {SEEN}
        ORDER BY w.due_on LIMIT {MOST_LATE}) AS late
    GROUP BY owner_id ORDER BY 2 DESC LIMIT %(most)s
"""
SILENT = f"""
    SELECT c.id FROM cases_case AS c WHERE c.phase = 'monitoring'
    AND c.last_activity_at < %(now)s - make_interval(days => %(days)s)
    AND {SEEN}
    ORDER BY c.last_activity_at LIMIT %(most)s
"""
# The letters that wait the longest; who was never told of had none.
LETTERS = f"""
    SELECT c.id FROM cases_case AS c
    WHERE c.registered_at < %(now)s - interval '23 days' AND {RUNS}
    AND coalesce((SELECT true FROM cases_person AS p LEFT JOIN ico_notice AS n
        ON n.person_id = p.id AND n.withdrawn_at IS NULL WHERE p.case_id = c.id
        AND p.role = 'betrokkene' AND n.letter_sent_on IS NULL LIMIT 1), false)
    AND {SEEN} ORDER BY c.registered_at LIMIT %(most)s
"""
AHEAD = """
    SELECT m.case_id, m.* FROM ico_meeting AS m WHERE m.state = 'planned'
    AND m.ends_at >= %(now)s ORDER BY m.starts_at LIMIT 10
"""
ACTION = "ico_action AS a ON a.id = w.action_id"
ACTED = f"('{Phase.ICO}', '{Phase.MONITORING}')"
# Each begins with the key of its case, of which the page shows number and name.
BY_HAND = (
    SILENT,
    WAITS.format(
        *("w.case_id, w.*", "ico_action AS w"),
        f"w.effect IN ('no', 'partly') AND c.phase IN {ACTED}",
        "w.effect_at DESC",
    ),
    WAITS.format(
        *("w.case_id, a.*", f"ico_signal AS w JOIN {ACTION}"),
        *("w.settled_at IS NULL AND w.passed_on_at IS NOT NULL", "w.at"),
    ),
    WAITS.format(
        *("w.case_id, a.*", f"ico_calltoaccount AS w JOIN {ACTION}"),
        *("w.answered_at IS NULL AND w.answer_before < %(today)s", "w.answer_before"),
    ),
    WAITS.format(
        *("w.case_id, w.*", "ico_escalation AS w", "w.answered_at IS NULL"),
        "w.answer_before",
    ),
    WAITS.format(
        "w.case_id, w.*", "ico_departure AS w", "w.settled_at IS NULL", "w.at"
    ),
    LETTERS,
    AHEAD,
)
CASES = """
    SELECT c.*, u.name FROM cases_case AS c
    LEFT JOIN accounts_user AS u ON u.id = c.coordinator_id
    WHERE c.id = ANY (%s::uuid[])
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
    limit.rows(LATE, given)
    keys = {str(row[0]) for sql in BY_HAND for row in limit.rows(sql, given)}
    for sql in (CASES, NAMES):
        limit.rows(sql, [list(keys)])
