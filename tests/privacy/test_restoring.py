"""After a disaster everything is back, but for what was removed or ended since."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from accounts.models import User
from cases import actions
from cases.models import Case, DomainProblem
from privacy import backup, ledger, soundness
from privacy.models import Removal
from tests import life as lives
from tests.backstage import backstage
from tests.conftest import CLUSTER, ROOT
from tests.life import BSN, MARK, MONDAY, TUESDAY, Life
from tests.privacy import disaster
from tests.privacy.disaster import KEY, speaking
from tests.stories import drafted, sent
from zvh.guard.announce import acting_as
from zvh.guard.dossier import dossier_models
from zvh.guard.models import LedgerLine

KEPT = "Blijvertje"
NIGHT = datetime(2026, 11, 17, 2, 30, tzinfo=MONDAY.tzinfo)
LATER = NIGHT + timedelta(days=20)
BEGUN, DROPPED = "Onafgemaakt", "Weggegooid"


@pytest.fixture
def elsewhere(transactional_db, settings, tmp_path):
    disaster.use(tmp_path, settings)
    with disaster.empty_database() as name:
        yield name


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "key.txt"
    path.write_text(f"# two safes\n{KEY}\n")
    return path


def restore(path, name, key_file, **options):
    with speaking("zvh_owner", to=name):
        call_command("restore", path, key_file=str(key_file), **options)


def app(name):
    """The app in that database, with the tests' way of looking behind the scenes."""
    return speaking(to=name)


@dataclass
class House:
    """What there was when the backup was made, and the file itself."""

    partner: User
    anna: User
    kept: Case
    problem: DomainProblem
    path: Path
    life: Life | None = None

    def left_in(self, text: str) -> set[str]:
        marks = (MARK, BSN, BEGUN, DROPPED)
        return {word for word in marks if word in text or word.encode().hex() in text}


def furnished(partner, anna, **more):
    """A case that stays, a draft that is left, one thrown away; a night between."""
    with time_machine.travel(MONDAY):
        kept = sent(partner, surname=KEPT)
        drafted(partner, surname=BEGUN)
        dropped = drafted(partner, surname=DROPPED)
        with backstage():
            problem = DomainProblem.objects.get(case=kept)
    with time_machine.travel(NIGHT):
        path = disaster.back_up()
    with time_machine.travel(TUESDAY), acting_as(partner):
        actions.discard_draft(dropped, by=partner)
    return House(partner, anna, kept, problem, path, **more)


@pytest.fixture
def house(elsewhere, bram, anna):
    return furnished(bram, anna)


@pytest.fixture
def removed_since(elsewhere, sign_in):
    """The advice was read and went; the drafts went; a piece was taken out."""
    with time_machine.travel(MONDAY):
        lives.tick()
        life = lives.cast(sign_in)
        lives.draft(life)
        lives.send(life)
        lives.take_in(life)
    house = furnished(life.people["partner"], life.people["anna"], life=life)
    with time_machine.travel(TUESDAY):
        life.come_in()
        lives.weigh(life, "advice")
        lives.advise(life)
        lives.tick()
        with acting_as(house.anna):
            actions.take_out(house.problem, by=house.anna)
    with time_machine.travel(MONDAY + timedelta(days=30)):
        lives.tick()
    with backstage():
        assert [case.pk for case in Case.objects.all()] == [house.kept.pk]
    return house


AFTER = MONDAY + timedelta(days=30, hours=3)


@pytest.mark.eis("S-8", "X-4")
@pytest.mark.safety("B1", "B2")
def test_nothing_of_what_was_removed_comes_back(
    removed_since, elsewhere, key_file, sign_in, capsys
):
    house = removed_since
    assert house.left_in(disaster.dump(disaster.here())) == set()

    with time_machine.travel(AFTER, tick=False):
        restore(house.path, elsewhere, key_file)

    restored = disaster.dump(elsewhere)
    assert KEPT in restored
    assert house.left_in(restored) == set()
    assert str(house.problem.pk) not in _about_cases(restored)
    told = capsys.readouterr().out
    assert "Open, after" in told
    assert house.left_in(told) == set()
    with time_machine.travel(AFTER), speaking(to=elsewhere):
        page = sign_in(house.anna).get(reverse("cases:people", args=[house.kept.pk]))
        assert KEPT in page.content.decode()


