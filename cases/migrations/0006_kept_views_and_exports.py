"""What somebody kept of a list, and that a list was taken along."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zvh.lib.keys
from accounts.models import Role
from cases.policies import has_role
from zvh.guard.rowsecurity import TODAY, USER, Lock, Policy, purpose

OWN = f"user_id = {USER}"
BUREAU = has_role(*sorted(Role.bureau()))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_dictations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
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
                    "case_key",
                    models.UUIDField(
                        editable=False, null=True, verbose_name="casus (sleutel)"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="vastgelegd op"
                    ),
                ),
                ("remove_on", models.DateField(verbose_name="te verwijderen op")),
                ("listing", models.CharField(max_length=40, verbose_name="lijst")),
                ("values", models.JSONField(default=dict, verbose_name="keuze")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("meeting", "Een overleg voorbereiden"),
                            ("dividing", "Het werk verdelen of plannen"),
                            ("checking", "De registratie controleren"),
                            ("accounting", "Verantwoorden of een rapport maken"),
                            (
                                "elsewhere",
                                "Doorwerken als het systeem niet bereikbaar is",
                            ),
                        ],
                        max_length=20,
                        verbose_name="waarvoor",
                    ),
                ),
                (
                    "suffix",
                    models.CharField(
                        choices=[
                            ("xlsx", "Excel (xlsx)"),
                            ("csv", "Tekst met puntkomma’s (csv)"),
                        ],
                        max_length=10,
                        verbose_name="soort bestand",
                    ),
                ),
                ("count", models.PositiveIntegerField(verbose_name="aantal rijen")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uitgevoerd door",
                    ),
                ),
            ],
            options={
                "verbose_name": "uitvoer",
                "verbose_name_plural": "uitvoeren",
            },
        ),
        migrations.CreateModel(
            name="SavedView",
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
                ("listing", models.CharField(max_length=40, verbose_name="lijst")),
                ("values", models.JSONField(default=dict, verbose_name="keuze")),
                (
                    "saved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="bewaard op"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="van wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "bewaarde keuze",
                "verbose_name_plural": "bewaarde keuzes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "listing", "values"),
                        name="a_choice_is_kept_once",
                    )
                ],
            },
        ),
        Lock(
            "savedview",
            Policy("somebody_reads_what_they_kept", "SELECT", using=OWN),
            Policy("somebody_keeps_a_choice_of_their_own", "INSERT", check=OWN),
            Policy("somebody_throws_away_what_they_kept", "DELETE", using=OWN),
        ),
        Lock(
            "export",
            Policy(
                "who_answers_for_exports_reads_the_register",
                "SELECT",
                using=has_role(Role.MANAGER, Role.FG),
            ),
            Policy("retention_reads_exports", "SELECT", using=purpose("retention")),
            Policy(
                "the_bureau_writes_down_what_it_takes_along",
                "INSERT",
                check=f"by_id = {USER} AND {BUREAU} AND remove_on > {TODAY}",
            ),
            Policy(
                "exports_go_at_their_own_term",
                "DELETE",
                using=f"{purpose('retention')} AND remove_on <= {TODAY}",
            ),
        ),
    ]
