"""What a database is made of, as its own catalogue tells it, in an order of its own."""

from collections.abc import Callable

Ask = Callable[[str], list[tuple[object, ...]]]

QUESTIONS = {
    "roles": """
        SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin
        FROM pg_roles WHERE rolname IN ('zvh_owner', 'zvh_app', 'zvh_backup')""",
    "tables": """
        SELECT c.relname, c.relkind::text, r.rolname,
               c.relrowsecurity, c.relforcerowsecurity
        FROM pg_class AS c JOIN pg_roles AS r ON r.oid = c.relowner
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'S', 'v', 'm', 'p')""",
    "rights on tables": """
        SELECT c.relname, r.rolname, a.privilege_type, a.is_grantable
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        CROSS JOIN aclexplode(c.relacl) AS a
        LEFT JOIN pg_roles AS r ON r.oid = a.grantee
        WHERE n.nspname = 'public'""",
    "rights on columns": """
        SELECT c.relname, t.attname, r.rolname, a.privilege_type
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_attribute AS t ON t.attrelid = c.oid
        CROSS JOIN aclexplode(t.attacl) AS a
        LEFT JOIN pg_roles AS r ON r.oid = a.grantee
        WHERE n.nspname = 'public'""",
    "columns": """
        SELECT table_name, column_name, data_type, character_maximum_length,
               is_nullable, column_default, is_identity
        FROM information_schema.columns WHERE table_schema = 'public'""",
    # Among them what goes along with a case: ON DELETE CASCADE.
    "constraints": """
        SELECT conrelid::regclass::text, contype::text, convalidated,
               pg_get_constraintdef(c.oid)
        FROM pg_constraint AS c JOIN pg_namespace AS n ON n.oid = c.connamespace
        WHERE n.nspname = 'public'""",
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "policies": """
        SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check
        FROM pg_policies""",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, tgenabled::text, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal""",
    "functions": """
        SELECT p.proname, r.rolname, pg_get_functiondef(p.oid),
               (SELECT array_agg(coalesce(g.rolname, 'public') ORDER BY g.rolname)::text
                FROM aclexplode(p.proacl) AS a
                LEFT JOIN pg_roles AS g ON g.oid = a.grantee)
        FROM pg_proc AS p JOIN pg_roles AS r ON r.oid = p.proowner
        JOIN pg_namespace AS n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public'""",
    "rights on what is to come": """
        SELECT r.rolname, d.defaclobjtype::text, g.rolname, a.privilege_type
        FROM pg_default_acl AS d JOIN pg_roles AS r ON r.oid = d.defaclrole
        CROSS JOIN aclexplode(d.defaclacl) AS a
        LEFT JOIN pg_roles AS g ON g.oid = a.grantee""",
}


def catalogue(ask: Ask) -> dict[str, list[str]]:
    """Everything that a migration can make, kind by kind."""
    return {kind: sorted(map(str, ask(sql))) for kind, sql in QUESTIONS.items()}
