"""Who registered without account reads the advice on it, too (A-11, W-4)."""

from django.db import migrations

from cases.functions import FOLLOWS
from cases.grants import Access
from cases.policies import holds
from zvh.guard.rowsecurity import TODAY, Policy, Reword


def sent(*access: str) -> str:
    held = holds(*access, case="case_id")
    return (
        f"sent_at IS NOT NULL AND {held} AND EXISTS (SELECT FROM cases_case AS c"
        " WHERE c.id = triage_advice.case_id"
        f" AND (c.advice_until IS NULL OR c.advice_until > {TODAY}))"
    )


def reading(*access: str) -> Policy:
    return Policy("senders_read_the_advice_once_sent", "SELECT", using=sent(*access))


def taking(*access: str) -> Policy:
    name = "senders_note_that_they_took_the_advice"
    return Policy(name, "UPDATE", using=sent(*access), check=sent(*access))


BEFORE, NOW = (Access.REGISTER,), (Access.REGISTER, FOLLOWS)


class Migration(migrations.Migration):
    dependencies = [
        ("triage", "0002_row_security"),
        ("cases", "0004_visitors"),
    ]
    operations = [
        Reword("advice", reading(*BEFORE), reading(*NOW)),
        Reword("advice", taking(*BEFORE), taking(*NOW)),
    ]
