"""What is prepared for somebody outside the covenant, by the bureau alone (V-1b)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zvh.guard.content
import zvh.lib.keys
from cases.policies import dossier_lock
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import Cascade


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_secure_pages"),
        ("cases", "0021_what_is_disclosed"),
        ("privacy", "0004_row_security_of_akkoord"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlannedDisclosure",
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
                    "pieces",
                    models.JSONField(
                        default=list, verbose_name="welke inbreng (sleutels)"
                    ),
                ),
                (
                    "goal",
                    zvh.guard.content.ContentTextField(verbose_name="noodzaak en doel"),
                ),
                (
                    "need",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nog niet getoetst"),
                            (
                                "task",
                                "nodig voor een publieke taak van de ontvanger",
                            ),
                            ("interest", "past bij het doel waarvoor het is verkregen"),
                            ("neither", "geen van beide"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="noodzaak",
                    ),
                ),
                (
                    "basis",
                    zvh.guard.content.ContentTextField(
                        blank=True, verbose_name="grondslag"
                    ),
                ),
                (
                    "advice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nog niet gevraagd"),
                            ("asked", "gevraagd, nog geen antwoord"),
                            ("positive", "de commissie adviseert het te doen"),
                            ("negative", "de commissie adviseert het niet te doen"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="advies",
                    ),
                ),
                (
                    "objection",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nog niet gevraagd"),
                            ("nobody", "geen enkele deelnemer heeft bezwaar"),
                            ("somebody", "een deelnemer heeft bezwaar"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="bezwaar",
                    ),
                ),
                (
                    "is_vital",
                    models.BooleanField(default=False, verbose_name="acuut gevaar"),
                ),
                (
                    "danger",
                    zvh.guard.content.ContentTextField(
                        blank=True, verbose_name="welk gevaar"
                    ),
                ),
                (
                    "informs",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nog niet afgesproken"),
                            ("bringing", "de Partij die het inbrengt"),
                            ("house", "het bureau"),
                            ("table", "de andere overlegtafel"),
                            ("nobody", "niemand, om zwaarwegende redenen"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="wie de betrokkene informeert",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="voorgesteld op"
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(null=True, verbose_name="verstrekt op"),
                ),
                (
                    "sent_key",
                    models.UUIDField(null=True, verbose_name="verstrekking (sleutel)"),
                ),
                (
                    "dropped_at",
                    models.DateTimeField(null=True, verbose_name="vervallen op"),
                ),
                (
                    "reviewed_at",
                    models.DateTimeField(
                        null=True, verbose_name="achteraf getoetst op"
                    ),
                ),
                (
                    "review",
                    zvh.guard.content.ContentTextField(
                        blank=True, verbose_name="uitkomst van de toets"
                    ),
                ),
                (
                    "bringing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.party",
                        verbose_name="welke Partij het inbrengt",
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
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="voorgesteld door",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.recipient",
                        verbose_name="voor wie",
                    ),
                ),
                (
                    "vouching",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.party",
                        verbose_name="Partij van lid 1 die ervoor instaat",
                    ),
                ),
            ],
            options={
                "verbose_name": "voorgenomen verstrekking",
                "verbose_name_plural": "voorgenomen verstrekkingen",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at", None),
                            ("is_vital", False),
                            models.Q(("vouching", None), _negated=True),
                            _connector="OR",
                        ),
                        name="what_could_not_wait_has_somebody_who_vouches",
                    )
                ],
            },
        ),
        Cascade("planneddisclosure", "case"),
        dossier_lock(
            "planneddisclosure",
            table="privacy_planneddisclosure",
            keep=Keep.WORK,
            actor="made_by",
            fixed=("made_by", "made_at", "recipient"),
        ),
    ]
