"""Numbers for who watches: they count rightly, and name nobody."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from prometheus_client.parser import text_string_to_metric_families

from accounts import mails
from accounts.models import Outgoing
from cases.lifecycle import Phase
from cases.models import Case
from privacy import retention
from tests.backstage import backstage
from tests.inside import ask
from tests.life import NO_CASE
from tests.stories import in_phase
from tests.walks import name_of, patterns
from zvh import health
from zvh.guard import jobs, metrics
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.models import JobRun
from zvh.guard.watching import WatchingMiddleware

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def samples() -> dict[tuple[str, tuple[str, ...]], float]:
    """Each number by its name and the values of its labels."""
    status, text = ask("/metrics")
    assert status == 200
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def number(name: str, *labels: str) -> float:
    return samples().get((name, labels), 0)


@pytest.fixture
def more():
    """How much a number grew since it was asked for first."""
    before = samples()

    def grown(name: str, *labels: str) -> float:
        return number(name, *labels) - before.get((name, labels), 0)

    return grown


@pytest.fixture(autouse=True)
def _house(db):
    """States come from the database; attempts of other tests are forgotten."""
    cache.clear()
    yield
    cache.clear()


def test_a_request_counts_under_its_route(more, client):
    client.get("/inloggen/")
    client.get(f"/{NO_CASE}")
    client.generic("NOVERB", "/inloggen/")

    # Labels come in the order of their names.
    assert more("zvh_request_seconds_count", "GET", "account_login", "2xx") == 1
    assert more("zvh_request_seconds_count", "GET", "none", "4xx") == 1
    assert more("zvh_request_seconds_count", "other", "account_login", "4xx") == 1
    assert more("zvh_request_seconds_sum", "GET", "account_login", "2xx") > 0


def test_the_gates_refusals_count_and_others_do_not(more, bram, sign_in):
    client = sign_in(bram)
    client.get(f"/casussen/{NO_CASE}/")
    client.get("/vandaag/")
    client.get("/niets/")
    Client(enforce_csrf_checks=True).post("/inloggen/")

    assert more("zvh_refusals_total", "not_found") == 1
    assert more("zvh_refusals_total", "forbidden") == 1


@pytest.mark.parametrize(
    ("status", "name", "labels"),
    [(409, "zvh_conflicts_total", ()), (429, "zvh_lockouts_total", ("page",))],
)
def test_what_could_not_be_done_now_counts(more, rf, status, name, labels):
    WatchingMiddleware(lambda _: HttpResponse(status=status))(rf.get("/"))

    assert more(name, *labels) == 1


def test_failed_sign_ins_count_by_kind(more, client, bram):
    for _ in range(2):
        wrong = {"login": bram.email}
        wrong["password"] = "verkeerd"  # noqa: S105  # pragma: allowlist secret
        client.post("/inloggen/", wrong)

    assert more("zvh_sign_in_failures_total", "password") == 2
    assert more("zvh_lockouts_total", "sign_in") == 0


def test_who_tries_too_often_counts_as_locked_out(more, client, bram):
    while not more("zvh_lockouts_total", "sign_in"):
        wrong = {"login": bram.email}
        wrong["password"] = "verkeerd"  # noqa: S105  # pragma: allowlist secret
        client.post("/inloggen/", wrong)
        assert more("zvh_sign_in_failures_total", "password") < 100

    assert more("zvh_sign_in_failures_total", "password") > 2


def test_jobs_tell_when_they_succeeded_and_how_long_they_took():
    JobRun.objects.create(
        name="retention",
        started_at=NOW,
        finished_at=NOW + timedelta(seconds=7),
        done=12,
    )
    JobRun.objects.create(name="mail", started_at=NOW, failed_at=NOW)
    JobRun.objects.create(name="of long ago", started_at=NOW, finished_at=NOW)

    found = samples()

    success = "zvh_job_last_success_timestamp_seconds"
    assert found[success, ("retention",)] == NOW.timestamp() + 7
    assert found["zvh_job_last_duration_seconds", ("retention",)] == 7
    assert found["zvh_job_done", ("retention",)] == 12
    assert found["zvh_job_failing", ("retention",)] == 0
    assert found["zvh_job_failing", ("mail",)] == 1
    assert (success, ("mail",)) not in found
    assert not [labels for _, labels in found if "of long ago" in labels]


def test_a_queue_that_stands_still_grows_old():
    JobRun.objects.create(name="mail", started_at=NOW)

    with time_machine.travel(NOW + timedelta(minutes=9), tick=False):
        assert number("zvh_queue_age_seconds") == 9 * 60
    assert number("zvh_queue_up") == 1
    assert number("zvh_queue_messages") >= 0


def test_mail_that_waits_is_counted_and_grows_old(bram):
    with time_machine.travel(NOW, tick=False), acting_for(Purpose.MAIL):
        mails.post("password_changed", to=bram)
        mails.post("factor_changed", to=bram)

    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert number("zvh_mails_waiting") == 2
        assert number("zvh_mails_oldest_seconds") == 2 * 3600
    mails.send_outgoing()

    assert number("zvh_mails_waiting") == 0
    assert number("zvh_mails_oldest_seconds") == 0


def at(day):
    return time_machine.travel(
        datetime.fromisoformat(f"{day}T05:00:00+00:00"), tick=False
    )


@pytest.mark.safety("P8")
def test_cases_past_their_term_count_until_the_run_has_been(bram, anna):
    with at("2026-01-15"):
        in_phase(Phase.AFSCHALING, partner=bram, anna=anna)

    # Its plan goes after half a year, and it after one.
    for before, day in [("2026-07-14", "2026-07-15"), ("2027-01-14", "2027-01-15")]:
        with at(before):
            assert number("zvh_cases_past_due") == 0
        with at(day):
            assert number("zvh_cases_past_due") == 1
            retention.run()
            assert number("zvh_cases_past_due") == 0


@pytest.mark.safety("P6")
def test_a_case_that_is_held_is_not_past_due(bram, anna):
    with at("2026-01-15"):
        in_phase(Phase.AFSCHALING, partner=bram, anna=anna)
    with backstage():
        Case.objects.update(held_until=date(2027, 6, 1))

    with at("2027-03-01"):
        assert number("zvh_cases_past_due") == 0
    with at("2027-06-02"):
        assert number("zvh_cases_past_due") == 1


@pytest.mark.safety("X7")
@pytest.mark.parametrize(
    "asked",
    [
        *("zvh_waiting_mail()", "zvh_waiting_secure_mail()"),
        "zvh_cases_past_due(CURRENT_DATE)",
    ],
)
def test_counting_shows_no_row(bram, asked):
    with acting_for(Purpose.MAIL):
        mails.post("password_changed", to=bram)

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {asked}")  # noqa: S608
        kinds = {type(value) for row in cursor.fetchall() for value in row}
    assert kinds <= {int, datetime, type(None)}
    assert not Outgoing.objects.exists()
    assert not Case.objects.exists()


def test_a_database_that_is_gone_is_told_and_nothing_else_breaks(monkeypatch):
    def gone():
        raise DatabaseError

    monkeypatch.setattr(metrics, "READERS", [gone])

    found = samples()

    assert found["zvh_database_up", ()] == 0
    assert ("zvh_mails_waiting", ()) not in found
    assert ("zvh_conflicts_total", ()) in found


# What labels may say. A value that is in none of these lists could be a name.
ROUTES = {
    *(name for p in patterns(get_resolver()) for name in (p.name, name_of(p))),
    metrics.STATIC,
    metrics.NO_ROUTE,
}
CLOSED = {
    "route": ROUTES,
    "method": set(metrics.METHODS),
    "status": set(metrics.CLASSES),
    "outcome": set(metrics.OUTCOMES),
    "kind": {*metrics.KINDS, *metrics.LOCKED},
    "task": {*jobs.REGISTRY, health.BACKUP},
    "le": {*map(str, map(float, metrics.SECONDS)), "+Inf"},
}
SHAPE = re.compile(r"[\w:+. -]{1,60}")


@pytest.mark.safety("L7", "H2")
def test_labels_come_from_closed_lists(client, bram, sign_in):
    metrics.REQUESTS.clear()  # of pages that only exist in a test
    for job in jobs.REGISTRY:
        JobRun.objects.create(name=job, started_at=NOW, finished_at=NOW)
    signed_in = sign_in(bram)
    for address in ("/mijn/", "/kanarie/", f"/casussen/{NO_CASE}/", "/static/kanarie"):
        signed_in.get(f"{address}?kanarie=1", headers={"User-Agent": "kanarie"})
    client.post("/inloggen/", {"login": "kanarie@zvh.example", "password": "x"})
    client.generic("KANARIE", "/inloggen/")

    _, text = ask("/metrics")

    assert "kanarie" not in text.lower()
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            for label, value in sample.labels.items():
                assert value in CLOSED[label], f"{sample.name}: {label}={value}"
                assert SHAPE.fullmatch(value)
                assert not re.search("[0-9a-f]{8}-", value)
