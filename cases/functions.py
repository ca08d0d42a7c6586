"""The questions that row policies ask, as functions of the owner's.

A policy that asks them in line is planned anew with every query, and the tables it
asks have policies too: one piece of information took 40 ms to plan. A function's
plan is kept, so the same policy costs microseconds a row (ADR 24).

They run as the owner, read grants, roles, phases and terms, and answer yes or no.
About access and roles they answer for the person announced only. About a phase, a
restriction or a term they answer whoever asks with the key of a case: keys cannot
be guessed, but to who once had one they still tell how far that case is.

A search path of their own would cost more than the question. Instead every name
in them carries its schema, types too: whoever could put their own type in front of
ours would have their code run as the owner.
"""

from accounts.models import Party, Role
from cases.grants import Access
from cases.lifecycle import SHIELDED
from zvh.guard.rowsecurity import NOW, PARTY, TODAY, USER, purpose

# What a visitor's grant to register becomes once sent: to follow, and to read nothing
# back. Policies ask for it; nobody is ever given it.
FOLLOWS = "follow_case"
# What a role opened closes with it, also before any job has tidied up.
STANDING = f"""
    EXISTS (SELECT FROM public.accounts_authorisation AS given
            WHERE given.user_id = me AND given.withdrawn_at IS NULL
            AND given.confirmed_at IS NOT NULL
            AND {TODAY} BETWEEN given.since AND given.until
            AND given.role IN ({{}}))
"""
A_KETENPARTNER = STANDING.format(f"'{Role.KETENPARTNER}'")
OF_THE_BUREAU = STANDING.format(", ".join(f"'{r}'" for r in sorted(Role.bureau())))
ONE_OF_THESE = STANDING.format("SELECT pg_catalog.unnest(roles)")
# Who left the covenant is at no table any more, whatever was opened to them before.
OF_A_BOUND_PARTY = f"""
    EXISTS (SELECT FROM public.accounts_party AS bound
            WHERE bound.id = {PARTY} AND bound.bound_since <= {TODAY}
            AND (bound.bound_until IS NULL OR bound.bound_until > {TODAY}))
"""
OF_NO_PARTY = f"""
    EXISTS (SELECT FROM public.accounts_party AS whose
            WHERE whose.id = {PARTY} AND whose.soorten @> '["{Party.OUTSIDE}"]')
"""
GONE = ", ".join(f"'{phase}'" for phase in sorted(SHIELDED))
# Whoever came to work for the house reads as its people do, and not as a visitor.
TAKES_PART = f"""
    ({A_KETENPARTNER} AND {OF_A_BOUND_PARTY} AND NOT {OF_THE_BUREAU})
"""
VALID = "(seat.until IS NULL OR seat.until > moment)"
CODENAME = """(SELECT p.codename FROM public.auth_permission AS p
                            WHERE p.id = seat.permission_id)"""
OF_GUESTS = ", ".join(f"'{access}'" for access in sorted(Access.of_guests()))
OF_PAGES = ", ".join(f"'{access}'" for access in sorted(Access.of_pages()))
HEAD = "LANGUAGE plpgsql STABLE SECURITY DEFINER"

# A secure page about this case, of a Partij that still takes part or of somebody of
# none, as long as the case has not left the lists (P-5).
HAS_PAGE = f"""FUNCTION zvh_has_page(which uuid) RETURNS boolean {HEAD} AS $$
    DECLARE
        me pg_catalog.uuid := {USER};
        moment pg_catalog.timestamptz := {NOW};
    BEGIN
        RETURN EXISTS (SELECT FROM public.accounts_securepage AS page
                WHERE page.user_id = me AND page.case_key = which
                AND page.ended_at IS NULL AND page.until > moment)
            AND ({OF_A_BOUND_PARTY} OR {OF_NO_PARTY})
            AND NOT public.zvh_in_phase(which, {GONE});
    END $$;
"""

# Asked for every row: what is joined, or started and not needed, costs most of it.
HOLDS = f"""FUNCTION zvh_holds(which uuid, VARIADIC access text[]) RETURNS boolean
    {HEAD} AS $$
    DECLARE
        me pg_catalog.uuid := {USER};
        moment pg_catalog.timestamptz := {NOW};
        held pg_catalog.text[];
    BEGIN
        IF me IS NULL THEN
            RETURN false;
        END IF;
        IF EXISTS (SELECT FROM public.cases_casegroupgrant AS seat
                   WHERE seat.content_object_id = which AND {VALID}
                   AND {CODENAME} = ANY (access)
                   AND EXISTS (SELECT FROM public.accounts_user_groups AS member
                               WHERE member.group_id = seat.group_id
                               AND member.user_id = me)) THEN
            IF {OF_THE_BUREAU} THEN
                RETURN true;
            END IF;
        END IF;
        held := ARRAY(SELECT {CODENAME}::pg_catalog.text
                      FROM public.cases_caseusergrant AS seat
                      WHERE seat.content_object_id = which AND seat.user_id = me
                      AND {VALID} AND {CODENAME} = ANY (access));
        IF held = ARRAY[]::pg_catalog.text[] THEN
            RETURN '{FOLLOWS}' = ANY (access)
                AND public.zvh_visitor_holds(which, access);
        END IF;
        IF {OF_THE_BUREAU} THEN
            RETURN '{Access.WORK}' = ANY (held) OR '{Access.REGISTER}' = ANY (held);
        END IF;
        IF '{Access.REGISTER}' = ANY (held) AND {A_KETENPARTNER} THEN
            RETURN true;
        END IF;
        -- An agenda may go out at the very moment at which a case is restricted.
        IF '{Access.WEIGH}' = ANY (held) AND public.zvh_is_restricted(which) THEN
            held := pg_catalog.array_remove(held, '{Access.WEIGH}');
        END IF;
        IF held && ARRAY[{OF_GUESTS}] AND {TAKES_PART} THEN
            RETURN true;
        END IF;
        IF held && ARRAY[{OF_PAGES}] AND public.zvh_has_page(which) THEN
            RETURN true;
        END IF;
        RETURN public.zvh_visitor_holds(which, access);
    END $$;
"""
# Of the one registration that is theirs a visitor writes all until it is sent, and
# nothing of it is theirs to read afterwards (ADR 41).
VISITOR_HOLDS = f"""FUNCTION zvh_visitor_holds(which uuid, access text[])
    RETURNS boolean {HEAD} AS $$
    DECLARE
        me pg_catalog.uuid := {USER};
        moment pg_catalog.timestamptz := {NOW};
    BEGIN
        RETURN EXISTS (
                SELECT FROM public.accounts_visitor AS visitor
                JOIN public.cases_caseusergrant AS seat
                ON seat.user_id = visitor.user_id
                    AND seat.content_object_id = visitor.case_key
                WHERE visitor.user_id = me AND visitor.case_key = which
                AND visitor.forgotten_at IS NULL
                AND {VALID} AND {CODENAME} = '{Access.REGISTER}')
            AND ('{FOLLOWS}' = ANY (access)
                OR ('{Access.REGISTER}' = ANY (access) AND NOT EXISTS (
                    SELECT FROM public.cases_case AS c
                    WHERE c.id = which AND c.registered_at IS NOT NULL)));
    END $$;
"""

