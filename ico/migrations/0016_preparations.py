"""A Partij prepares for a table, topic by topic (O-4)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zvh.guard.content
import zvh.lib.keys


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_secure_pages"),
        ("cases", "0016_support_by_its_start"),
        ("ico", "0015_keys_and_minutes_cannot_be_forged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="instead_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="in plaats van",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="prepared_at",
            field=models.DateTimeField(
                null=True, verbose_name="voorbereiding ingeleverd op"
            ),
        ),
        migrations.CreateModel(
            name="PreparedTopic",
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
                ("topic", models.CharField(max_length=40, verbose_name="onderwerp")),
                (
                    "text",
                    zvh.guard.content.ContentTextField(
                        blank=True, verbose_name="voorbereiding"
                    ),
                ),
                (
                    "conditions",
                    zvh.guard.content.ContentTextField(
                        blank=True, verbose_name="voorwaarden bij gebruik"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("ico", "Voor het overleg, niet voor het plan"),
                            ("plan", "Voor het overleg en het plan"),
                            ("bureau", "Nog niet delen: alleen het bureau leest dit"),
                        ],
                        default="ico",
                        max_length=10,
                        verbose_name="gebruik",
                    ),
                ),
                (
                    "typed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="ingevoerd op"
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
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.party",
                        verbose_name="Partij",
                    ),
                ),
                (
                    "guest",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wie zonder account",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="preparations",
                        to="ico.meeting",
                        verbose_name="overleg",
                    ),
                ),
                (
                    "typed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingevoerd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "voorbereid onderwerp",
                "verbose_name_plural": "voorbereide onderwerpen",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "given_by", "guest", "topic"),
                        name="a_topic_is_prepared_once_by_a_partij",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
