"""An invented house: always the same, nowhere but on the bench, and whole."""

import os
import subprocess
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import User
from bench import bare, house, people, place, road
from cases.lifecycle import Phase
from cases.models import Case, Person, PersonDetails
from ico.models import Plan, PlanLine
from privacy import retention
from tests.backstage import backstage
from tests.walks import ROOT, rows
from zvh.guard.announce import acting_as

MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
CASES, LOOKS = 120, 5
# What nobody has done yet in that house, or what its libraries do not use.
EMPTY = {
    *("cases_comparison", "cases_dictation", "cases_export", "cases_handover"),
    *("cases_principal", "cases_savedview", "house_change", "house_termchange"),
    *("ico_availability", "ico_booking", "ico_followup", "ico_goalchange"),
    *("ico_informationneed", "ico_minutestext", "ico_moment", "ico_outsider"),
    *("ico_piecereview", "ico_presence", "ico_quotation", "ico_resource"),
    *("ico_room", "ico_zsmadvice", "accounts_addresscode", "accounts_visitor"),
    *("accounts_securepage", "house_changereason", "ico_coming", "ico_notice"),
    *("ico_preparedtopic", "privacy_approval", "privacy_approvalrequest"),
    *("privacy_disclosure", "privacy_planneddisclosure", "privacy_recall"),
    *("privacy_recipient", "privacy_shipment", "privacy_told"),
    *("triage_involvementdecision", "triage_proposal", "triage_triageinvitation"),
    "triage_inquiry",
    "triage_inquirysubject",
    *("account_emailaddress", "account_emailconfirmation", "auditlog_logentry"),
    *("accounts_usersession", "django_session", "mfa_authenticator", "guard_jobrun"),
    *("guardian_userobjectpermission", "guardian_groupobjectpermission"),
    *("auth_group_permissions", "guard_ledgerline"),
}


def mark(text=place.MARK):
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")


def build(cases=CASES, seed=1):
    return house.build(
        cases, seed=seed, now=MORNING, looks_per_case=LOOKS, say=lambda text: None
    )


@pytest.fixture
def generated(db):
    with backstage():
        mark()
        build()
    with time_machine.travel(MORNING, tick=False):
        yield


def someone(email):
    with backstage():
        return User.objects.get(email=email)


def contents():
    """All that is in the database, as one short text."""
    tables = [name for (name,) in rows(TABLES)]
    sums = [rows(SUM.format(table)) for table in tables]
    return dict(zip(tables, sums, strict=True))


SUM = "SELECT md5(string_agg(r::text, '' ORDER BY r::text)) FROM \"{}\" AS r"
ANY = 'SELECT EXISTS (SELECT FROM "{}")'
TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


def test_the_same_seed_gives_the_same_house(db):
    found = []
    with backstage():
        mark()
        for seed in (1, 1, 2):
            with transaction.atomic():
                found.append((build(60, seed), contents()))
                transaction.set_rollback(True)

    assert found[0] == found[1]
    assert found[0][0] != found[2][0]
    assert found[0][1]["guard_accessrecord"] != found[2][1]["guard_accessrecord"]


def test_a_database_without_the_mark_is_refused(db):
    with backstage(), pytest.raises(ImproperlyConfigured, match="not marked"):
        build()


def test_the_app_itself_generates_nothing(db):
    with backstage():
        mark()

    with pytest.raises(ImproperlyConfigured, match="superuser"):
        build()


def test_where_people_are_nothing_is_added(anna):
    with backstage():
        mark()
        with pytest.raises(ImproperlyConfigured, match="people"):
            build()


def test_outside_the_bench_there_is_no_such_command():
    said = subprocess.run(
        [sys.executable, ROOT / "manage.py", "generate", "--cases", "5"],
        env={**os.environ, "BENCH": "false"},
        capture_output=True,
        text=True,
    )

    assert said.returncode
    assert "Unknown command" in said.stderr


def test_every_table_is_filled_or_named(generated):
    empty = {
        table for (table,) in rows(TABLES) if rows(ANY.format(table)) == [(False,)]
    }

    assert empty == EMPTY


def test_a_key_that_leads_nowhere_is_found(generated):
    with backstage(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM cases_person")

        with pytest.raises(bare.Orphan, match="cases_person"):
            bare.check_keys()


@pytest.mark.parametrize("phase", Phase, ids=str)
def test_each_phase_occurs(generated, phase):
    with backstage():
        assert Case.objects.in_phase(phase).exists()


def test_what_was_past_its_term_has_gone_and_today_is_still_there(generated):
    with backstage():
        today = Case.objects.filter(work_until=MORNING.date())
        past = Case.objects.filter(work_until__lt=MORNING.date())
        assert not PersonDetails.objects.filter(case__in=past.sent()).exists()

    assert retention.run() >= today.count()
    assert retention.run() == 0


def test_each_of_the_three_sees_their_share(generated):
    for email, low, high in (
        (people.ALL, CASES * 0.9, CASES),
        (people.LIGHT, CASES * 0.02, CASES * 0.05),
        (people.PARTNER, 40, 40),
    ):
        user = someone(email)
        with acting_as(user):
            assert low <= Case.objects.visible_to(user).count() <= high


@pytest.mark.parametrize("email", [people.ALL, people.LIGHT])
def test_colleagues_open_their_pages(generated, sign_in, email):
    user = someone(email)
    client = sign_in(user)
    with acting_as(user):
        keys = [case.pk for case in Case.objects.visible_to(user).open()[:10]]

    pages = [reverse(f"cases:{name}") for name in ("today", "list", "shielded_list")]
    cases = [reverse("cases:detail", args=[key]) for key in keys]
    assert keys
    assert {client.get(page).status_code for page in pages + cases} == {200}


def test_a_partner_opens_theirs(generated, sign_in):
    user = someone(people.PARTNER)
    client = sign_in(user)
    with acting_as(user):
        sent = Case.objects.visible_to(user).sent().first()

    state = reverse("cases:registration_state", args=[sent.pk])
    assert client.get(reverse("cases:start")).status_code == 200
    assert client.get(state).status_code == 200


def test_people_are_found_by_the_names_they_were_given(generated, sign_in):
    user = someone(people.ALL)
    with acting_as(user):
        running = Case.objects.visible_to(user).open().sent()
        named = Person.objects.filter(case__in=running).first().surname

    found = sign_in(user).post(reverse("cases:search"), {"q": named})
    assert found.context["rows"]


def test_a_plan_is_read_with_its_lines(generated):
    user = someone(people.ALL)
    with acting_as(user):
        plan = Plan.objects.established().first()
        lines = list(PlanLine.objects.filter(plan=plan))

        assert plan.goal
        assert all(line.text for line in lines)


def test_the_front_of_the_house_does_not_grow():
    small, large = (road.phases(count) for count in (10_000, 100_000))

    assert len(large) == 100_000
    assert small.count(Phase.TRIAGE) == large.count(Phase.TRIAGE) == 20
