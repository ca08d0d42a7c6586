"""What akkoord and verstrekkingen put on the first page of a partner and of staff."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from cases import pages
from cases.grants import Why
from cases.models import Case
from cases.pages import Entry, Task
from house import counting
from house.counting import Asked
from privacy import overseeing, work_afterwards
from privacy.approvals import ApprovalRequest, ApprovalRequestQuerySet
from privacy.disclosures import Disclosure, DisclosureQuerySet
from privacy.proposals import PlannedDisclosure
from privacy.recalls import Recall
from privacy.shipments import Shipment
from zvh.guard import announce

MOST = 50


@pages.to_do
def to_do(user: User, everybody: bool) -> list[Task]:
    """For a partner what is asked of them; for the bureau who is late to answer."""
    found = _of_bureau(user) if user.is_bureau else _of_partner(user)
    return list(found)


@pages.partner_entry
def sharing(user: User) -> Entry:
    waiting = [asked.answer_before for asked in _requests(user)]
    count = len(waiting) + len(_unread(user)) + len(_recalls(user))
    return Entry(
        "Akkoord en uittreksels",
        reverse("privacy:own_sharing"),
        count,
        min(waiting, default=None),
    )


@counting.counted("privacy:own_sharing")
def to_agree(user: User) -> Asked | None:
    """Where akkoord is asked for and not given, or an extract is not read yet."""
    return counting.rows(_asked_of(user), listed_as="approvals", user=user)


@counting.counted("privacy:own_sharing")
def to_read(user: User) -> Asked | None:
    return counting.rows(_unread_by(user), listed_as="unread", user=user)


@counting.counted("privacy:own_sharing")
def to_remove(user: User) -> Asked | None:
    return counting.rows(_recalled_from(user), listed_as="recalls", user=user)


def _of_partner(user: User) -> Iterator[Task]:
    receivers = overseeing.receivers_of(_requests(user))
    for asked in _requests(user):
        yield Task(
            what="Geef uw akkoord, of geef het niet",
            url=reverse("privacy:approval_request", args=[asked.pk]),
            case_number=asked.reference,
            about=receivers.get(asked.pk, ""),
            waits="",
            due=asked.answer_before,
        )
    for recall in _recalls(user):
        yield Task(
            what="Verwijder wat is ingetrokken",
            url=reverse("privacy:confirm_deletion", args=[recall.pk]),
            case_number="",
            about="",
            waits=recall.giver.name,
            due=None,
        )
    unread = _unread(user)
    references = overseeing.references_of(unread)
    for sent in unread:
        yield Task(
            what="Lees uw uittreksel",
            url=pages.url_if_any("ico:received", sent.pk),
            case_number=references.get(sent.case_key, ""),
            about="",
            waits="",
            due=None,
        )


def _of_bureau(user: User) -> Iterator[Task]:
    cases = Case.objects.visible_to(user).open()
    gone = PlannedDisclosure.objects.to_review().filter(case__in=cases)
    for one in gone.select_related("case", "recipient").order_by("sent_at")[:MOST]:
        yield Task(
            what="Toets wat ging wegens acuut gevaar",
            url=reverse("privacy:review_proposal", args=[one.pk]),
            case_number=one.case.number or "",
            about="",
            waits=one.recipient.name,
            due=one.sent_at,
            mine=one.case.is_work_of(user),
        )
    yield from _stuck(user, cases)
    yield from work_afterwards.stopped(user)
    yield from work_afterwards.unconfirmed(user)
    waiting = ApprovalRequest.objects.open().of_cases(cases)
    late = [one for one in waiting.order_by("answer_before")[:MOST] if one.is_late]
    about = pages.about({one.case for one in late})
    receivers = overseeing.receivers_of(late)
    for one in late:
        told = (about.get(one.case_id, ""), receivers.get(one.pk, ""))
        yield Task(
            what="Vraag na of er akkoord is",
            url=reverse("privacy:note_approval", args=[one.pk]),
            case_number=one.reference,
            about=", ".join(it for it in told if it),
            waits=one.party.name,
            due=one.answer_before,
            mine=one.case.is_work_of(user),
        )


def _stuck(user: User, cases: Any) -> Iterator[Task]:
    """What did not go by secure mail, or of which nobody knows."""
    stuck = Shipment.objects.stuck().filter(case__in=cases).select_related("case")
    found = list(stuck.order_by("made_at")[:MOST])
    about = pages.about({one.case for one in found})
    for one in found:
        yield Task(
            what="Kijk naar een beveiligde mail die niet aankwam",
            url=reverse("privacy:shipment", args=[one.pk]),
            case_number=one.case.number or "",
            about=about.get(one.case_id, ""),
            waits="",
            due=one.made_at,
            mine=one.case.is_work_of(user),
        )


# A partner's first page shows them twice: counted, and as what there is to do.
def _requests(user: User) -> list[ApprovalRequest]:
    mine = _asked_of(user)
    return announce.remembered(("approvals", user.pk), lambda: list(mine.for_list()))


def _unread(user: User) -> list[Disclosure]:
    mine = _unread_by(user)
    return announce.remembered(("unread", user.pk), lambda: list(mine.newest_first()))


def _recalls(user: User) -> list[Recall]:
    mine = _recalled_from(user).select_related("giver")
    return announce.remembered(("recalls", user.pk), lambda: list(mine))


def _asked_of(user: User) -> ApprovalRequestQuerySet:
    to_answer = overseeing.open_to(user, Why.APPROVAL)
    own = ApprovalRequest.objects.open().filter(party=user.party_id)
    return own.filter(pk__in=to_answer)


def _unread_by(user: User) -> DisclosureQuerySet:
    own = Disclosure.objects.filter(party=user.party_id)
    to_read = own.filter(pk__in=overseeing.open_to(user, Why.DISCLOSURE))
    return to_read.unopened().filter(kind=Disclosure.Kind.EXTRACT)


def _recalled_from(user: User) -> QuerySet[Recall]:
    return Recall.objects.unconfirmed().filter(party=user.party_id)
