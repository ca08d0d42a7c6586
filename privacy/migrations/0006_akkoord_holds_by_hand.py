"""Akkoord holds for whoever writes rows by hand, too (V-1, V-2, I-6)."""

from django.db import migrations, models

from cases.grants import Access
from cases.policies import holds
from privacy import functions
from zvh.guard.rowsecurity import PARTY, USER, ChangePolicies, Policy

RECEIVES = holds(Access.RECEIVE, case="case_key")
ASKS = f"asked_by_id = {USER} AND {holds(Access.RECEIVE, case='case_id')}"
# Whoever told nothing is asked nothing, and does not hear that there is a case.
OF_A_GIVER = (
    " AND EXISTS (SELECT FROM cases_contribution AS c"
    " WHERE c.case_id = privacy_approvalrequest.case_id"
    " AND c.given_by_id = privacy_approvalrequest.party_id)"
)
# Of a no a receiver is told nothing: what was left out has no name.
SAID_YES = " AND (answer = 'yes' OR purpose = 'own_task')"
ONCE = "a_piece_is_asked_once_for_a_receiver_and_a_purpose"
# What givers agreed to, and what went, is not another goal or other pieces afterwards.
GOAL_STAYS = """
    CREATE TRIGGER a_proposal_keeps_its_goal
        BEFORE UPDATE ON privacy_planneddisclosure FOR EACH ROW
        WHEN ((OLD.goal, OLD.pieces) IS DISTINCT FROM (NEW.goal, NEW.pieces)
              OR OLD.sent_at IS NOT NULL AND (OLD.sent_at, OLD.sent_key)
                 IS DISTINCT FROM (NEW.sent_at, NEW.sent_key))
        EXECUTE FUNCTION zvh_refuse_change();
"""
GOAL_CHANGES = """
    DROP TRIGGER a_proposal_keeps_its_goal ON privacy_planneddisclosure;
"""


def asked(more: str = "") -> Policy:
    name = "receivers_ask_for_their_own_task"
    return Policy(name, "INSERT", check=f"{ASKS}{more}")


def agreed(more: str = "") -> Policy:
    name = "receivers_see_what_was_agreed_for_them"
    using = f"receiver_id = {PARTY} AND {RECEIVES}{more}"
    return Policy(name, "SELECT", using=using)


def ended(which: str) -> Policy:
    return Policy(
        "the_owner_ends_akkoorden_with_their_piece",
        "UPDATE",
        using=which,
        check="ended_at IS NOT NULL AND ended_why = 'piece'",
        to="CURRENT_USER",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0005_to_others"),
        ("cases", "0026_what_is_kept_out_is_not_received"),
    ]
    operations = [
        migrations.AddField(
            model_name="approval",
            name="proposal_key",
            field=models.UUIDField(null=True, verbose_name="voor voorstel (sleutel)"),
        ),
        migrations.RemoveConstraint(model_name="approval", name=ONCE),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=(
                    "piece_key",
                    "receiver",
                    "recipient",
                    "purpose",
                    "proposal_key",
                ),
                name=ONCE,
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(GOAL_STAYS, GOAL_CHANGES),
        migrations.RunSQL(functions.DROP + functions.CREATE, migrations.RunSQL.noop),
        ChangePolicies("approvalrequest", (asked(), asked(OF_A_GIVER))),
        ChangePolicies(
            "approval",
            (agreed(), agreed(SAID_YES)),
            (
                ended("ended_at IS NULL"),
                ended("ended_at IS NULL OR ended_why = 'goal'"),
            ),
        ),
    ]
