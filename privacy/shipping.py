"""Send by the house's secure mail: written in the act, sent by a job, once.

What is in a letter is read from the live rows at the moment at which it goes, with the
rights of who verstrekte it. From that moment it counts as gone: a gateway that gives no
answer may have taken it, so that somebody of the bureau decides what happens next.
"""

import logging
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from privacy import disclosures, papers
from privacy import rules_shipments as rules
from privacy.disclosures import Disclosure
from privacy.recalls import Recall
from privacy.shipments import Fault, Shipment
from zvh.guard import jobs, logs
from zvh.guard.announce import Purpose, acting_as, acting_for
from zvh.guard.rules import allows
from zvh.lib import secure_post
from zvh.lib.secure_post import NotTakenError, UnsureError

Stop = Disclosure.Stop
log = logging.getLogger("zvh.shipments")


def post(sent: Disclosure, *, by: User, address: str) -> Shipment:
    """Have this verstrekking sent, once this transaction is final."""
    case = Case.objects.get(pk=_case_of(sent))
    made = Shipment.objects.create(
        case=case,
        of_restricted=case.is_restricted,
        disclosure_key=sent.pk,
        kind=Shipment.Kind.DOCUMENT,
        address=address.strip(),
        by=by,
    )
    jobs.wake("shipments")
    return made


def post_recall(recall: Recall, sent: Disclosure) -> None:
    """Tell who got it by secure mail what to delete; at the address it went to."""
    first = Shipment.objects.of_disclosure(sent.pk).first()
    if first is None:  # then its case is gone, and the address with it
        return
    Shipment.objects.create(
        case_id=first.case_id,
        disclosure_key=sent.pk,
        recall_key=recall.pk,
        kind=Shipment.Kind.RECALL,
        address=first.address,
        by_id=first.by_id,
    )
    jobs.wake("shipments")


@transaction.atomic
def again(shipment: Shipment, *, by: User, address: str) -> Shipment:
    """Somebody looked, and has it sent once more."""
    rules.send_again(by, shipment)
    shipment = Shipment.objects.select_for_update().get(pk=shipment.pk)
    rules.send_again(by, shipment)
    rules.send_to(shipment, address.strip())
    if shipment.claimed_at is not None:
        shipment.unsure = sorted({*shipment.unsure, *shipment.went})
    shipment.address, shipment.error = address.strip(), Fault.NONE
    shipment.claimed_at = shipment.tried_at = None
    # From now on it goes with the rights of who looked, and as the case is now.
    shipment.by, shipment.of_restricted = by, shipment.case.is_restricted
    shipment.save()
    jobs.wake("shipments")
    return shipment


@transaction.atomic
def stop(shipment: Shipment, *, by: User) -> None:
    """It does not go by mail after all."""
    rules.stop(by, shipment)
    shipment = Shipment.objects.select_for_update().get(pk=shipment.pk)
    rules.stop(by, shipment)
    shipment.stopped_at, shipment.stopped_by = timezone.now(), by
    shipment.save()
    if shipment.kind == Shipment.Kind.DOCUMENT:
        disclosures.note_stopped(shipment.disclosure_key, Stop.HAND, by=by)


@transaction.atomic
def note_stopped(sent: Disclosure, *, by: User) -> None:
    """Somebody who works on it knows that it did not go."""
    rules.note_stopped(by, sent)
    rows = Disclosure.objects.to_hear_of().filter(pk=sent.pk)
    rows.update(noted_at=timezone.now(), noted_by=by)


def send_due() -> int:
    """Send what waits, each in transactions of its own; how many were taken."""
    with acting_for(Purpose.APPROVALS):
        overtaken = list(Shipment.objects.overtaken().values_list("pk", flat=True))
    for pk in overtaken:
        _give_up(pk, Fault.NO_ACCESS)
    with acting_for(Purpose.APPROVALS):
        due = Shipment.objects.due().order_by("made_at", "pk")
        waiting = list(due.select_related("by"))
    return sum(_send(one) for one in waiting)


def _case_of(sent: Disclosure) -> UUID:
    if sent.case_key is None:
        raise LookupError("what goes by secure mail is of a case")
    return sent.case_key


def _send(shipment: Shipment) -> int:
    letter = _claim(shipment)
    if letter is None:
        return 0
    try:
        if not secure_post.is_offered():
            raise NotTakenError(Fault.OFF)
        secure_post.hand_over(letter.message(), to=letter.to[0])
    except NotTakenError as fault:
        return _failed(shipment.pk, Fault(fault.why))
    except UnsureError:
        return _failed(shipment.pk, Fault.UNSURE)
    return _taken(shipment.pk)


