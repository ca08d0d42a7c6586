"""What of a plan goes out, to whom, and on which akkoorden (V-1, V-2)."""

from django.db import transaction
from django.urls import reverse

from accounts import secure_pages
from accounts.models import Party, User
from ico import extracts, locks, rules_extracts
from ico.extracts import Extract
from ico.plans import Plan
from privacy import asking, disclosing, ways
from privacy.approvals import Approval, ApprovalRequest, Purpose
from privacy.asking import Wanted
from privacy.disclosures import Disclosure
from privacy.ways import Way
from zvh.guard.models import Overtaken

TO_THEIR_PAGES = Way(Disclosure.Channel.PAGES)
# The secure pages on which an extract is read by who has no account.
KIND = "extract"

secure_pages.offer(
    KIND,
    start=lambda page: reverse("ico:received", args=[page.object_key]),
    open_to=(
        *("ico:received", "ico:received_pdf", "ico:received_word"),
        "privacy:confirm_deletion",
    ),
    kept=lambda page: reverse("ico:case_plan", args=[page.case_key]),
)


def wanted(found: list[Extract]) -> list[Wanted]:
    """Every piece that is meant for some Partij and is nobody's to hold back yet."""
    return [
        Wanted(piece, party=extract.party)
        for extract in found
        for piece in extract.needed
        if piece.contested_at is None and piece.pk not in extract.anew
    ]


@transaction.atomic
def ask_approval(plan: Plan, *, by: User) -> list[ApprovalRequest]:
    """All that is new, of all givers, for all receivers, in one act."""
    plan = locks.ask(rules_extracts.share_plan, by, plan)
    return asking.ask(
        plan.case, wanted(extracts.every(plan)), by=by, purpose=Purpose.PLAN
    )


@transaction.atomic
def send_extract(
    plan: Plan, *, by: User, party: Party, mark: str, way: Way = TO_THEIR_PAGES
) -> Disclosure:
    """Exactly what the page showed, or nothing; along this way."""
    plan = locks.ask(rules_extracts.share_plan, by, plan)
    Approval.objects.filter(case_key=plan.case_id, receiver=party).held()
    extract = extracts.for_party(plan, party)
    readers = extracts.readers(extract)
    rules_extracts.send_extract(by, extract, readers, way.channel)
    if extract.mark != mark:
        raise Overtaken("what would go out is not what the page showed")
    sent = disclosing.send_extract(
        plan.case,
        by=by,
        party=party,
        readers=readers if way.channel == TO_THEIR_PAGES.channel else [],
        source_key=plan.pk,
        pieces=extract.pieces,
        approvals=extract.approvals,
        others=[action.pk for action in extract.actions],
        left_out=extract.left_out,
        channel=way.channel,
    )
    number = plan.case.number or ""
    ways.deliver(sent, way, by=by, reference=number, kind=KIND, party=party)
    return sent
