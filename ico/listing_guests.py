"""Whom a meeting could be for: the Partijen in the case, with what is known of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from accounts.models import Contact, Party, Role, User
from cases import pages
from cases.models import Case
from house.words import word
from ico.invitations import Invitation
from ico.meetings import Meeting

PICTURE = "beeldvorming"


@dataclass(frozen=True)
class Known:
    """A Partij with who of it can come, and what its row starts from."""

    party: Party
    people: list[User]
    is_ticked: bool = False
    guest: UUID | None = None
    is_needed: bool = True
    ground: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Listed:
    """Partijen of this case, other Partijen, and those that cannot just be ticked."""

    known: list[Known]
    others: list[Known]
    without_account: list[Party]
    unbound: list[Party]


def of(meeting: Meeting) -> Listed:
    """As the case has it: who sat there before, who is involved, who registered."""
    people = _people()
    invited = set(meeting.invitations.standing().values_list("party", flat=True))
    before = _earlier(meeting)
    told, grounds = _told(meeting.case), _grounds(meeting.case)
    involved = dict.fromkeys([*before, *told])
    parties = Party.objects.apart_from_the_house().exclude(pk__in=invited)
    listed = Listed([], [], [], [])
    today = timezone.localdate()
    for party in parties.order_by("name"):
        able, is_bound = people.get(party.pk, []), party.is_bound(today)
        if is_bound and able:
            row = _row(
                *(party, able, before.get(party.pk), told.get(party.pk)),
                ground=grounds.get(party.pk, PICTURE),
            )
            (listed.known if party.pk in involved else listed.others).append(row)
        elif party.pk in involved:
            (listed.without_account if is_bound else listed.unbound).append(party)
    return listed


def _row(
    party: Party,
    people: list[User],
    earlier: Invitation | None,
    told: str | None,
    *,
    ground: str,
) -> Known:
    first = people[0].pk
    if earlier is not None:
        able = {user.pk for user in people}
        guest = earlier.user_id if earlier.user_id in able else first
        return Known(
            *(party, people, True, guest),
            is_needed=earlier.is_needed,
            ground=earlier.ground,
            reason=str(earlier.reason),
        )
    if told is None:
        return Known(party, people, guest=first)
    return Known(party, people, True, first, ground=ground, reason=told)


def _people() -> dict[UUID, list[User]]:
    """Of each Partij who has an account as partner; its contacts first."""
    contacts = Contact.objects.with_account().filter(is_deputy=False)
    asked = set(contacts.values_list("user", flat=True))
    found = defaultdict(list)
    partners = User.objects.holding(Role.KETENPARTNER)
    staff = User.objects.holding(*Role.bureau())
    for user in partners.exclude(pk__in=staff.values("pk")).order_by("name"):
        found[user.party_id].append(user)
    for users in found.values():
        users.sort(key=lambda user: user.pk not in asked)
    return found


def _earlier(meeting: Meeting) -> dict[UUID, Invitation]:
    """Who was at the last table: a next one mostly has the same."""
    others = meeting.case.meetings.held().exclude(pk=meeting.pk)
    last = others.order_by("-starts_at").first()
    sent = last.invitations.sent() if last else Invitation.objects.none()
    return {invitation.party_id: invitation for invitation in sent}


def _grounds(case: Case) -> dict[UUID, str]:
    """For what the weging wanted each of them there."""
    assigned = pages.assigned(case)
    return assigned.grounds if assigned else {}


def _told(case: Case) -> dict[UUID, str]:
    """What the case itself says of why a Partij is needed."""
    told: dict[UUID, str] = {}
    for party, reason in _reasons(case):
        told[party] = told.get(party) or reason
    return told


def _reasons(case: Case) -> Iterator[tuple[UUID, str]]:
    for involved in case.involvedpartys.filter(party__isnull=False, withdrawn_at=None):
        yield involved.party_id, str(involved.involvement)
    for party in case.contributions.filter(withdrawn_at=None).values_list("given_by"):
        yield party[0], f"Bracht eerder informatie in over {word('casus', 'this')}."
    yield case.registered_for_id, f"Meldde {word('casus', 'definite')} aan."
