"""What people do in a case, and what the house does by itself; nothing of it stays."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from auditlog.context import disable_auditlog
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench import people
from bench.measures_clock import Statement, statements_of
from bench.measures_limits import LOOKED, Limit
from bench.measures_pages import Aim, Measure, got, signed_in
from cases import registration_steps
from cases.models import Case
from cases.registration_steps import Draft
from ico import documents
from ico.models import Action, Plan
from privacy import retention
from zvh.guard.announce import Purpose, acting_as, acting_for
from zvh.guard.models import AccessRecord
from zvh.lib import pdf
from zvh.lib.keys import new_id

REMOVED_AT_ONCE = 50
SHOWN = 50


def measures(limit: Limit) -> Iterator[Measure]:
    yield _registering(limit)
    yield _deciding(limit)
    yield _establishing(limit)
    yield from _printing(limit)
    yield from _saving(limit)
    yield _looking(limit)
    yield from _forgetting(limit)
    yield from _entering()


def _registering(limit: Limit) -> Measure:
    drafts = limit.rows(
        "SELECT c.id, c.registered_by_id FROM cases_case AS c"
        " WHERE c.registered_at IS NULL ORDER BY c.subject DESC, c.id"
    )
    case, sender = next(draft for draft in drafts if _is_complete(*draft))
    client = signed_in(User.objects.get(pk=sender))
    url = reverse("cases:registration_send", args=[case])
    return _written("registering", limit, lambda: client.post(url))


def _is_complete(case: UUID, sender: UUID) -> bool:
    with acting_as(User.objects.get(pk=sender)):
        draft = Draft.of(Case.objects.get(pk=case))
        return not registration_steps.missing(draft)


def _deciding(limit: Limit) -> Measure:
    ((item,), *_) = limit.rows(
        "SELECT i.id FROM triage_agendaitem AS i JOIN cases_case AS c"
        " ON c.id = i.case_id AND NOT c.is_restricted"
        " JOIN triage_triagemeeting AS m ON m.id = i.meeting_id"
        " WHERE i.state = 'open' AND m.closed_at IS NULL ORDER BY i.id"
    )
    parties = limit.rows("SELECT id FROM accounts_party WHERE kind = 'lid1' LIMIT 3")
    told = {
        "outcome": "ico",
        "motivation": "Er is geweld en er zijn strafbare feiten.",
        "goal": "Er is één plan voor zorg en veiligheid.",
        "themes": ["oggz"],
        "kind": "regular",
        **{f"ground-{key}": "besluitvorming" for (key,) in parties},
    }
    client, url = _client(people.ALL), reverse("triage:item", args=[item])
    version = limit.rows(
        "SELECT version FROM triage_agendaitem WHERE id = %s", [str(item)]
    )
    told |= {"version": version[0][0]}
    return _written("deciding", limit, lambda: client.post(url, told))


def _establishing(limit: Limit) -> Measure:
    ((plan,), *_) = limit.rows(
        "SELECT p.id FROM ico_plan AS p JOIN cases_case AS c ON c.id = p.case_id"
        " WHERE p.state = 'draft' AND c.casusregisseur_id IS NOT NULL"
        " AND NOT c.is_restricted ORDER BY p.id"
    )
    client, url = _client(people.ALL), reverse("ico:establish", args=[plan])
    return _written("establishing a plan", limit, lambda: client.post(url))


def _written(what: str, limit: Limit, act: Callable[[], Any]) -> Measure:
    """An act over and over; its limit is writing the same rows and nothing else."""

    rows: list[Statement] = statements_of(lambda: _led_on(act()))
    return Measure(
        what,
        "",
        lambda n: _led_on(act()),
        lambda n: limit.again(rows),
        most=20,
        is_undone=True,
    )


def _led_on(answer: Any) -> None:
    if answer.status_code != 302:
        raise RuntimeError(f"it was not done: {answer.status_code}")


def _printing(limit: Limit) -> Iterator[Measure]:
    """The page of a plan's PDF, and the layout of that very document alone."""
    user = User.objects.get(email=people.ALL)
    client = signed_in(user)
    keys = limit.rows(
        "SELECT p.id FROM ico_plan AS p JOIN cases_case AS c ON c.id = p.case_id"
        " WHERE p.state = 'established' AND c.phase IN ('monitoring')"
        " AND NOT c.is_restricted ORDER BY p.id LIMIT 10"
    )
    urls = [reverse("ico:plan_pdf", args=[key]) for (key,) in keys]
    with acting_as(user):
        pages = [_page_of(Plan.objects.get(pk=key), user) for (key,) in keys]
    yield Measure(
        "PDF of a plan",
        "",
        lambda n: got(client, urls[n % len(urls)]),
        aim=Aim.PDF,
        most=10,
    )
    yield Measure(
        "its layout and file alone",
        "",
        lambda n: pdf.print_out(pages[n % len(pages)]),
        most=10,
    )
    yield Measure(
        "its layout alone", "", lambda n: pdf.lay_out(pages[n % len(pages)]), most=10
    )


