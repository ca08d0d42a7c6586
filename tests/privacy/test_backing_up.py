"""Each night the whole database goes into one file that this machine cannot read."""

import os
import stat
import subprocess
import sys
from datetime import datetime, timedelta
from subprocess import PIPE

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from privacy import archive, backup
from privacy.backup import BackupError
from tests.backstage import backstage
from tests.conftest import CLUSTER, ROOT
from tests.privacy import disaster
from tests.stories import sent
from zvh.guard.models import JobRun

MARK = "Zkanariezq"
NIGHT = datetime.fromisoformat("2026-11-16T02:30:00+01:00")


@pytest.fixture
def house(transactional_db, settings, tmp_path, bram):
    disaster.use(tmp_path, settings)
    sent(bram, surname=MARK)


def ran():
    with backstage():
        return JobRun.objects.get(name="backup")


@pytest.mark.safety("B3")
@pytest.mark.eis("S-8")
def test_backup_is_one_sealed_file(house, tmp_path):
    assert MARK in disaster.dump(disaster.here())

    path = disaster.back_up()

    assert [*tmp_path.glob("backups/*")] == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = path.read_bytes()
    for word in (MARK, MARK.encode().hex(), "cases_case", "CREATE TABLE", "PGDMP"):
        assert word.encode() not in content


@pytest.mark.safety("B3")
def test_only_its_own_key_opens_it(house):
    path = disaster.back_up()
    another = archive.pyrage.x25519.Identity.generate()

    assert archive.look_inside(path, disaster.KEY).migrations
    with pytest.raises(archive.ArchiveError, match="does not open"):
        archive.look_inside(path, another)


@pytest.mark.safety("B3")
def test_the_pair_of_keys_fits(house, settings, capsys):
    call_command("backup_key")
    told = capsys.readouterr().out
    settings.BACKUP_RECIPIENT = told.split("=")[1].split()[0]

    path = disaster.back_up()

    assert archive.look_inside(path, archive.key_from(told)).migrations


def test_name_says_when(house):
    with time_machine.travel(NIGHT, tick=False):
        path = disaster.back_up()

    assert path.name == "zvh-20261116T013000Z.dump.age"
    assert backup.moment_of(path) == NIGHT


@pytest.mark.eis("S-8")
@pytest.mark.parametrize(("days", "left"), [(29, 2), (30, 1)])
def test_old_backups_go_when_a_new_one_is_there(house, settings, days, left):
    settings.BACKUP_DAYS = 30
    with time_machine.travel(NIGHT, tick=False):
        disaster.back_up()
    with time_machine.travel(NIGHT + timedelta(days=days), tick=False):
        newest = disaster.back_up()

    assert len(backup.backups()) == left
    assert backup.backups()[-1] == newest


def test_old_backups_stay_while_no_new_one_is_made(house, settings):
    with time_machine.travel(NIGHT, tick=False):
        path = disaster.back_up()
    settings.BACKUP_RECIPIENT = "age1nonsense"

    with (
        time_machine.travel(NIGHT + timedelta(days=99)),
        pytest.raises(BackupError, match="no public key"),
    ):
        disaster.back_up()

    assert backup.backups() == [path]


def test_success_is_known_to_who_watches(house):
    with time_machine.travel(NIGHT, tick=False):
        disaster.back_up()

    assert ran().finished_at == NIGHT
    assert ran().failed_at is None


def test_failure_is_known_and_leaves_nothing(house, tmp_path, monkeypatch):
    """A dump that breaks off half-way is no backup, whatever was written."""
    broken = tmp_path / "bin" / "pg_dump"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nprintf PGDMP-half\necho 'went away' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(broken.parent), prepend=":")

    with pytest.raises(BackupError, match="went away"):
        disaster.back_up()

    assert [*tmp_path.glob("backups/*")] == []
    assert ran().failed_at is not None
    assert ran().finished_at is None


def test_role_that_does_not_see_everything_makes_no_backup(house, tmp_path):
    with disaster.speaking("zvh_app"), pytest.raises(CommandError, match="every row"):
        call_command("backup")

    assert [*tmp_path.glob("backups/*")] == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_case SET version = 9",
        "DELETE FROM cases_person",
        "INSERT INTO guard_jobrun VALUES ('x')",
        "SELECT zvh_forget_access_records('2000-01-01')",
        "CREATE TABLE copied (id int)",
    ],
)
def test_role_of_the_backup_writes_nothing(house, statement):
    with (
        disaster.speaking("zvh_backup"),
        pytest.raises(DatabaseError, match="permission denied"),
    ):
        connection.cursor().execute(statement)


@pytest.mark.safety("J4")
@pytest.mark.parametrize(
    ("hours", "due"), [(0, False), (23, False), (24, True), (80, True)]
)
def test_one_backup_a_night(house, hours, due):
    with time_machine.travel(NIGHT, tick=False):
        disaster.back_up()

    assert backup.is_due(NIGHT + timedelta(hours=hours)) is due


def test_the_first_is_due_at_once(house):
    assert backup.is_due(NIGHT)


@pytest.mark.eis("X-4")
def test_nightly_makes_what_is_missing_and_stays(house, settings):
    environment = {
        **os.environ,
        "DATABASE_URL": CLUSTER.url("zvh_backup", disaster.here()),
        "BACKUP_RECIPIENT": settings.BACKUP_RECIPIENT,
        "BACKUP_DIR": str(settings.BACKUP_DIR),
    }
    words = [sys.executable, "manage.py", "backup", "--nightly"]
    with subprocess.Popen(words, env=environment, cwd=ROOT, stdout=PIPE) as process:
        told = process.stdout.readline()
        is_there = process.poll() is None
        process.terminate()

    assert is_there
    assert [path.name.encode() for path in backup.backups()] == told.split(b":")[:1]