def _claim(shipment: Shipment) -> EmailMessage | None:
    """From here on it may have gone: what its giver takes back is to be deleted."""
    is_recall = shipment.kind == Shipment.Kind.RECALL
    # To say that something must be deleted nobody needs to read it.
    acting = acting_for(Purpose.APPROVALS) if is_recall else acting_as(shipment.by)
    why: Fault | Stop = Fault.NO_ACCESS
    try:
        with acting:
            rows = Shipment.objects.due().select_related("case")
            locked = rows.select_for_update(of=("self",), skip_locked=True)
            found = locked.filter(pk=shipment.pk).first()
            if found is not None and _may_go(found, by=shipment.by):
                letter = _written(found, by=shipment.by)
                if letter is not None:
                    return letter
                why = Stop.ENDED
    except Exception:
        # One that cannot be made must not keep the others from going.
        level = logging.WARNING
        logs.event(log, "shipment", level=level, raised=True, outcome="not made")
        why = Fault.PAPER
    _give_up(shipment.pk, why)
    return None


def _may_go(shipment: Shipment, *, by: User) -> bool:
    if shipment.kind == Shipment.Kind.RECALL:
        return True
    # Who closes or restricts it at this moment waits, or was first.
    shipment.case = Case.objects.locked(shipment.case_id)
    return allows(rules.let_go, by, shipment)


def _give_up(pk: UUID, why: Fault | Stop) -> None:
    """Note why nobody took it up; what another run took up is its own to note.

    What its case does not let go any more is stopped: that does not mend itself.
    """
    with acting_for(Purpose.APPROVALS):
        rows = Shipment.objects.due_or_overtaken().select_related("case")
        locked = rows.select_for_update(of=("self",), skip_locked=True)
        found = locked.filter(pk=pk).first()
        if found is None:
            return
        found.tried_at = timezone.now()
        stop = why if isinstance(why, Stop) else _stopped_by_its_case(found)
        if stop:
            found.stopped_at, found.went = found.tried_at, []
            disclosures.note_stopped(found.disclosure_key, stop)
            logs.event(log, "shipment", outcome=f"stopped: {stop}")
        else:
            found.error = why
        found.save()


def _stopped_by_its_case(shipment: Shipment) -> Stop | None:
    if shipment.kind == Shipment.Kind.RECALL:
        return None
    if shipment.case.is_shielded:
        return Stop.CLOSED
    is_new = shipment.case.is_restricted and not shipment.of_restricted
    return Stop.RESTRICTED if is_new else None


def _written(shipment: Shipment, *, by: User) -> EmailMessage | None:
    made = papers.made(shipment, by=by)
    if made is None:
        return None
    letter, pieces = made
    shipment.attempts, shipment.tried_at = shipment.attempts + 1, timezone.now()
    shipment.claimed_at, shipment.went = shipment.tried_at, [str(it) for it in pieces]
    shipment.save()
    return letter


def _failed(pk: UUID, fault: Fault) -> int:
    """Note why; what surely did not go is in nobody's hands again."""
    with acting_for(Purpose.APPROVALS):
        found = _open(pk)
        if found is not None:
            found.error, found.tried_at = fault, timezone.now()
            if fault is not Fault.UNSURE:
                found.claimed_at, found.went = None, []
            found.save()
    logs.event(log, "shipment", level=logging.WARNING, outcome=str(fault))
    return 0


def _taken(pk: UUID) -> int:
    with acting_for(Purpose.APPROVALS):
        found = _open(pk)
        if found is not None:
            found.sent_at, found.error = timezone.now(), Fault.NONE
            found.save()
            if found.kind == Shipment.Kind.DOCUMENT:
                _note_delivered(found)
    logs.event(log, "shipment", outcome="sent")
    return 1


def _open(pk: UUID) -> Shipment | None:
    rows = Shipment.objects.filter(pk=pk, sent_at=None, stopped_at=None)
    found: Shipment | None = rows.select_for_update().first()
    return found


def _note_delivered(shipment: Shipment) -> None:
    sent = Disclosure.objects.filter(pk=shipment.disclosure_key, delivered_at=None)
    sent.update(delivered_at=shipment.sent_at)