def _about_cases(text):
    """The rows of a dump but those of the ledger and the logs, which hold keys."""
    tables = text.split("\nCOPY public.")
    kept = [t for t in tables if not t.startswith(("guard_", "privacy_"))]
    return "".join(kept)


@pytest.mark.safety("B2")
def test_without_the_ledger_it_would_come_back(house, elsewhere, key_file):
    """The tests above would notice: the backup itself does hold it."""
    with time_machine.travel(TUESDAY, tick=False):
        restore(house.path, elsewhere, key_file)

    assert house.left_in(disaster.dump(elsewhere)) >= {BEGUN, DROPPED}


@pytest.mark.safety("B2")
def test_removal_that_was_not_copied_yet_is_not_lost(house, elsewhere, key_file):
    """The crash came between the removal and the copying: the next run copies."""
    with backstage():
        waiting = LedgerLine.objects.filter(written_at=None, table="cases_case")
        assert waiting.filter(became__isnull=True).exists()
    assert ledger.read() == []
    ledger.write_down()

    with time_machine.travel(TUESDAY, tick=False):
        restore(house.path, elsewhere, key_file)

    assert DROPPED not in disaster.dump(elsewhere)


@pytest.mark.eis("S-5")
def test_what_went_once_more_has_proof(removed_since, elsewhere, key_file):
    with time_machine.travel(AFTER, tick=False):
        restore(removed_since.path, elsewhere, key_file)

    with speaking(to=elsewhere), backstage():
        proof = Removal.objects.filter(rule=Removal.Rule.RESTORED)
        assert removed_since.life.key in proof.values_list("case_key", flat=True)
        assert LedgerLine.objects.filter(written_at=None).exists()


@pytest.mark.eis("X-4")
@pytest.mark.safety("B1")
def test_what_was_kept_is_whole(house, elsewhere, key_file):
    before = rows_about(house.kept)

    with time_machine.travel(TUESDAY, tick=False):
        restore(house.path, elsewhere, key_file)

    assert len(before) > 5
    with speaking(to=elsewhere):
        assert rows_about(house.kept) == before


def rows_about(case):
    """Every row of a case with all its fields, content opened."""
    with backstage():
        return {
            (model._meta.label, field.name, str(getattr(row, field.attname)))
            for model in dossier_models()
            for row in model.objects.filter(case=case)
            for field in model._meta.fields
        }


GUARDS = """
    SELECT 'policy', tablename, policyname, concat_ws('|', permissive, roles, cmd,
           qual, with_check) FROM pg_policies WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname,
           pg_get_triggerdef(oid) || tgenabled::text
           FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', proname, proowner::regrole::text,
           coalesce(proacl::text, '') || prosecdef::text || md5(prosrc)
           || coalesce(proconfig::text, '')
           FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'table', relname, relowner::regrole::text,
           concat_ws('|', relkind, relrowsecurity, relforcerowsecurity,
           (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(relacl) AS a))
           FROM pg_class WHERE relnamespace = 'public'::regnamespace
           AND relkind IN ('r', 'S', 'v')
    UNION ALL SELECT 'column', attrelid::regclass::text, attname, attacl::text
           FROM pg_attribute WHERE attacl IS NOT NULL
           AND attrelid IN (SELECT oid FROM pg_class
                            WHERE relnamespace = 'public'::regnamespace)
    UNION ALL SELECT 'key', conrelid::regclass::text, conname,
           pg_get_constraintdef(oid) || convalidated::text FROM pg_constraint
           WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'rights', defaclrole::regrole::text, defaclobjtype::text,
           defaclacl::text FROM pg_default_acl
    UNION ALL SELECT 'schema', nspname, nspowner::regrole::text,
           has_schema_privilege('zvh_app', nspname, 'CREATE')::text
           FROM pg_namespace WHERE nspname = 'public'
"""


