"""Let something leave the house: exactly this, to this receiver, on these akkoorden.

It is read from the live rows, so that what a giver takes back is gone at once, also
from what went out on the pages and was not opened.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import mails
from accounts.models import Party, User
from cases import grants
from cases.grants import Access, Why
from cases.models import Case, Contribution, Release, Use
from privacy import disclosures
from privacy import rules_approvals as rules
from privacy.approvals import Approval, Purpose
from privacy.disclosures import Disclosure
from privacy.recalls import Recall
from zvh.guard import facts

# The text of templates/privacy/_rules.html: another text gets another key.
RULES = "v3-2026"
GROUND = "WGS 1.7, akkoord van elke gever"


def agreed(
    pieces: Iterable[Contribution], approvals: dict[UUID, Approval]
) -> list[Contribution]:
    """Of these, what may go: agreed, not contested and not taken back (I-6)."""
    found = [it for it in pieces if it.pk in approvals and it.contested_at is None]
    return [it for it in found if it.withdrawn_at is None]


def mark_of(*keys: object) -> str:
    """A mark by which a page knows that this is still exactly what it showed."""
    return salted_hmac("privacy.disclosing", "|".join(map(str, keys))).hexdigest()


@transaction.atomic
def send_extract(
    case: Case,
    *,
    by: User,
    party: Party,
    readers: Sequence[User],
    source_key: UUID,
    pieces: Sequence[Contribution],
    approvals: dict[UUID, Approval],
    others: Iterable[UUID],
    left_out: bool,
    channel: Disclosure.Channel,
) -> Disclosure:
    """To one Partij; these people of it read it on their own pages."""
    sent = disclosures.record(
        Disclosure.Kind.EXTRACT,
        case_key=case.pk,
        party=party,
        by=by,
        purpose=Purpose.PLAN,
        needed_for="own_actions",
        ground=GROUND,
        channel=channel,
        source_key=source_key,
        lines=[*(piece.pk for piece in pieces), *others],
        approvals=resting_on(pieces, approvals),
        rules=RULES,
        left_out=left_out,
    )
    # What goes by mail is read by nobody here.
    if channel != Disclosure.Channel.GATEWAY:
        release(pieces, approvals, sent, party)
    for user in readers:
        let_in(user, sent, by=by, reference=case.number or "")
    facts.write("disclosed", {"kind": sent.kind, "left_out": str(left_out).lower()})
    return sent


def resting_on(
    pieces: Iterable[Contribution], approvals: dict[UUID, Approval]
) -> list[dict[str, str]]:
    """For the proof: each piece, whose it is, and the yes on which it goes."""
    return [
        {
            "piece": str(piece.pk),
            "giver": str(piece.given_by_id),
            "approval": str(approvals[piece.pk].pk),
        }
        for piece in pieces
    ]


@transaction.atomic
def confirm_deletion(recall: Recall, *, by: User) -> Recall:
    """It is gone at the receiver's too; who said so is in the register."""
    rules.confirm_deletion(by, recall)
    recall.confirmed_at, recall.confirmed_by = timezone.now(), by
    # Whoever works for the house writes down what a receiver told them.
    recall.was_told = by.is_bureau
    recall.save(update_fields=["confirmed_at", "confirmed_by", "was_told"])
    return recall


def note_opened(sent: Disclosure) -> None:
    """The receiver opened it, the first time."""
    disclosures.note_opened(sent.source_key, pk=sent.pk)


def let_in(user: User, sent: Disclosure, *, by: User, reference: str) -> None:
    case_key = sent.case_key
    if case_key is None:
        return
    grants.give(
        user,
        Access.RECEIVE,
        case_id=case_key,
        why=Why.DISCLOSURE,
        source_id=sent.pk,
        by=by,
    )
    mails.post(
        "disclosed",
        to=user,
        reference=reference,
        case_id=case_key,
        object_id=sent.pk,
    )


def readable(sent: Disclosure) -> list[Contribution]:
    """What its receiver may still read of it, in the order in which it went."""
    open_to_them = Release.objects.filter(
        source_id=sent.pk, use=Use.DISCLOSURE, until=None
    )
    found = Contribution.objects.filter(
        pk__in=open_to_them.values("contribution"),
        withdrawn_at=None,
        contested_at=None,
    ).select_related("given_by")
    return sorted(found, key=lambda piece: sent.lines.index(str(piece.pk)))


def release(
    pieces: Iterable[Contribution],
    approvals: dict[UUID, Approval],
    sent: Disclosure,
    party: Party,
) -> None:
    """From now on who is let in by this verstrekking reads these, while agreed."""
    for piece in pieces:
        _release(piece, approvals[piece.pk], sent, party)


def _release(
    piece: Contribution, approval: Approval, sent: Disclosure, party: Party
) -> None:
    agreed_by = approval.answered_by
    if agreed_by is None:  # then it is no akkoord, and the database says so too
        return
    Release.objects.create(
        case_id=piece.case_id,
        contribution=piece,
        use=Use.DISCLOSURE,
        party=party,
        source_id=sent.pk,
        agreed_by=agreed_by,
    )
