"""Whether two cases are about one person: what the bureau found (A-8)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zvh.lib.keys
from cases.policies import dossier_lock
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import Cascade


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="searchkey",
            name="kind",
            field=models.CharField(
                choices=[
                    ("surname", "achternaam"),
                    ("prefix", "begin van de achternaam"),
                    ("sound", "klank van de achternaam"),
                    ("given_name", "voornaam"),
                    ("initial", "eerste voorletter"),
                    ("birth_date", "geboortedatum"),
                    ("birth_year", "geboortejaar"),
                    ("bsn", "burgerservicenummer"),
                ],
                max_length=20,
                verbose_name="soort",
            ),
        ),
        migrations.CreateModel(
            name="Comparison",
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
                ("other_case", models.UUIDField(verbose_name="andere casus (sleutel)")),
                (
                    "other_person",
                    models.UUIDField(verbose_name="andere betrokkene (sleutel)"),
                ),
                ("is_same", models.BooleanField(verbose_name="dezelfde persoon")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="beoordeeld op"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beoordeeld door",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="comparisons",
                        to="cases.person",
                        verbose_name="betrokkene",
                    ),
                ),
            ],
            options={
                "verbose_name": "vergelijking van personen",
                "verbose_name_plural": "vergelijkingen van personen",
            },
        ),
        Cascade("comparison", "case", "person"),
        dossier_lock(
            "comparison",
            table="cases_comparison",
            keep=Keep.SHELL,
            actor="by",
            changes=False,
        ),
    ]
