"""The extract of a Partij, warm; and those of twelve receivers, by the job (F-3)."""

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.secure_pages import Reach
from bench import people
from bench.measures_limits import Limit
from bench.measures_pages import Aim, Measure, got, signed_in
from house import profile
from ico import extracts, letting_go
from ico.extracts import TEMPLATE, Extract
from ico.models import Plan
from privacy import shipping
from privacy.disclosures import Disclosure
from privacy.ways import Way
from zvh.guard.announce import acting_as
from zvh.lib import pdf

LAYOUT, RECEIVERS = "layout of an extract alone", 12


def measures(limit: Limit) -> Iterator[Measure]:
    user = User.objects.get(email=people.ALL)
    plan, found = _of_a_plan(user, limit)
    client, page = signed_in(user), _page_of(found[0], user)
    url = reverse("ico:extract_pdf", args=[plan.pk, found[0].party.pk])
    yield Measure(
        "PDF of an extract", "", lambda n: got(client, url), aim=Aim.EXTRACT, most=10
    )
    yield Measure(LAYOUT, "", lambda n: pdf.lay_out(page), most=10)
    yield Measure(
        f"{RECEIVERS} extracts by the job",
        "",
        lambda n: _made(),
        most=5,
        is_undone=True,
        before=lambda: _posted(plan, found, user),
    )


def _of_a_plan(user: User, limit: Limit) -> tuple[Plan, list[Extract]]:
    """Of a plan that is carried out, what each Partij of it may get."""
    keys = limit.rows(
        "SELECT p.id FROM ico_plan AS p JOIN cases_case AS c ON c.id = p.case_id"
        " WHERE p.state = 'established' AND c.phase = 'monitoring'"
        " AND NOT c.is_restricted ORDER BY p.id LIMIT 40"
    )
    with acting_as(user):
        for (key,) in keys:
            plan = Plan.objects.select_related("case").get(pk=key)
            today = timezone.localdate()
            found = [
                one
                for one in extracts.every(plan)
                if one.keys and one.party.is_bound(today)
            ]
            if found:
                return plan, found
    raise LookupError("no plan in this house has anything to extract")


def _page_of(extract: Extract, user: User) -> str:
    context = extracts.shown(extract) | {
        "party": extract.party,
        "reference": extract.plan.case.number,
        "house": profile.active(),
        "printed_by": user.name,
        "printed_at": timezone.now(),
    }
    return render_to_string(TEMPLATE, context)


def _posted(plan: Plan, found: list[Extract], user: User) -> None:
    with acting_as(user):
        for nth in range(RECEIVERS):
            extract = extracts.for_party(plan, found[nth % len(found)].party)
            at = Reach(f"iemand{nth}@partij.example")
            letting_go.send_extract(
                plan,
                by=user,
                party=extract.party,
                mark=extract.mark,
                way=Way(Disclosure.Channel.GATEWAY, at=at),
            )


def _made() -> Any:
    """Up to the door of the gateway, which this house does not have."""
    return shipping.send_due()
