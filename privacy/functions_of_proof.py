"""Proof is of its moment and stays its term, whoever writes it (S-10)."""

from zvh.guard.rowsecurity import NOW, TODAY, USER

# What people add to it; what jobs add is of the moment of their run.
KEPT = ("privacy_approval", "privacy_disclosure", "privacy_told")


def _held(table: str) -> str:
    return f"""
    CREATE TRIGGER proof_is_of_its_moment
        BEFORE INSERT ON {table} FOR EACH ROW
        WHEN ({USER} IS NOT NULL AND (
            NEW.recorded_at NOT BETWEEN {NOW} AND {NOW} + interval '10 minutes'
            OR NEW.remove_on < ({TODAY} + interval '5 years')::date - 1))
        EXECUTE FUNCTION zvh_proof_is_of_its_moment();
"""


HOLD = """
    CREATE FUNCTION zvh_proof_is_of_its_moment() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'proof is of its moment, and stays its term'
            USING ERRCODE = 'restrict_violation';
    END $$;
""" + "".join(_held(table) for table in KEPT)
LET_GO = (
    "".join(f"DROP TRIGGER proof_is_of_its_moment ON {table};" for table in KEPT)
    + "DROP FUNCTION zvh_proof_is_of_its_moment();"
)
