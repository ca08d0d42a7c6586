"""What somebody without account may open: one page, by a code (P-5)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zvh.lib.keys

# Whose page it is, and about what, never changes; and that it was there stays.
KEPT = """
    REVOKE UPDATE, DELETE ON accounts_securepage FROM zvh_app;
    GRANT UPDATE (address, phone, until, openings, wrong, opened_at, ended_at,
        forgotten_at) ON accounts_securepage TO zvh_app;
"""
LOOSE = "GRANT UPDATE, DELETE ON accounts_securepage TO zvh_app;"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_visitors"),
    ]

    operations = [
        migrations.AlterField(
            model_name="addresscode",
            name="address",
            field=models.EmailField(
                blank=True, max_length=254, verbose_name="e-mailadres"
            ),
        ),
        migrations.CreateModel(
            name="SecurePage",
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
                ("kind", models.CharField(max_length=20, verbose_name="soort")),
                ("case_key", models.UUIDField(verbose_name="dossier (sleutel)")),
                (
                    "object_key",
                    models.UUIDField(db_index=True, verbose_name="onderwerp (sleutel)"),
                ),
                (
                    "address",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mailadres"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="mobiel nummer"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="gemaakt op"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="geldig tot")),
                (
                    "openings",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="keer geopend"
                    ),
                ),
                (
                    "wrong",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="foute codes na elkaar"
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(null=True, verbose_name="laatst geopend op"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(null=True, verbose_name="gesloten op"),
                ),
                (
                    "forgotten_at",
                    models.DateTimeField(null=True, verbose_name="adres verwijderd op"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gemaakt door",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secure_page",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="voor wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "beveiligde pagina",
                "verbose_name_plural": "beveiligde pagina's",
            },
        ),
        migrations.AddField(
            model_name="addresscode",
            name="page",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.securepage",
                verbose_name="beveiligde pagina",
            ),
        ),
        migrations.AddConstraint(
            model_name="securepage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("forgotten_at", None),
                    models.Q(("address", ""), ("phone", "")),
                    _connector="OR",
                ),
                name="a_page_that_is_forgotten_has_no_address",
            ),
        ),
        migrations.RunSQL(KEPT, LOOSE),
    ]
