"""Who looked at which invented case: so many rows that the database makes them.

Also what has to be right afterwards: every key leads somewhere, sequences go on.
"""

from datetime import datetime

from django.db import connection

# Newest last, as they would have been written; each case is looked at mostly while
# it is young. All of it follows from the number of the row and the seed.
LOOKS = """
    INSERT INTO guard_accessrecord (id, at, user_id, party_id, action, kind, outcome,
        case_id, object_id, filtered_by, count, address)
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
            || '7' || substr(md5(n::text || %(seed)s), 1, 3)
            || '8' || substr(md5(n::text || %(seed)s), 4, 15))::uuid,
        at, people.id, people.party_id,
        (ARRAY['case_detail', 'case_people', 'case_information', 'case_timeline',
               'case_plan'])[1 + abs(hashint8(n)) %% 5],
        'opened', 'shown', cases.id, cases.id, '', NULL, '192.0.2.1'
    FROM (SELECT n, greatest(1, (n * %(cases)s / %(looks)s)
                - (abs(hashint8extended(n, %(seed)s)) %% %(young)s)) AS nth,
            %(since)s::timestamptz
                + (%(until)s::timestamptz - %(since)s::timestamptz)
                * (n::float8 / %(looks)s) AS at,
            1 + abs(hashint8extended(n, %(seed)s + 1)) %% %(people)s AS who
          FROM generate_series(1::bigint, %(looks)s) AS n OFFSET 0) AS look
    JOIN bench_cases AS cases ON cases.nth = look.nth
    JOIN bench_people AS people ON people.nth = look.who
    ORDER BY n
"""
TAKEN_TOGETHER = """
    CREATE TEMPORARY TABLE bench_cases AS
        SELECT id, row_number() OVER (ORDER BY created_at, id) AS nth FROM cases_case;
    CREATE TEMPORARY TABLE bench_people AS
        SELECT u.id, u.party_id, row_number() OVER (ORDER BY u.email) AS nth
        FROM accounts_user AS u;
    ANALYZE bench_cases;
    ANALYZE bench_people;
"""
INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'guard_accessrecord'
    AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
KEYS = """
    SELECT conname, conrelid::regclass::text, a.attname, confrelid::regclass::text,
        f.attname
    FROM pg_constraint AS c
    JOIN pg_attribute AS a ON a.attrelid = conrelid AND a.attnum = conkey[1]
    JOIN pg_attribute AS f ON f.attrelid = confrelid AND f.attnum = confkey[1]
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""
COUNTED = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND (is_identity = 'YES'
        OR column_default LIKE 'nextval(%')
"""


class Orphan(Exception):  # noqa: N818 - said as a colleague would say it
    """A row refers to one that does not exist."""


def look(cases: int, looks: int, seed: int, since: datetime, until: datetime) -> None:
    """So many access records over all the cases, from this moment to that."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN_TOGETHER)
        cursor.execute("SELECT count(*) FROM bench_people")
        people = cursor.fetchone()[0]
        # An index that is made afterwards is made in a tenth of the time.
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(
            LOOKS,
            {
                "cases": cases,
                "looks": looks,
                "seed": seed,
                "since": since,
                "until": until,
                "people": people,
                "young": max(1, cases // 4),
            },
        )
        for _, made in indexes:
            cursor.execute(made)
        cursor.execute("DROP TABLE bench_cases, bench_people")


def check_keys() -> int:
    """Every foreign key leads somewhere: while copying nobody looked; how many keys."""
    with connection.cursor() as cursor:
        cursor.execute(KEYS)
        keys = cursor.fetchall()
        for name, table, column, target, key in keys:
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM {table} AS one WHERE one."{column}"'
                f" IS NOT NULL AND NOT EXISTS (SELECT FROM {target} AS other"
                f' WHERE other."{key}" = one."{column}"))'
            )
            if cursor.fetchone()[0]:
                raise Orphan(f"{name}: {table}.{column} refers to nothing")
    return len(keys)


def go_on_counting(cases: int) -> None:
    """Sequences start after the rows that were copied in."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        for table, column in cursor.fetchall():
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s),"
                f' coalesce((SELECT max("{column}") FROM "{table}"), 0) + 1, false)',
                [table, column],
            )
        cursor.execute("SELECT setval('cases_number', %s)", [cases + 1])
