"""The bench's own instruments: what is counted, what is taken back, what is judged."""

import os
import subprocess
import sys
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.urls import include, path, reverse

from bench import measures_report as report
from bench import measures_run as run
from bench import views
from bench.measures_clock import Series, cost, spread, statements_of, undone
from bench.measures_minutes import BARE, DOOR, TYPED
from bench.measures_pages import Aim, Measure
from bench.measures_report import Size
from tests.walks import ROOT
from zvh.urls import urlpatterns as others

urlpatterns = [*others, path("", include("bench.urls"))]


def asked(times):
    with connection.cursor() as cursor:
        for _ in range(times):
            cursor.execute("SELECT 1")


def test_cost_counts_what_is_asked_but_not_what_stands_around_it(db):
    with undone():
        found = cost(lambda: asked(3))

    assert found.queries == 3
    assert found.whole == found.server + found.web > 0


def test_an_act_is_taken_back_and_can_be_written_again(anna, bram):
    def name_anew():
        bram.name = "Bram Anders"
        bram.save(update_fields=["name"])

    written = statements_of(name_anew)

    assert [sql.split()[0] for sql, _ in written] == ["INSERT", "UPDATE"]
    bram.refresh_from_db()
    assert bram.name == "Bram Voorbeeld"


def test_the_middle_is_told_with_what_is_around_it():
    assert spread([5.0, 1.0, 2.0, 3.0, 4.0]) == [2.0, 3.0, 4.0]
    assert spread([7.0]) == [7.0, 7.0, 7.0]
    assert Series().limits == []


@pytest.mark.parametrize("view", [views.nothing, views.empty])
def test_what_others_are_compared_with_has_a_door_too(view):
    assert view.door.kind == "listed"


@override_settings(ROOT_URLCONF=__name__)
def test_an_empty_page_is_answered_in_its_frame(anna, sign_in):
    client: Client = sign_in(anna)

    assert client.get(reverse("bench:nothing")).content == b""
    assert "Vandaag" in client.get(reverse("bench:empty")).content.decode()


def line(what, aim=Aim.NONE, *, server=0.001, web=0.004, queries=8, limit=0.001):
    return {
        "what": what,
        "who": "sees all",
        "aim": aim.value,
        "queries": [queries] * 3,
        "server": [server] * 3,
        "web": [web] * 3,
        "whole": [server + web] * 3,
        "limit": [limit] * 3 if limit else None,
    }


def size(*lines, cases=10_000):
    empty = [line("nothing at all", limit=None), line("an empty page", limit=None)]
    about = {"cases": cases, "looks": 5, "size": "1 MB", "processor": "x", "cores": 2}
    about |= {"postgresql": "15", "python": "3.11", "load": 0.1, "load_after": 0.1}
    return Size(about, [*empty, *lines])


@pytest.mark.parametrize(
    ("found", "judgement"),
    [
        (line("a", Aim.LIST), "met"),
        (line("a", Aim.LIST, queries=9), "queries"),
        (line("a", Aim.CASE, queries=14), "met"),
        (line("a", Aim.LIST, server=0.0026), "database"),
        (line("a", Aim.LIST, server=0.0009, limit=0.0001), "met"),
        (line("a", Aim.LIST, web=0.02), "throughput"),
        (line("a", Aim.LOOKED, server=0.011), "time"),
        (line("a", Aim.REMOVAL, server=0.002, limit=0.001), "met"),
        (line("a", Aim.REMOVAL, server=0.003, limit=0.001), "cascade"),
    ],
)
def test_each_aim_is_judged(found, judgement):
    table = report.page([size(found)], "")
    row = next(row for row in table.splitlines() if row.startswith("| a |"))

    assert judgement in row.split("|")[-2]


@pytest.mark.parametrize(
    ("slow", "queries", "judgement"),
    [(0.009, 11, "met"), (0.011, 11, "11.0 × a bare"), (0.009, 12, "4 queries beyond")],
)
def test_what_saves_by_itself_is_judged_by_its_slowest(slow, queries, judgement):
    saved = line(TYPED, Aim.AUTOSAVE, queries=queries)
    saved |= {"slow": slow + 0.01, "slow_server": slow, "waited": 0.05}
    table = report.page([size(saved, line(DOOR), line(BARE))], "")

    row = next(row for row in table.splitlines() if row.startswith(f"| {TYPED}"))
    assert judgement in row.split("|")[-2]
    assert "nineteen in twenty" in table


def test_several_do_it_at_the_same_time(transactional_db):
    together, heard = Barrier(3, timeout=30), []

    def act(nth):
        if nth < 3:
            together.wait()
        heard.append(nth)

    series = run.together(Measure("x", "", act, at_once=3), limit=None, runs=2)

    assert sorted(heard) == list(range(3 * (run.WARM + 2)))
    assert len(series.costs) == 6


def test_without_aim_there_is_no_judgement():
    assert "| aim |" not in report.page([size(cases=1_000_000)], "")


def test_what_people_wrote_below_the_tables_stays():
    first = report.page([size()], "")
    again = report.page([size(), size(cases=100_000)], first + "\n\nWhy.\n")

    assert again.endswith(f"{report.END}\n\nWhy.\n")
    assert again.count(report.END) == 1


def test_a_house_ten_times_as_big_is_laid_beside():
    small = size(line("case page", Aim.CASE, server=0.002))
    large = size(line("case page", Aim.CASE, server=0.004), cases=100_000)

    assert "| 2.0 | **no** |" in report.page([small, large], "")


@pytest.mark.long
def test_the_whole_bench_runs_at_a_small_size(tmp_path):
    own = {"DATA": str(tmp_path), "BENCH_DOC": str(tmp_path / "bench.md")}
    told = {"BENCH_CASES": "200", "BENCH_RUNS": "1", "PYTHONPATH": ""}
    address = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/run_bench.py"],
        env=address | own | told,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    written = (tmp_path / "bench.md").read_text()
    rows = [row for row in written.splitlines() if row.startswith("| ")]
    assert "## 200 cases" in written
    assert len(rows) > 25
    assert {len(row.split(" | ")) for row in rows} == {len(report.HEAD) - 1}