@pytest.mark.eis("X-4")
@pytest.mark.safety("B1", "X6")
def test_database_guards_itself_as_before(house, elsewhere, key_file):
    before = guards(disaster.here())

    with time_machine.travel(TUESDAY, tick=False):
        restore(house.path, elsewhere, key_file)

    assert len(before) > 400
    assert guards(elsewhere) == before


def guards(name):
    """What guards a database; PostgreSQL writes casts and brackets anew each time."""
    told = CLUSTER.sql(GUARDS, name)
    plain = re.sub(r"::(character varying|text)(\[\])?|[()]", "", told)
    return set(plain.splitlines())


@pytest.mark.safety("B2")
def test_nobody_can_connect_until_all_is_done(
    house, elsewhere, key_file, monkeypatch, settings
):
    """What stops it halfway leaves the door closed, and a second time works."""
    ledger.write_down()
    (path,) = ledger.files()
    whole = path.read_text()
    path.write_text(whole.replace('"cases_case"', '"cases_of_old"'))
    assert disaster.may_connect("zvh_app", elsewhere)

    with (
        time_machine.travel(TUESDAY, tick=False),
        pytest.raises(CommandError, match="does not know"),
    ):
        restore(house.path, elsewhere, key_file)
    assert not disaster.may_connect("zvh_app", elsewhere)
    assert not disaster.may_connect("zvh_backup", elsewhere)

    path.write_text(whole)
    with time_machine.travel(TUESDAY, tick=False):
        restore(house.path, elsewhere, key_file)
    assert disaster.may_connect("zvh_app", elsewhere)
    assert DROPPED not in disaster.dump(elsewhere)


def test_nobody_is_signed_in_after_it(house, elsewhere, key_file, sign_in):
    with time_machine.travel(TUESDAY):
        sign_in(house.anna)
        path = disaster.back_up()
        ledger.write_down()
        restore(path, elsewhere, key_file)

    with backstage():
        assert Session.objects.exists()
    with speaking(to=elsewhere), backstage():
        assert not Session.objects.exists()


def test_numbers_given_since_are_not_given_again(house, elsewhere, key_file):
    with time_machine.travel(TUESDAY):
        given = sent(house.partner).number
        ledger.write_down()
    with time_machine.travel(TUESDAY + timedelta(hours=1)):
        restore(house.path, elsewhere, key_file)
        with speaking(to=elsewhere):
            again = sent(house.partner).number

    assert again > given


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda whole: whole[:-100], "damaged or not whole"),
        (lambda whole: whole[:600] + b"?" + whole[601:], "damaged or not whole"),
        (lambda whole: b"", "damaged or not whole"),
        (lambda whole: b"PGDMP" + whole, "damaged or not whole"),
    ],
)
@pytest.mark.safety("B1", "B3")
def test_damaged_backup_is_refused_before_anything(
    house, elsewhere, key_file, spoil, reason
):
    house.path.write_bytes(spoil(house.path.read_bytes()))

    with pytest.raises(CommandError, match=reason):
        restore(house.path, elsewhere, key_file)

    assert (
        CLUSTER.sql(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", elsewhere
        )
        == "0"
    )
    assert disaster.may_connect("zvh_app", elsewhere)


@pytest.mark.safety("B2")
def test_ledger_of_elsewhere_is_refused_before_anything(house, elsewhere, key_file):
    """The backup knows lines that the ledger does not."""
    ledger.write_down()
    with time_machine.travel(TUESDAY):
        path = disaster.back_up()
    (written,) = ledger.files()
    *lines, _last = written.read_text().splitlines(keepends=True)
    written.write_text("".join(lines))

    with (
        time_machine.travel(TUESDAY + timedelta(hours=1)),
        pytest.raises(CommandError, match="lacks 1 lines"),
    ):
        restore(path, elsewhere, key_file)

    assert disaster.may_connect("zvh_app", elsewhere)
    with time_machine.travel(TUESDAY + timedelta(hours=1)):
        restore(path, elsewhere, key_file, without_ledger=True)
    assert KEPT in disaster.dump(elsewhere)


