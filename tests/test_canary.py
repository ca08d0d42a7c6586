"""The canary: a mark in every field, and no trace of it when the case is gone.

Before each removal the same search finds the mark, so the search can fail.
"""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import connection

from cases.models import Case
from privacy.models import Approval, Disclosure
from tests import life as lives
from tests.backstage import backstage
from tests.conftest import CLUSTER, STATE
from tests.life import BORN, BSN, DECEMBER, MARK, MONDAY, TUESDAY, Life
from triage import waiting
from zvh.guard.content import content_fields
from zvh.guard.dossier import dossier_models
from zvh.guard.models import Fact

SOUGHT = (MARK, BSN, BORN, "1951-07-13", "13 juli 1951")
# Content that another life fills: a request for more, a parked form, an opening,
# a colleague who was away, a registration by telephone, a dossier that is continued.
ELSEWHERE = {
    *("cases.CompletionRequest", "cases.ParkedForm", "cases.ShieldedOpening"),
    *("cases.Handover", "cases.Dictation"),
    # To somebody outside the covenant.
    *("privacy.PlannedDisclosure", "privacy.Shipment"),
    *("cases.Continuation", "cases.ContinuationAkkoord"),
}


@pytest.fixture
def life(transactional_db, sign_in, caplog):
    with time_machine.travel(MONDAY):
        lives.tick()
        return lives.cast(sign_in)


def on(moment, *days_later):
    return [time_machine.travel(moment + timedelta(days=days)) for days in days_later]


def traces(text: str) -> set[str]:
    """What was sought and found, also where a file is written in hexadecimal."""
    hexed = {word: word.encode().hex() for word in SOUGHT}
    return {word for word in SOUGHT if word in text or hexed[word] in text}


def dump() -> str:
    """The whole database as text, as a backup would hold it."""
    name = connection.settings_dict["NAME"]
    done = subprocess.run(
        [CLUSTER.binaries.path("pg_dump"), CLUSTER.superuser_url(name)],
        capture_output=True,
        check=True,
    )
    return done.stdout.decode(errors="replace")


def elsewhere(caplog) -> str:
    """Everything outside the tables: queue, server's log, our log, mail."""
    files = [*Path(settings.DATA_DIR).rglob("*"), *STATE.glob("*.log")]
    letters = [str(letter.message()) for letter in mail.outbox]
    texts = [f.read_text(errors="replace") for f in files if f.is_file()]
    return "\n".join([*texts, *letters, caplog.text])


def facts() -> list[tuple[object, ...]]:
    with backstage():
        told = Fact.objects.order_by("pk")
        return list(told.values_list("pk", "kind", "dimensions", "days", "count"))


def unmarked() -> set[str]:
    """Content fields in which no row carries the mark."""
    with backstage():
        return {
            f"{model._meta.label}.{name}"
            for model in dossier_models()
            if model._meta.label not in ELSEWHERE
            for name in content_fields(model)
            if not any(
                traces(str(getattr(row, name))) for row in model.objects.iterator()
            )
        }


def removed_after(start, *days: int) -> None:
    for traveller in on(start, *days):
        with traveller:
            lives.tick()


def lived_through_an_ico(life: Life) -> None:
    with time_machine.travel(MONDAY):
        lives.draft(life)
        lives.send(life)
        lives.take_in(life)
    with time_machine.travel(TUESDAY):
        life.come_in()
        lives.weigh(life, "ico")
        meeting = lives.convene(life)
    with time_machine.travel(DECEMBER):
        life.come_in()
        lives.meet(life, meeting)
        lives.plan(life, meeting)
        lives.look_around(life)
        lives.scale_down(life)
        lives.tick()


@pytest.mark.long
@pytest.mark.eis("S-3", "S-5", "S-10", "R-2", "X-3")
@pytest.mark.safety("P1", "L7", "H4", "X3")
def test_whole_life_leaves_no_trace(life, caplog):
    lived_through_an_ico(life)
    before = facts()
    assert unmarked() == OTHER_LIVES
    assert traces(dump()) >= {MARK, BSN, "1951-07-13"}
    assert len(mail.outbox) >= 4

    removed_after(DECEMBER, 30, 183, 365)

    with backstage():
        assert not Case.objects.exists()
        # What went out, and on whose word, is proven without what it said (S-10).
        (sent,) = Disclosure.objects.filter(kind="extract")
        keys = [one["approval"] for one in sent.approvals]
        assert Approval.objects.filter(pk__in=keys).count() == len(keys) == 1
    assert traces(dump()) == set()
    assert traces(elsewhere(caplog)) == set()
    assert not [url for url in life.addresses() if traces(url)]
    assert facts() == before


@pytest.mark.eis("S-4", "S-5", "W-4")
@pytest.mark.safety("P1", "P4")
def test_refused_registration_leaves_no_trace(life, caplog):
    with time_machine.travel(MONDAY):
        lives.draft(life)
        lives.send(life)
        lives.take_in(life)
    with time_machine.travel(TUESDAY):
        life.come_in()
        waiting.remind_and_close()
        lives.weigh(life, "advice")
        lives.advise(life)
        before = facts()
        lives.tick()
        with backstage():
            left = {m._meta.label for m in dossier_models() if m.objects.exists()}
        assert left == {"triage.Advice"}
        lives.read_advice(life)

    removed_after(TUESDAY, 14)

    with backstage():
        assert not Case.objects.exists()
    assert traces(dump()) == set()
    assert traces(elsewhere(caplog)) == set()
    assert facts() == before


@pytest.mark.eis("S-4", "S-5")
@pytest.mark.safety("P1")
def test_supported_case_leaves_no_trace(life, caplog):
    with time_machine.travel(MONDAY):
        lives.draft(life)
        lives.send(life)
        lives.take_in(life)
        lives.note_told(life)
    with time_machine.travel(TUESDAY):
        life.come_in()
        lives.weigh(life, "support")
        lives.support(life)
        assert "ico.Notice.by_whom" not in unmarked()

    removed_after(TUESDAY, 1, 183, 365)

    with backstage():
        assert not Case.objects.exists()
    assert traces(dump()) == set()
    assert traces(elsewhere(caplog)) == set()


@pytest.mark.eis("S-5", "S-9")
@pytest.mark.safety("P1")
def test_abandoned_draft_leaves_no_trace(life, caplog):
    with time_machine.travel(MONDAY):
        lives.draft(life)
        assert traces(dump()) >= {MARK, BSN}

    removed_after(MONDAY, 30)

    with backstage():
        assert not Case.objects.exists()
    assert traces(dump()) == set()
    assert traces(elsewhere(caplog)) == set()


# Filled in the lives of an advice, of support, or of an area.
OTHER_LIVES = {
    "triage.Advice.text",
    "triage.AgendaItem.still_needed",
    "triage.SupportNote.text",
    "ico.Afschaling.reopened_because",
    "ico.Notice.by_whom",
    # Choices and dates, which cannot carry a mark.
    "ico.Meeting.decisions",
    "ico.Meeting.themes",
    "ico.Notice.on",
    "cases.Registration.informed_on",
    # Not asked on any page yet.
    "cases.PersonDetails.phone",
}
