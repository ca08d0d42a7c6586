"""Zeggenschap does not end because a case is restricted (V-1, V-2, P-2)."""

from django.db import migrations

from cases.grants import Access, Why
from cases.policies import let_in_by
from privacy import functions_of_say
from zvh.guard.rowsecurity import (
    NOW,
    PARTY,
    USER,
    AddPolicies,
    ChangePolicies,
    Policy,
)

NEWLY = f"BETWEEN {NOW} AND {NOW} + interval '1 minute'"
REQUEST = (
    f"party_id = {PARTY} AND zvh_keeps_their_say(privacy_approvalrequest.case_id,"
    " privacy_approvalrequest.id)"
)
ASKED = f"giver_id = {PARTY} AND zvh_keeps_their_say(case_key, request_key)"
AGREED = f"{ASKED} AND answer = 'yes'"


def let_in(disclosure: str) -> str:
    return let_in_by(Access.RECEIVE, Why.DISCLOSURE, case="case_key", source=disclosure)


def hears(disclosure: str) -> str:
    return f"zvh_hears_what_to_delete(case_key, {disclosure})"


def seen(name: str, who: str, disclosure: str) -> tuple[Policy, Policy]:
    was, now = (
        Policy(name, "SELECT", using=f"{who} AND {held(disclosure)}")
        for held in (let_in, hears)
    )
    return was, now


def confirmed(name: str, who: str) -> tuple[Policy, Policy]:
    was, now = (
        Policy(
            name,
            "UPDATE",
            using=f"{who} AND {held('disclosure_key')} AND confirmed_at IS NULL",
            check=f"{who} AND {held('disclosure_key')} AND confirmed_by_id = {USER}"
            f" AND confirmed_at {NEWLY}",
        )
        for held in (let_in, hears)
    )
    return was, now


OURS, OUTSIDE = f"party_id = {PARTY}", "recipient_id IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0031_who_keeps_their_say"),
        ("privacy", "0014_who_answers_waits_for_the_text"),
    ]
    operations = [
        migrations.RunSQL(functions_of_say.CREATE, functions_of_say.DROP),
        AddPolicies(
            "approvalrequest",
            Policy("givers_keep_the_list_they_agreed_to", "SELECT", using=REQUEST),
        ),
        AddPolicies(
            "approval",
            Policy("givers_keep_what_they_agreed_to", "SELECT", using=ASKED),
            Policy(
                "givers_take_back_what_they_agreed_to",
                "UPDATE",
                using=f"{AGREED} AND ended_at IS NULL",
                check=f"{AGREED} AND ended_at IS NOT NULL AND ended_why = 'withdrawn'",
            ),
        ),
        ChangePolicies(
            "disclosure",
            seen("receivers_see_what_was_sent_to_them", OURS, "id"),
            seen("who_is_outside_sees_what_was_sent_to_them", OUTSIDE, "id"),
        ),
        ChangePolicies(
            "recall",
            seen("receivers_see_what_they_must_delete", OURS, "disclosure_key"),
            seen(
                "who_is_outside_sees_what_they_must_delete", OUTSIDE, "disclosure_key"
            ),
            confirmed("receivers_say_that_they_deleted", OURS),
            confirmed("who_is_outside_says_that_they_deleted", OUTSIDE),
        ),
    ]
