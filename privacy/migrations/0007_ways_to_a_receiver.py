"""The secure page and the house's secure mail, beside the pages of a Partij (V-1)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zvh.guard.content
import zvh.lib.keys
from cases.grants import Access, Why
from cases.policies import dossier_lock, let_in_by
from privacy import functions
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import (
    NOW,
    USER,
    AddPolicies,
    Cascade,
    ChangePolicies,
    Policy,
    owner_answers,
    purpose,
)

WAITING = purpose("approvals")
NEWLY = f"BETWEEN {NOW} AND {NOW} + interval '1 minute'"
SHIPMENT = "privacy_shipment"


def let_in_from_outside(disclosure: str) -> str:
    """Somebody of an organisation outside, let in by this very verstrekking."""
    return "recipient_id IS NOT NULL AND " + let_in_by(
        Access.RECEIVE, Why.DISCLOSURE, case="case_key", source=disclosure
    )


LOCKED = dossier_lock(
    "shipment",
    Policy("shipments_are_seen_by_their_job", "SELECT", using=WAITING),
    Policy("shipments_are_noted_by_their_job", "UPDATE", WAITING, WAITING),
    Policy(
        "what_must_be_deleted_is_written_by_the_job",
        "INSERT",
        check=f"{WAITING} AND kind = 'recall' AND sent_at IS NULL",
    ),
    table=SHIPMENT,
    keep=Keep.WORK,
    actor="by",
    fixed=("disclosure_key", "kind", "recall_key", "made_at"),
)
# That it was taken is what the gateway says, and no person; and it goes with the rights
# of who has it sent.
TAKEN = f"""
    CREATE TRIGGER who_sends_once_more_names_themselves
        BEFORE UPDATE ON {SHIPMENT} FOR EACH ROW
        WHEN (OLD.by_id IS DISTINCT FROM NEW.by_id
              AND NEW.by_id IS DISTINCT FROM {USER})
        EXECUTE FUNCTION zvh_refuse_change();
    CREATE TRIGGER the_gateway_says_that_it_was_taken
        BEFORE UPDATE ON {SHIPMENT} FOR EACH ROW
        WHEN (OLD.sent_at IS DISTINCT FROM NEW.sent_at
              AND ({USER} IS NOT NULL OR OLD.sent_at IS NOT NULL))
        EXECUTE FUNCTION zvh_refuse_change();
    CREATE TRIGGER the_gateway_says_that_it_was_taken
        BEFORE UPDATE ON privacy_disclosure FOR EACH ROW
        WHEN (OLD.delivered_at IS DISTINCT FROM NEW.delivered_at
              AND ({USER} IS NOT NULL OR OLD.delivered_at IS NOT NULL))
        EXECUTE FUNCTION zvh_refuse_change();
    GRANT UPDATE (delivered_at) ON privacy_disclosure TO zvh_app;
"""
NOT_TAKEN = f"""
    REVOKE UPDATE (delivered_at) ON privacy_disclosure FROM zvh_app;
    DROP TRIGGER the_gateway_says_that_it_was_taken ON privacy_disclosure;
    DROP TRIGGER the_gateway_says_that_it_was_taken ON {SHIPMENT};
    DROP TRIGGER who_sends_once_more_names_themselves ON {SHIPMENT};