def _page_of(plan: Plan, user: User) -> str:
    context = documents.plan_context(plan, by=user) | {"printed_by": user.name}
    return render_to_string("ico/plan_pdf.html", context)


def _saving(limit: Limit) -> Iterator[Measure]:
    """One agreement saved with its line in the log, and without."""
    user = User.objects.get(email=people.ALL)
    ((key,), *_) = limit.rows(
        "SELECT a.id FROM ico_action AS a JOIN cases_case AS c ON c.id = a.case_id"
        " WHERE a.state = 'open' AND c.phase IN ('monitoring') AND NOT c.is_restricted"
        " ORDER BY a.id"
    )

    def save(n: int) -> None:
        action.version = version
        action.due_on = timezone.localdate() + timedelta(days=n + 1)
        action.save()

    def audited(n: int) -> None:
        with acting_as(user):
            save(n)

    def bare(n: int) -> None:
        with disable_auditlog():
            audited(n)

    with acting_as(user):
        action = Action.objects.get(pk=key)
    version = action.version
    yield Measure("an audited save", "", audited, aim=Aim.SAVE, is_undone=True)
    yield Measure("a bare save", "", bare, is_undone=True)


def _looking(limit: Limit) -> Measure:
    """Who looked at this case, newest first, as the privacy officer would ask."""
    user = User.objects.get(email=f"fg{people.AT}")
    keys = [
        key
        for (key,) in limit.rows(
            "SELECT id FROM cases_case ORDER BY md5(id::text) LIMIT 40"
        )
    ]

    def look(n: int) -> None:
        with acting_as(user):
            looks = AccessRecord.objects.filter(case_id=keys[n % len(keys)])
            list(looks.order_by("-at")[:SHOWN])

    return Measure(
        "who looked at a case",
        "",
        look,
        lambda n: limit.rows(LOOKED, [str(keys[n % len(keys)])]),
        Aim.LOOKED,
    )


def _forgetting(limit: Limit) -> Iterator[Measure]:
    """A day's run; and whole cases that are due at once, beside a cascade by hand."""
    today = timezone.localdate()
    due = limit.rows(
        "SELECT count(*) FROM cases_case WHERE %s IN (work_until, plan_until,"
        " shell_until, advice_until)",
        [today],
    )

    yield Measure(
        f"a day's retention: {due[0][0]} cases",
        "",
        lambda n: retention.run(),
        most=3,
        is_undone=True,
    )
    keys = limit.rows(
        "SELECT id FROM cases_case WHERE phase IN ('monitoring') ORDER BY id LIMIT %s",
        [REMOVED_AT_ONCE],
    )
    several = [key for (key,) in keys]
    yield Measure(
        f"removal of {REMOVED_AT_ONCE} whole cases",
        "",
        lambda n: _remove(several),
        lambda n: limit.again([(BY_HAND, ([str(key) for key in several],))]),
        Aim.REMOVAL,
        most=10,
        is_undone=True,
        before=lambda: _make_due(several),
    )


BY_HAND = "DELETE FROM cases_case WHERE id = ANY (%s::uuid[])"
TERMS = ("work_until", "plan_until", "shell_until", "advice_until")


def _make_due(keys: list[UUID]) -> None:
    with acting_for(Purpose.RETENTION):
        today = dict.fromkeys(TERMS, timezone.localdate())
        Case.objects.filter(pk__in=keys).update(**today)


def _remove(keys: list[UUID]) -> None:
    went = retention.take(keys, timezone.now(), new_id(), retention.whole_cases)
    if len(went) != len(keys):
        raise RuntimeError("not all of them went")


def _entering() -> Iterator[Measure]:
    """Both steps of signing in; most of it is the hash, slow on purpose."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth

    user = User.objects.get(email=people.ALL)
    Authenticator.objects.filter(user=user).delete()
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 # pragma: allowlist secret
    auth.TOTP.activate(user, secret)

    def enter(n: int) -> None:
        cache.clear()
        client = Client(headers={"host": "127.0.0.1"})
        given = {"login": people.ALL, "password": people.PASSWORD}
        _led_on(client.post(reverse("account_login"), given))
        counter = next(auth.yield_hotp_counters_from_time())
        code = auth.format_hotp_value(auth.hotp_value(secret, counter))
        _led_on(client.post(reverse("mfa_authenticate"), {"code": code}))

    yield Measure("sign-in, both steps", "", enter, most=10)


def _client(email: str) -> Client:
    return signed_in(User.objects.get(email=email))
