"""Who registers without account, and the codes that prove an address (A-11)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zvh.lib.keys

# Which registration is a visitor's own never changes, and no visitor is removed.
KEPT = """
    REVOKE UPDATE, DELETE ON accounts_visitor FROM zvh_app;
    GRANT UPDATE (address, confirmed_at, forgotten_at) ON accounts_visitor TO zvh_app;
"""
LOOSE = "GRANT UPDATE, DELETE ON accounts_visitor TO zvh_app;"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_row_security"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressCode",
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
                    "address",
                    models.EmailField(max_length=254, verbose_name="e-mailadres"),
                ),
                (
                    "digest",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="code (versleuteld)"
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="gevraagd op"
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(null=True, verbose_name="verstuurd op"),
                ),
                (
                    "tries",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="pogingen"
                    ),
                ),
                (
                    "used_at",
                    models.DateTimeField(null=True, verbose_name="gebruikt op"),
                ),
            ],
            options={
                "verbose_name": "code voor een adres",
                "verbose_name_plural": "codes voor een adres",
            },
        ),
        migrations.CreateModel(
            name="Visitor",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="visitor",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bezoeker",
                    ),
                ),
                (
                    "address",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mailadres"
                    ),
                ),
                (
                    "case_key",
                    models.UUIDField(unique=True, verbose_name="aanmelding (sleutel)"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(null=True, verbose_name="adres bevestigd op"),
                ),
                (
                    "forgotten_at",
                    models.DateTimeField(
                        null=True, verbose_name="gegevens verwijderd op"
                    ),
                ),
            ],
            options={
                "verbose_name": "bezoeker",
                "verbose_name_plural": "bezoekers",
            },
        ),
        migrations.AddField(
            model_name="user",
            name="is_visitor",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="bezoeker"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_visitor", False), ("is_active", False), _connector="OR"
                ),
                name="visitors_have_no_account",
            ),
        ),
        migrations.AddIndex(
            model_name="visitor",
            index=models.Index(fields=["address"], name="visitors_by_address"),
        ),
        migrations.AddConstraint(
            model_name="visitor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("forgotten_at", None), ("address", ""), _connector="OR"
                ),
                name="a_visitor_who_is_forgotten_has_no_address",
            ),
        ),
        migrations.RunSQL(KEPT, LOOSE),
    ]
