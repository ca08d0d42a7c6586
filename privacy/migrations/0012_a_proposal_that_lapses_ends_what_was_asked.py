from django.db import migrations, models


class Migration(migrations.Migration):
    """An akkoord that was asked for a proposal ends when the proposal does."""

    dependencies = [("privacy", "0011_what_maybe_came")]

    operations = [
        migrations.AlterField(
            model_name="approval",
            name="ended_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Loopt"),
                    ("withdrawn", "Akkoord ingetrokken"),
                    ("piece", "Inbreng ingetrokken"),
                    ("goal", "Het doel is gewijzigd"),
                    ("text", "De tekst is door een ander gewijzigd"),
                    ("dropped", "Het voorstel is vervallen"),
                ],
                default="",
                max_length=10,
                verbose_name="waarom niet meer",
            ),
        ),
    ]