"""
DISCLOSURE = AddPolicies(
    "disclosure",
    Policy(
        "who_is_outside_sees_what_was_sent_to_them",
        "SELECT",
        using=let_in_from_outside("id"),
    ),
    Policy(
        "who_is_outside_opens_what_was_sent_once",
        "UPDATE",
        using=f"{let_in_from_outside('id')} AND opened_at IS NULL",
        check=f"{let_in_from_outside('id')} AND opened_at {NEWLY}",
    ),
    Policy(
        "shipments_note_what_was_taken",
        "UPDATE",
        using=f"{WAITING} AND channel = 'gateway' AND delivered_at IS NULL",
        check=f"{WAITING} AND delivered_at {NEWLY}",
    ),
    owner_answers("disclosures"),
)
RECALL = AddPolicies(
    "recall",
    Policy(
        "who_is_outside_sees_what_they_must_delete",
        "SELECT",
        using=let_in_from_outside("disclosure_key"),
    ),
    Policy(
        "who_is_outside_says_that_they_deleted",
        "UPDATE",
        using=f"{let_in_from_outside('disclosure_key')} AND confirmed_at IS NULL",
        check=f"{let_in_from_outside('disclosure_key')} AND confirmed_by_id = {USER}"
        f" AND confirmed_at {NEWLY}",
    ),
)


def followed(which: str) -> Policy:
    return Policy(
        "approvals_note_what_was_followed",
        "UPDATE",
        using=f"{WAITING} AND {which}",
        check=f"{WAITING} AND followed_at IS NOT NULL",
    )


ENDED = "ended_at IS NOT NULL"
# What went in acute danger is deleted when its giver does not agree afterwards (V-1b).
APPROVAL = ChangePolicies(
    "approval", (followed(ENDED), followed(f"({ENDED} OR answer = 'no')"))
)
PLANNED = AddPolicies(
    "planneddisclosure",
    Policy(
        "who_is_outside_reads_what_it_is_for",
        "SELECT",
        using="sent_key IS NOT NULL AND "
        + let_in_by(Access.RECEIVE, Why.DISCLOSURE, case="case_id", source="sent_key"),
    ),
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0028_who_is_told_to_delete"),
        ("privacy", "0006_akkoord_holds_by_hand"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="disclosure",
            name="delivered_at",
            field=models.DateTimeField(null=True, verbose_name="aangenomen op"),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="channel",
            field=models.CharField(
                choices=[
                    ("pages", "in het systeem, na inloggen"),
                    ("phone", "per telefoon"),
                    ("by_hand", "op papier"),
                    ("page", "beveiligde pagina, met een code"),
                    ("gateway", "beveiligde mail"),
                ],
                max_length=10,
                verbose_name="langs welke weg",
            ),
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zvh.lib.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="versie"
                    ),
                ),
                (
                    "first_processed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="eerst verwerkt op",
                    ),
                ),
                (
                    "disclosure_key",
                    models.UUIDField(
                        db_index=True, verbose_name="verstrekking (sleutel)"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "verstrekking"),
                            ("recall", "vraag om te verwijderen"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                (
                    "recall_key",
                    models.UUIDField(
                        null=True, verbose_name="teruggehaald onderdeel (sleutel)"
                    ),
                ),
                (
                    "address",
                    zvh.guard.content.ContentTextField(verbose_name="e-mailadres"),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="klaargezet op"
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="pogingen"
                    ),
                ),
                (
                    "tried_at",
                    models.DateTimeField(null=True, verbose_name="geprobeerd op"),
                ),
                (
                    "claimed_at",
                    models.DateTimeField(
                        null=True, verbose_name="in behandeling sinds"
                    ),
                ),
                (
                    "went",
                    models.JSONField(
                        default=list, verbose_name="wat erin stond (sleutels)"
                    ),
                ),
                (
                    "error",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Geen"),
                            ("off", "De beveiligde mail staat uit."),
                            ("unreachable", "De beveiligde mail was niet bereikbaar."),
                            (
                                "no_tls",
                                "De mailserver versleutelt niet. Er ging niets uit.",
                            ),
                            (
                                "certificate",
                                "Het certificaat klopt niet. Er ging niets uit.",
                            ),
                            ("sign_in", "De mailserver liet ons niet toe."),
                            ("refused", "De mailserver nam het niet aan."),
                            ("address", "De mailserver kent dit adres niet."),
                            (
                                "no_access",
                                "Wie dit verstuurde, werkt niet meer aan deze casus.",
                            ),
                            ("paper", "Het document kon niet worden gemaakt."),
                            (
                                "unsure",
                                "Er kwam geen antwoord. Misschien is het aangekomen.",
                            ),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="soort fout",
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(null=True, verbose_name="verstuurd op"),
                ),
                (
                    "stopped_at",
                    models.DateTimeField(null=True, verbose_name="gestopt op"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="verstuurd door",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="%(class)ss",
                        to="cases.case",
                        verbose_name="casus",
                    ),
                ),
            ],
            options={
                "verbose_name": "beveiligde mail",
                "verbose_name_plural": "beveiligde mails",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("disclosure_key", "recall_key"),
                        name="a_letter_is_posted_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at", None), ("stopped_at", None), _connector="OR"
                        ),
                        name="what_was_stopped_was_not_sent",
                    ),
                ],
            },
        ),
        Cascade("shipment", "case"),
        LOCKED,
        DISCLOSURE,
        RECALL,
        APPROVAL,
        PLANNED,
        migrations.RunSQL(TAKEN, NOT_TAKEN),
        migrations.RunSQL(functions.DROP + functions.CREATE, migrations.RunSQL.noop),
    ]
