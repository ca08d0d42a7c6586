"""Whether a betrokkene was told, and whether one comes to the table."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zvh.guard.content
import zvh.lib.keys


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_support_by_its_start"),
        ("ico", "0017_who_reads_what_is_prepared"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Coming",
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
                    "withdrawn_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="ingetrokken op"
                    ),
                ),
                ("comes", models.BooleanField(verbose_name="is erbij")),
                ("is_safe", models.BooleanField(verbose_name="geen veiligheidsrisico")),
                (
                    "safety",
                    zvh.guard.content.ContentTextField(
                        verbose_name="hoe de veiligheid is beoordeeld"
                    ),
                ),
                (
                    "conditions",
                    zvh.guard.content.ContentTextField(
                        blank=True, verbose_name="voorwaarden"
                    ),
                ),
                ("discussed_on", models.DateField(verbose_name="besproken op")),
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
                    "discussed_with",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="besproken met",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="comings",
                        to="ico.meeting",
                        verbose_name="overleg",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="comings",
                        to="cases.person",
                        verbose_name="betrokkene",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vastgelegd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "betrokkene bij een overleg",
                "verbose_name_plural": "betrokkenen bij een overleg",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("meeting", "person"),
                        name="whether_a_betrokkene_comes_is_said_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("comes", False), ("is_safe", True), _connector="OR"
                        ),
                        name="no_betrokkene_comes_where_there_is_a_risk",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                    "withdrawn_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="ingetrokken op"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("told", "Geïnformeerd"),
                            ("agreed", "Afgesproken wie het doet, en wanneer"),
                            ("withheld", "Nog niet, om een zwaarwegende reden"),
                        ],
                        max_length=10,
                        verbose_name="uitkomst",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("letter", "Met de brief"),
                            ("talk", "In een gesprek"),
                            ("phone", "Per telefoon"),
                        ],
                        max_length=10,
                        verbose_name="hoe",
                    ),
                ),
                (
                    "by_whom",
                    zvh.guard.content.ContentTextField(
                        blank=True, verbose_name="door wie"
                    ),
                ),
                (
                    "on",
                    zvh.guard.content.ContentDateField(
                        blank=True, null=True, verbose_name="wanneer"
                    ),
                ),
                (
                    "reason",
                    zvh.guard.content.ContentTextField(
                        blank=True, verbose_name="zwaarwegende reden"
                    ),
                ),
                (
                    "decided_with",
                    zvh.guard.content.ContentTextField(
                        blank=True, verbose_name="samen besloten met"
                    ),
                ),
                (
                    "look_again_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="opnieuw bekijken op"
                    ),
                ),
                (
                    "letter_sent_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="brief verstuurd op"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="vastgelegd op"
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
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="notices",
                        to="ico.meeting",
                        verbose_name="besloten in overleg",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="notices",
                        to="cases.person",
                        verbose_name="betrokkene",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vastgelegd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "informeren van een betrokkene",
                "verbose_name_plural": "informeren van betrokkenen",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("person",),
                        name="of_a_betrokkene_one_notice_stands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "withheld"), _negated=True),
                            ("look_again_on__isnull", False),
                            _connector="OR",
                        ),
                        name="what_is_withheld_is_looked_at_again",
                    ),
                ],
            },
        ),
    ]
