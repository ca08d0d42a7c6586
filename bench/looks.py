"""Who looked at which invented case: so many rows that the database makes them."""

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


def look(cases: int, looks: int, seed: int, since: datetime, until: datetime) -> None:
    """So many access records over all the cases, from this moment to that."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN_TOGETHER)
        cursor.execute("SELECT count(*) FROM bench_people")
        people = cursor.fetchone()[0]
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
        cursor.execute("DROP TABLE bench_cases, bench_people")