CREATE = f"""
    CREATE {HOLDS}

    CREATE {VISITOR_HOLDS}

    CREATE {HAS_PAGE}

    CREATE FUNCTION zvh_let_in_by(
        which uuid, act text, source uuid, VARIADIC access text[]) RETURNS boolean
    {HEAD} AS $$
    DECLARE
        me pg_catalog.uuid := {USER};
        moment pg_catalog.timestamptz := {NOW};
    BEGIN
        RETURN public.zvh_holds(which, VARIADIC access)
            AND EXISTS (SELECT FROM public.cases_caseusergrant AS seat
                    JOIN public.auth_permission AS p ON p.id = seat.permission_id
                    WHERE seat.content_object_id = which AND seat.user_id = me
                    AND seat.why = act AND seat.source_id = source
                    AND p.codename = ANY (access) AND {VALID});
    END $$;

    CREATE FUNCTION zvh_has_role(VARIADIC roles text[]) RETURNS boolean {HEAD} AS $$
    DECLARE me pg_catalog.uuid := {USER};
    BEGIN
        RETURN me IS NOT NULL AND {ONE_OF_THESE};
    END $$;

    CREATE FUNCTION zvh_is_nobodys(which uuid) RETURNS boolean {HEAD} AS $$
    BEGIN
        RETURN NOT EXISTS (SELECT FROM public.cases_caseusergrant
                           WHERE content_object_id = which)
           AND NOT EXISTS (SELECT FROM public.cases_casegroupgrant
                           WHERE content_object_id = which);
    END $$;

    CREATE FUNCTION zvh_in_phase(which uuid, VARIADIC phases text[]) RETURNS boolean
    {HEAD} AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.cases_case AS c
                       WHERE c.id = which AND phase = ANY (phases));
    END $$;

    CREATE FUNCTION zvh_is_restricted(which uuid) RETURNS boolean {HEAD} AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.cases_case AS c
                       WHERE c.id = which AND c.is_restricted);
    END $$;

    CREATE FUNCTION zvh_is_held(which uuid) RETURNS boolean {HEAD} AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.cases_case AS c
                       WHERE c.id = which AND c.held_until >= {TODAY});
    END $$;

    CREATE FUNCTION zvh_is_past(which uuid, keep text) RETURNS boolean {HEAD} AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.cases_case AS c WHERE c.id = which
            AND CASE keep WHEN 'work' THEN c.work_until WHEN 'plan' THEN c.plan_until
                WHEN 'shell' THEN c.shell_until WHEN 'advice' THEN c.advice_until
                END <= {TODAY}
            AND (c.held_until IS NULL OR c.held_until < {TODAY}));
    END $$;

    -- A trigger, because a policy sees a row before or after a change, never both.
    CREATE FUNCTION zvh_others_change_only() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        which pg_catalog.uuid := to_jsonb(OLD) ->> TG_ARGV[0];
        theirs pg_catalog.text[] := TG_ARGV[1:];
    BEGIN
        IF {USER} IS NOT NULL AND NOT {purpose("retention")}
           AND to_jsonb(NEW) - theirs <> to_jsonb(OLD) - theirs
           AND NOT public.zvh_holds(which, '{Access.WORK}') THEN
            RAISE EXCEPTION 'this is changed by the bureau only'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;

    CREATE SEQUENCE cases_number;
"""

DROP = """
    DROP SEQUENCE cases_number;
    DROP FUNCTION zvh_others_change_only();
    DROP FUNCTION zvh_is_past(uuid, text);
    DROP FUNCTION zvh_is_held(uuid);
    DROP FUNCTION zvh_is_restricted(uuid);
    DROP FUNCTION zvh_in_phase(uuid, text[]);
    DROP FUNCTION zvh_is_nobodys(uuid);
    DROP FUNCTION zvh_has_role(text[]);
    DROP FUNCTION zvh_let_in_by(uuid, text, uuid, text[]);
    DROP FUNCTION zvh_holds(uuid, text[]);
    DROP FUNCTION zvh_has_page(uuid);
    DROP FUNCTION zvh_visitor_holds(uuid, text[]);
"""
