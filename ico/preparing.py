"""Prepare for a table, and hand in what was prepared: then it is inbreng (O-4, O-8)."""

from typing import Any

from auditlog.context import disable_auditlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Contribution
from ico import locks, rules, sharing
from ico.invitations import Invitation
from ico.preparations import PreparedTopic
from zvh.guard.models import StaleVersion


@transaction.atomic
def keep(
    invitation: Invitation,
    *,
    by: User,
    topic: str,
    row: PreparedTopic | None,
    **answers: Any,
) -> PreparedTopic:
    """Keep what is typed on one topic; the bureau does not see it yet.

    Raises `StaleVersion` when a colleague was first.
    """
    rules.prepare(by, invitation)
    kept = row or PreparedTopic(
        case_id=invitation.case_id,
        meeting_id=invitation.meeting_id,
        given_by=invitation.party,
        guest=by if by.is_visitor else None,
        topic=topic,
    )
    for name, value in answers.items():
        setattr(kept, name, value)
    kept.typed_by, kept.typed_at = by, timezone.now()
    # Who typed when stands in the row: a line for each pause would drown the log.
    with disable_auditlog():
        _save(kept)
    return kept


@transaction.atomic
def hand_in(invitation: Invitation, *, by: User) -> int:
    """What was prepared is inbreng from here on, under what its Partij said of it."""
    invitation = locks.ask(rules.prepare, by, invitation)
    prepared = PreparedTopic.objects.of(invitation).select_for_update()
    told = [it for it in prepared.order_by("topic") if it.text.strip()]
    for one in told:
        _bring_in(one, invitation, by=by)
    invitation.prepared_at = timezone.now()
    invitation.save()
    return len(told)


def _bring_in(one: PreparedTopic, invitation: Invitation, *, by: User) -> None:
    piece = Contribution.objects.create(
        case_id=one.case_id,
        given_by_id=one.given_by_id,
        typed_by=by,
        category=one.category,
        domain=one.domain,
        topic=one.topic,
        text=one.text,
        conditions=one.conditions,
        not_for_plan=one.use == PreparedTopic.For.ICO,
        source_id=one.meeting_id,
    )
    if one.uses:
        sharing.release_own(piece, by=by, meeting=invitation.meeting, uses=one.uses)
    # From here on it is the piece that counts.
    one.text = one.conditions = ""
    one.save()


def _save(kept: PreparedTopic) -> None:
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        # A colleague began the same topic a moment before.
        raise StaleVersion(kept._meta.label) from error
