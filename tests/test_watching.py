"""What is told about watching is true: the numbers, the alarms, the fields."""

import re
from pathlib import Path

import pytest
import yaml
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from tests.inside import ask
from zvh.guard import logs
from zvh.guard.models import JobRun

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs/watching.md").read_text()
ALERTS = yaml.safe_load((ROOT / "deploy/prometheus-alerts.yml").read_text())
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
NAME = re.compile(r"\bzvh_[a-z_]+")
LABEL = re.compile(r"([a-z]+)!?=")
# What Prometheus makes of a histogram.
PARTS = ("_bucket", "_count", "_sum")


@pytest.fixture
def families(db):
    """Every metric that there is, by the name it is asked for."""
    JobRun.objects.create(name="mail", started_at=timezone.now())
    _, text = ask("/metrics")
    return {
        family.name + ("_total" if family.type == "counter" else ""): family
        for family in text_string_to_metric_families(text)
    }


def whole(name: str) -> str:
    for part in PARTS:
        name = name.removesuffix(part)
    return name


@pytest.mark.eis("X-4")
def test_every_number_is_described_and_no_other(families):
    told = re.findall(r"^\| `(zvh_[a-z_]+)` \|", DOCUMENT, re.MULTILINE)

    assert sorted(told) == sorted(families)
    assert {whole(name) for name in NAME.findall(DOCUMENT)} == set(families)


@pytest.mark.eis("X-4")
def test_alarms_ask_for_numbers_that_exist(families):
    for rule in RULES:
        names = {whole(name) for name in NAME.findall(rule["expr"])}
        assert names <= set(families), rule["alert"]
        assert names or "up{" in rule["expr"]


def test_every_alarm_has_what_to_do_and_says_how_urgent_it_is():
    told = dict(
        re.findall(r"^\| `(Zvh\w+)` \|.*?\| (Page|Ticket)\.", DOCUMENT, re.MULTILINE)
    )

    assert {rule["alert"] for rule in RULES} == set(told)
    for rule in RULES:
        assert rule["labels"]["severity"] == told[rule["alert"]].lower()


def labels_told() -> dict[str, set[str]]:
    """Each number, with the labels that the document gives it."""
    rows = re.findall(r"^\| `(zvh_[a-z_]+)` \| (.*?) \|", DOCUMENT, re.MULTILINE)
    return {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in rows}


def test_alarms_ask_for_labels_that_exist():
    asked = [
        (name, label)
        for rule in RULES
        for name, labels in re.findall(r"\b(zvh_[a-z_]+)\{([^}]*)\}", rule["expr"])
        for label in LABEL.findall(labels)
    ]

    assert asked
    assert all(label in labels_told()[whole(name)] for name, label in asked)


def test_labels_are_described(families, client):
    client.get("/inloggen/")
    _, text = ask("/metrics")
    found = [
        (whole(sample.name), label)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for label in sample.labels.keys() - {"le"}
    ]

    assert ("zvh_request_seconds", "route") in found
    assert all(label in labels_told()[name] for name, label in found)


def test_every_field_of_a_line_is_described():
    table = DOCUMENT[DOCUMENT.index("| field |") :]
    cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    told = set(re.findall(r"`(\w+)`", " ".join(cells)))
    every = {"at", "level", "logger", "event", "where", "error", "trace", "sqlstate"}

    assert told == {*logs.Fields.__annotations__, *every, "request", "job"}


def test_the_example_collects_from_the_inner_port():
    collected = yaml.safe_load((ROOT / "deploy/prometheus.yml").read_text())
    web = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["web"]
    (job,) = collected["scrape_configs"]
    (source,) = job["dns_sd_configs"]

    assert source["names"] == ["web"]
    assert web["environment"]["INNER_BIND"].endswith(f":{source['port']}")
    assert (ROOT / "deploy" / collected["rule_files"][0]).exists()
    assert job["job_name"] in RULES[0]["expr"]
