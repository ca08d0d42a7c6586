"""Registrations that the bureau types for who told them (A-5)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zvh.guard.content
import zvh.lib.keys
from accounts.models import Role
from cases.functions import FOLLOWS
from cases.grants import Access, Why
from cases.policies import dossier_lock, has_role, holds, others_change_only
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import USER, Add, Cascade, Policy

PERMISSION = f"""
    (SELECT p.id FROM auth_permission AS p
     JOIN django_content_type AS t ON t.id = p.content_type_id
     WHERE t.app_label = 'cases' AND p.codename = '{Access.WORK}')
"""
# Whoever told it reads and answers this of the own registration, with account or not.
TOLD = (
    f"cases_dictation.spoken_by_id = {USER}"
    f" AND {holds(Access.REGISTER, FOLLOWS, case='cases_dictation.case_id')}"
)
LOCKED = [
    Cascade("dictation", "case"),
    dossier_lock(
        "dictation",
        Policy("who_told_it_reads_that_it_was_typed", "SELECT", using=TOLD),
        Policy("who_told_it_says_whether_it_is_so", "UPDATE", using=TOLD, check=TOLD),
        table="cases_dictation",
        keep=Keep.WORK,
        actor="typed_by",
        fixed=("spoken_by", "typed_by", "way", "at"),
    ),
    others_change_only(
        "who_told_it_changes_the_answer_alone",
        *("is_right", "correction", "answered_at"),
        table="cases_dictation",
    ),
]
STARTED = [
    Add(
        "caseusergrant",
        Policy(
            "whoever_types_for_another_lets_themselves_in",
            "INSERT",
            check=f"given_by_id = {USER} AND user_id = {USER}"
            f" AND why = '{Why.DICTATION}'"
            f" AND {has_role(*sorted(Role.bureau()))}"
            f" AND zvh_is_nobodys(content_object_id) AND permission_id = {PERMISSION}",
        ),
    ),
    Add(
        "case",
        Policy(
            "whoever_types_starts_the_case_of_who_told_it",
            "INSERT",
            check="phase = 'registration' AND registered_at IS NULL"
            f" AND {holds(Access.WORK, case='cases_case.id')}"
            " AND EXISTS (SELECT FROM accounts_user AS told"
            " WHERE told.id = cases_case.registered_by_id"
            " AND told.party_id = cases_case.registered_for_id)",
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_visitors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="casegroupgrant",
            name="why",
            field=models.CharField(
                choices=[
                    ("registration", "heeft de casus aangemeld"),
                    ("sent", "de aanmelding is verstuurd"),
                    ("named", "genoemd bij een besloten casus"),
                    ("agenda", "de casus staat op de agenda"),
                    ("invitation", "uitgenodigd voor het overleg"),
                    ("casusregisseur", "is casusregisseur"),
                    ("inquiry", "kreeg een uitvraag"),
                    ("dictation", "typt de aanmelding voor een ander"),
                ],
                max_length=20,
                verbose_name="reden",
            ),
        ),
        migrations.AlterField(
            model_name="caseusergrant",
            name="why",
            field=models.CharField(
                choices=[
                    ("registration", "heeft de casus aangemeld"),
                    ("sent", "de aanmelding is verstuurd"),
                    ("named", "genoemd bij een besloten casus"),
                    ("agenda", "de casus staat op de agenda"),
                    ("invitation", "uitgenodigd voor het overleg"),
                    ("casusregisseur", "is casusregisseur"),
                    ("inquiry", "kreeg een uitvraag"),
                    ("dictation", "typt de aanmelding voor een ander"),
                ],
                max_length=20,
                verbose_name="reden",
            ),
        ),
        migrations.CreateModel(
            name="Dictation",
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
                    "way",
                    models.CharField(
                        choices=[
                            ("phone", "per telefoon"),
                            ("mail", "per beveiligde mail"),
                            ("talk", "in een gesprek"),
                        ],
                        max_length=10,
                        verbose_name="hoe",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="verteld op"
                    ),
                ),
                (
                    "is_right",
                    models.BooleanField(
                        null=True, verbose_name="klopt volgens de aanmelder"
                    ),
                ),
                (
                    "correction",
                    zvh.guard.content.ContentTextField(
                        blank=True, verbose_name="wat er anders moet"
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(null=True, verbose_name="beantwoord op"),
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
                (
                    "spoken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="verteld door",
                    ),
                ),
                (
                    "typed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="getypt door",
                    ),
                ),
            ],
            options={
                "verbose_name": "aanmelding die het bureau typte",
                "verbose_name_plural": "aanmeldingen die het bureau typte",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case",), name="a_registration_is_dictated_once"
                    )
                ],
            },
        ),
        *LOCKED,
        *STARTED,
    ]