def test_database_with_something_in_it_is_refused(house, elsewhere, key_file):
    CLUSTER.sql("CREATE TABLE precious (id int)", elsewhere)

    with (
        time_machine.travel(TUESDAY, tick=False),
        pytest.raises(CommandError, match="is not empty"),
    ):
        restore(house.path, elsewhere, key_file)
    assert "precious" in disaster.dump(elsewhere)

    CLUSTER.sql("ALTER TABLE precious OWNER TO zvh_owner", elsewhere)
    with time_machine.travel(TUESDAY, tick=False):
        restore(house.path, elsewhere, key_file, replace=True)
    assert "precious" not in disaster.dump(elsewhere)


def test_whoever_is_still_connected_stops_it(house, elsewhere, key_file):
    with speaking("zvh_app", to=elsewhere):
        other = connection.copy()
        other.connect()
    try:
        with (
            time_machine.travel(TUESDAY, tick=False),
            pytest.raises(CommandError, match="Still connected: zvh_app"),
        ):
            restore(house.path, elsewhere, key_file)
    finally:
        other.close()

    assert disaster.may_connect("zvh_app", elsewhere)


def test_only_the_owner_restores(house, elsewhere, key_file):
    with (
        time_machine.travel(TUESDAY, tick=False),
        speaking("zvh_app", to=elsewhere),
        pytest.raises(CommandError, match="names zvh_owner"),
    ):
        call_command("restore", house.path, key_file=str(key_file))


def test_backup_older_than_the_ledger_reaches_is_refused(house, elsewhere, key_file):
    with (
        time_machine.travel(NIGHT + timedelta(days=366)),
        pytest.raises(CommandError, match="older than a year"),
    ):
        restore(house.path, elsewhere, key_file)


@pytest.mark.safety("B1")
def test_backup_of_a_newer_version_is_refused(house, elsewhere, key_file):
    recorder = MigrationRecorder(connection)
    with backstage():
        recorder.record_applied("cases", "0099_later")
    try:
        with time_machine.travel(TUESDAY):
            path = disaster.back_up()
    finally:
        with backstage():
            recorder.record_unapplied("cases", "0099_later")

    with (
        time_machine.travel(TUESDAY, tick=False),
        pytest.raises(CommandError, match=r"cases\.0099_later"),
    ):
        restore(path, elsewhere, key_file)


@pytest.mark.long
@pytest.mark.safety("B1")
def test_backup_of_an_older_version_is_brought_up_to_date(elsewhere, key_file):
    with speaking("zvh_owner", to=elsewhere):
        call_command("migrate", verbosity=0)
        call_command("migrate", "privacy", "0001_initial", verbosity=0)
        assert sorted(soundness.faults()) == [
            "privacy_approval is missing",
            "privacy_approvalrequest is missing",
            "privacy_disclosure is not locked",
            "privacy_planneddisclosure is missing",
            "privacy_recall is missing",
            "privacy_removal is not locked",
            "privacy_shipment is missing",
            "privacy_told is missing",
        ]
    with speaking("zvh_backup", to=elsewhere):
        path = backup.run().path

    restore(path, elsewhere, key_file, replace=True)

    with speaking("zvh_owner", to=elsewhere):
        assert soundness.faults() == []


@pytest.mark.eis("X-4")
@pytest.mark.safety("B1")
def test_the_commands_of_an_operator(house, elsewhere, key_file):
    """As typed: other processes, each with the address and rights of its role."""
    ledger.write_down()
    made = commands(house, "zvh_backup", disaster.here())("backup")
    name = re.search(r"zvh-\S+\.age", made.stdout)[0]
    run = commands(house, "zvh_owner", elsewhere)
    words = ("restore", house.path.parent / name, "--key-file", key_file)
    done, again = run(*words), run(*words)

    assert "11. Open, after" in done.stdout
    assert again.returncode == 1
    assert "is not empty" in again.stderr
    assert "Traceback" not in again.stderr


def commands(house, role, name):
    """`manage.py` with the environment of this role's container."""
    environment = {
        **os.environ,
        "DATABASE_URL": CLUSTER.url(role, name),
        "BACKUP_RECIPIENT": str(KEY.to_public()),
        "BACKUP_DIR": str(house.path.parent),
        "LEDGER_DIR": str(ledger.folder()),
    }

    def run(*words):
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
