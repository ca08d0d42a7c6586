"""Who has the number of a case finds what left it, also once it is gone (S-10)."""

from django.db import migrations, models

NUMBERED = """
    CREATE FUNCTION zvh_proof_has_the_number() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        NEW.reference := coalesce((SELECT c.number FROM public.cases_case AS c
                                   WHERE c.id = NEW.case_key), '');
        RETURN NEW;
    END $$;
    CREATE TRIGGER proof_has_the_number BEFORE INSERT ON privacy_disclosure
        FOR EACH ROW EXECUTE FUNCTION zvh_proof_has_the_number();
"""
UNNUMBERED = """
    DROP TRIGGER proof_has_the_number ON privacy_disclosure;
    DROP FUNCTION zvh_proof_has_the_number();
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0019_secure_mail_that_waits_is_counted")]
    operations = [
        migrations.AddField(
            model_name="disclosure",
            name="reference",
            field=models.CharField(
                blank=True,
                default="",
                max_length=20,
                verbose_name="kenmerk van de casus",
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["reference"], name="disclosures_by_number"),
        ),
        migrations.RunSQL(NUMBERED, UNNUMBERED),
    ]
