"""Who does what was agreed and has no account reports on a secure page (P-5, F-4)."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mails, secure_pages
from accounts.models import SecurePage, User
from accounts.secure_pages import Reach, Subject
from ico import locks
from ico import rules_monitoring as rules
from ico.agreed import Action

KIND = "agreement"
# So long after its day somebody may still say how it went.
LASTS = timedelta(weeks=8)

secure_pages.offer(
    KIND,
    start=lambda page: reverse("ico:action_report", args=[page.object_key]),
    open_to=("ico:action_report", "ico:report_file", "ico:answer_call"),
    kept=lambda page: reverse("ico:action_report", args=[page.object_key]),
)


@transaction.atomic
def give_page(
    action: Action, *, by: User, name: str, function: str, at: Reach
) -> SecurePage:
    """Put the afspraak in the name of somebody of its Partij who has no account.

    Nothing else of the case is on the page: what was agreed, and how it stands.
    """
    action = locks.ask(rules.give_page, by, action)
    secure_pages.end([action.pk])
    doer = secure_pages.somebody(name=name, function=function, party=action.owner)
    action.responsible_user = doer
    action.announced_at = action.chased_at = None
    action.save()
    page = secure_pages.lay_out(
        doer,
        Subject(KIND, action.case_id, action.pk),
        at=at,
        until=lasts(action.due_on),
        by=by,
    )
    # Known anew, with the page it has by now.
    mails.post(
        "agreement_page",
        to=User.objects.select_related("party", "secure_page").get(pk=doer.pk),
        reference=action.reference,
        case_id=action.case_id,
        object_id=action.pk,
    )
    return page


def page_of(action: Action) -> SecurePage | None:
    """The page on which this afspraak can be reported on, if there is one."""
    return SecurePage.objects.about([action.pk]).not_ended().first()


def known(action: Action) -> dict[str, str]:
    """Who of this Partij was at that table without account is not asked for again."""
    if action.meeting is None:
        return {}
    guests = action.meeting.invitations.sent().filter(party=action.owner_id)
    pages = SecurePage.objects.about(guests.values_list("pk", flat=True))
    if len(pages) != 1:
        return {}
    (page,) = pages
    told = {"name": page.user.name, "function": page.user.function}
    return {**told, "address": page.address, "phone": page.phone}


def follow(action: Action) -> None:
    """It is to be done by another day, or not at all any more."""
    if action.is_open:
        secure_pages.extend([action.pk], until=lasts(action.due_on))
    else:
        secure_pages.end([action.pk])


def lasts(due_on: date) -> datetime:
    return timezone.make_aware(datetime.combine(due_on + LASTS, time.max))
