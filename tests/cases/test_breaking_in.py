"""Whoever tells the database what they like gets no further than they may."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Authorisation
from cases import actions, grants
from cases.grants import Access, CaseGroupGrant, CaseUserGrant, Why
from cases.models import (
    Case,
    CompletionRequest,
    Contribution,
    Person,
    PhaseChange,
    SearchKey,
    ShieldedOpening,
)
from privacy.models import Removal
from tests import stories
from tests.backstage import backstage
from triage.models import Advice, PurposeDecision, SupportNote
from zvh.guard.announce import Purpose, acting_as, acting_for
from zvh.guard.models import AccessRecord
from zvh.lib.keys import new_id

LATER = date(2099, 1, 1)


def sent(user):
    with acting_as(user):
        case = actions.start_registration(by=user)
        return actions.send_registration(case, by=user)


def say(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def add_and_look(row):
    """Also at what the database looks at when all is done."""
    row.save(force_insert=True)
    say("SET CONSTRAINTS ALL IMMEDIATE")


def seen_by(user):
    with acting_as(user):
        return Case.objects.visible_to(user).count(), Case.objects.count()


@pytest.fixture
def restricted(bram, anna):
    case = sent(bram)
    with acting_as(anna):
        actions.restrict(case, by=anna, names=[])
    return case


@pytest.mark.eis("P-6")
@pytest.mark.safety("X1")
def test_role_that_lapsed_opens_nothing_before_any_job_ran(bram, anna, sign_in):
    case = sent(bram)
    with backstage():
        yesterday = timezone.localdate() - timedelta(days=1)
        Authorisation.objects.filter(user=anna).update(until=yesterday)
    anna.refresh_from_db()

    assert anna.groups.exists()
    assert seen_by(anna) == (0, 0)
    page = reverse("cases:detail", args=[case.pk])
    assert sign_in(anna).get(page).status_code == 404


@pytest.mark.eis("P-2", "P-6")
def test_name_on_a_restricted_case_opens_nothing_without_a_role(
    anna, mirjam, restricted
):
    assert seen_by(anna) == (1, 1)
    with acting_as(mirjam):
        role = Authorisation.objects.get(user=anna)
        accounts.withdraw_authorisation(role, by=mirjam, reason="Uit dienst")
    anna.refresh_from_db()

    assert seen_by(anna) == (0, 0)


@pytest.mark.eis("P-6")
def test_sender_without_a_role_follows_nothing(bram, mirjam):
    sent(bram)
    with acting_as(mirjam):
        role = Authorisation.objects.get(user=bram)
        accounts.withdraw_authorisation(role, by=mirjam, reason="Uit dienst")
    bram.refresh_from_db()

    assert seen_by(bram) == (0, 0)


@pytest.mark.eis("P-2")
def test_sender_cannot_open_a_restricted_case_to_the_bureau(bram, restricted):
    with pytest.raises(DatabaseError, match="row-level"), acting_as(bram):
        grants.give_bureau(
            case_id=restricted.pk, why=Why.SENT, source_id=new_id(), by=bram
        )


@pytest.mark.eis("P-2")
def test_sender_cannot_lift_the_restriction(bram, anna, restricted):
    with acting_as(anna):
        day = timezone.localdate() + timedelta(days=7)
        actions.ask_completion(restricted, by=anna, missing="x", answer_before=day)

    lift = Case.objects.filter(pk=restricted.pk).update
    with pytest.raises(DatabaseError, match="by the bureau only"), acting_as(bram):
        lift(is_restricted=False)


@pytest.mark.eis("P-2")
def test_what_was_closed_to_the_bureau_stays_closed(anna, restricted):
    with pytest.raises(DatabaseError, match="row-level"), acting_as(anna):
        CaseGroupGrant.objects.update(until=None)


@pytest.mark.safety("X6")
@pytest.mark.parametrize("column", ["user_id", "content_object_id", "permission_id"])
def test_grant_never_changes_hands(bram, column):
    sent(bram)
    change = f"UPDATE cases_caseusergrant SET {column} = {column}"  # noqa: S608
    with pytest.raises(DatabaseError, match="denied"), acting_for(Purpose.AGENDA):
        say(change)


@pytest.mark.safety("X6")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE auth_permission SET codename = codename",
        "UPDATE auth_group SET name = name",
        "UPDATE django_content_type SET model = model",
        "DELETE FROM django_migrations",
    ],
)
def test_words_in_which_access_is_said_are_not_the_app_s(db, change):
    with pytest.raises(DatabaseError, match="denied"), transaction.atomic():
        say(change)


@pytest.mark.safety("X6")
@pytest.mark.parametrize(
    "change",
    [
        "case_id = (SELECT case_id FROM cases_registration WHERE id <> r.id)",
        "first_processed_at = first_processed_at + interval '1 day'",
        "given_by_id = (SELECT party_id FROM accounts_user WHERE name LIKE 'Cato%%')",
        "id = gen_random_uuid()",
    ],
)
def test_colleague_moves_no_row_and_makes_none_younger(bram, cato, anna, change):
    one, _ = sent(bram), sent(bram)
    say_so = f"UPDATE cases_registration AS r SET {change} WHERE case_id = %s"  # noqa: S608

    with pytest.raises(DatabaseError, match="added with stays"), acting_as(anna):
        say(say_so, one.pk)


@pytest.mark.safety("L4")
def test_trace_of_a_move_is_not_changed(bram, anna):
    case = sent(bram)
    for user in (bram, anna):
        with acting_as(user):
            assert say("UPDATE cases_phasechange SET at = at") == 0
            assert PhaseChange.objects.filter(case=case).count() == 1


@pytest.mark.safety("L4")
def test_sender_records_no_move_but_the_own_sending(bram, cato):
    case = sent(bram)
    sending = {"case": case, "before": "registration", "after": "intake", "by": bram}
    for forged in ({"before": "monitoring"}, {"after": "closed"}, {"by": cato}):
        with pytest.raises(DatabaseError, match="row-level"), acting_as(bram):
            PhaseChange.objects.create(**sending | forged)


@pytest.mark.safety("L4")
@pytest.mark.parametrize(
    ("model", "actor", "fields"),
    [
        (PhaseChange, "by", {"before": "intake", "after": "triage"}),
        (ShieldedOpening, "by", {"reason": "x"}),
        (Contribution, "typed_by", {"category": "police", "text": "x"}),
        (PurposeDecision, "by", {"fits": False, "motivation": "x"}),
        (Advice, "written_by", {"text": "x"}),
        (SupportNote, "by", {"text": "x"}),
    ],
    ids=["move", "opening", "contribution", "purpose", "advice", "support"],
)
def test_colleague_signs_for_nobody_else(bram, anna, mirjam, model, actor, fields):
    case = sent(bram)
    party = {"given_by": bram.party, "on_behalf_of": bram.party}
    names = {field.name for field in model._meta.fields}
    fields |= {name: told for name, told in party.items() if name in names}

    with pytest.raises(DatabaseError, match="row-level"), acting_as(anna):
        model.objects.create(case=case, **fields, **{actor: mirjam})
    with acting_as(anna):
        model.objects.create(case=case, **fields, **{actor: anna})


@pytest.mark.safety("X6")
def test_search_key_leads_to_nobody_of_another_case(bram, anna):
    """Else a search for one name would open the case of another."""
    one, other = stories.sent(bram), stories.sent(bram, surname="Voorbeeld")
    with acting_as(anna):
        person = Person.objects.get(case=other)
        key = SearchKey(case=one, person=person, kind="surname", digest="0" * 64)

    with pytest.raises(DatabaseError, match="of_its_case"), acting_as(anna):
        add_and_look(key)


@pytest.fixture
def asked(bram, anna):
    case = sent(bram)
    day = timezone.localdate() + timedelta(days=7)
    with acting_as(anna):
        actions.ask_completion(case, by=anna, missing="x", answer_before=day)
    return case


@pytest.mark.safety("X6")
@pytest.mark.parametrize(
    "change",
    [
        *("work_until = NULL", "held_until = NULL", "advice_until = '2020-01-01'"),
        *("number = 'X'", "registered_at = NULL", "scaled_down_on = NULL"),
        *("coordinator_id = registered_by_id", "casusregisseur_id = registered_by_id"),
    ],
)
def test_sender_changes_nothing_that_the_house_decides(bram, asked, change):
    with backstage():
        Case.objects.update(
            **dict.fromkeys(("work_until", "plan_until", "shell_until"), LATER),
            **dict.fromkeys(("advice_until", "held_until", "scaled_down_on"), LATER),
        )

    with pytest.raises(DatabaseError, match="by the bureau only"), acting_as(bram):
        say(f"UPDATE cases_case SET {change}")  # noqa: S608


@pytest.mark.safety("X6")
@pytest.mark.parametrize("column", ["coordinator_id", "casusregisseur_id"])
def test_nobody_leads_a_draft(bram, column):
    with acting_as(bram):
        actions.start_registration(by=bram)

    with pytest.raises(DatabaseError, match="by the bureau only"), acting_as(bram):
        say(f"UPDATE cases_case SET {column} = registered_by_id")  # noqa: S608


@pytest.mark.safety("X6")
@pytest.mark.parametrize("column", ["registered_by_id", "registered_for_id"])
def test_nobody_else_becomes_the_sender(bram, anna, cato, column):
    sent(bram)
    other = {"registered_by_id": cato.pk, "registered_for_id": cato.party_id}[column]
    with pytest.raises(DatabaseError, match="added with stays"), acting_as(anna):
        say(f"UPDATE cases_case SET {column} = %s", other)  # noqa: S608


@pytest.mark.safety("X6")
def test_sender_rewrites_nothing_that_was_asked_or_advised(bram, anna, asked):
    with acting_as(anna):
        Advice.objects.create(
            case=asked, text="x", written_by=anna, sent_at=timezone.now()
        )
    for model, column, own in (
        (CompletionRequest, "missing", "answered_at"),
        (Advice, "text", "downloaded_at"),
    ):
        change = f"UPDATE {model._meta.db_table} SET {{}}"  # noqa: S608
        with pytest.raises(DatabaseError, match="by the bureau"), acting_as(bram):
            say(change.format(f"{column} = 'y'"))
        with acting_as(bram):
            assert say(change.format(f"{own} = now()")) == 1


@pytest.mark.safety("X6")
def test_what_was_removed_is_read_by_who_answers_for_it(bram, anna, fg, bestuurder):
    with acting_for(Purpose.RETENTION):
        Removal.objects.create(
            case_key=new_id(), rule="case", batch=new_id(), items=1, remove_on=LATER
        )
    seen = {}
    for user in (bram, bestuurder, anna, fg):
        with acting_as(user):
            seen[user] = Removal.objects.count()

    assert seen == {bram: 0, bestuurder: 0, anna: 1, fg: 1}


@pytest.mark.safety("X6")
def test_agenda_lets_nobody_work_on_a_case(bram, cato):
    case = sent(bram)
    with pytest.raises(DatabaseError, match="row-level"), acting_for(Purpose.AGENDA):
        CaseUserGrant.objects.create(
            content_object_id=case.pk,
            user=cato,
            permission=grants._permission(Access.WORK),  # noqa: SLF001
            why=Why.AGENDA,
            source_id=case.pk,
            until=timezone.now() + timedelta(days=1),
        )


@pytest.mark.safety("X6")
def test_function_of_the_owner_runs_nobody_else_s_code(bram, cato):
    """A type in front of ours would bring its own check along, run as the owner."""
    case = sent(bram)
    with backstage():
        say(
            "GRANT TEMPORARY ON DATABASE "
            + connection.settings_dict["NAME"]
            + " TO zvh_app"
        )
    with acting_as(cato):
        say(
            "CREATE FUNCTION pg_temp.spy(x pg_catalog.uuid) RETURNS boolean"
            " LANGUAGE plpgsql AS $$ BEGIN"
            " PERFORM set_config('zvh.spy', current_user, true);"
            " RETURN true; END $$"
        )
        say(
            "CREATE DOMAIN pg_temp.uuid AS pg_catalog.uuid CHECK (pg_temp.spy(VALUE));"
            "SET LOCAL search_path = pg_temp, public, pg_catalog"
        )
        for ask in ("zvh_holds(%s, 'work_on_case')", "zvh_is_past(%s, 'work')"):
            say(f"SELECT public.{ask.replace('%s', '%s::pg_catalog.uuid')}", case.pk)

        ((ran_as,),) = say("SELECT current_setting('zvh.spy', true)")

    assert ran_as != "zvh_owner"


@pytest.mark.safety("X6")
def test_app_makes_no_tables_of_its_own(bram):
    """Else what it reads could be put where no policy guards it."""
    for where in ("TEMPORARY TABLE kept", "TABLE public.kept"):
        with pytest.raises(DatabaseError, match="permission denied"), acting_as(bram):
            say(f"CREATE {where} (text text)")


@pytest.mark.safety("L4")
def test_app_cannot_talk_its_traces_away(bram):
    with acting_as(bram):
        AccessRecord.objects.create(kind="opened", outcome="shown")

    future = "SELECT set_config('zvh.now', '2100-01-01', true);"
    with pytest.raises(DatabaseError, match="five years"), transaction.atomic():
        say(future + "SELECT zvh_forget_access_records('2050-01-01')")


@pytest.mark.safety("L4")
def test_traces_past_their_term_go(bram):
    long_ago = timezone.now() - timedelta(days=6 * 366)
    with acting_as(bram):
        AccessRecord.objects.create(kind="opened", outcome="shown", at=long_ago)
        before = timezone.localdate() - timedelta(days=5 * 366)

        assert say("SELECT zvh_forget_access_records(%s)", before) == [(1,)]
