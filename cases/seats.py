"""A place that somebody was given in a case, and who takes it over."""

from collections.abc import Iterator, Mapping
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from accounts.reaching import people_to_ask
from accounts.replacing import Move, replaced
from cases import grants, rules
from cases.grants import Access, CaseUserGrant, Why
from house.words import said
from zvh.guard.rules import why_not


def held(user: User, why: Why) -> list[CaseUserGrant]:
    """What acts of this kind gave this person; of cases that the asker works on."""
    # Also of an account that was closed: what waits there must reach somebody.
    valid = Q(until=None) | Q(until__gt=timezone.now())
    given = CaseUserGrant.objects.filter(valid, user=user, why=why)
    seats = given.select_related("content_object", "permission", "user")
    return list(seats.order_by("given_at"))


def shut_out(
    why: Why, *, case_id: UUID, asked: Mapping[UUID, Party]
) -> dict[UUID, list[str]]:
    """Of each question, the contacts who saw it once and do not any more (P-7).

    Nothing lets them in again by itself: the house asks their Partij another way.
    """
    given = CaseUserGrant.objects.filter(
        content_object_id=case_id, why=why, source_id__in=asked
    ).values_list("source_id", "user", "until")
    now = timezone.now()
    valid = {(it, who) for it, who, until in given if until is None or until > now}
    ended = {(it, who) for it, who, _ in given} - valid
    if not ended:
        return {}
    contacts = people_to_ask(*asked.values())
    return {
        key: [
            contact.name
            for contact in contacts
            if contact.party_id == party.pk and (key, contact.user_id) in ended
        ]
        for key, party in asked.items()
    }


def moves(by: User, old: User, new: User, why: Why) -> Iterator[Move]:
    """Pass on each of these places, where whoever asks works on its case."""
    for seat in held(old, why):
        case = seat.content_object
        yield Move(
            partial(pass_on, seat, by=by, to=new),
            stays=why_not(rules.reach_case, by, case),
            about=case.number or "",
        )


def pass_on(seat: CaseUserGrant, *, by: User, to: User) -> None:
    """The same access from the same act, for another; who had it is out."""
    rules.reach_case(by, seat.content_object)
    grants.give(
        to,
        Access(seat.permission.codename),
        case_id=seat.content_object_id,
        why=Why(seat.why),
        source_id=seat.source_id,
        by=by,
        until=seat.until,
    )
    grants.withdraw(
        case_id=seat.content_object_id,
        why=Why(seat.why),
        source_id=seat.source_id,
        user=seat.user,
    )


@replaced(
    said("{aanmelding.capital_plural} die deze persoon deed"),
    loses=said("Volgt deze {aanmelding.plural} niet meer en kan ze niet aanvullen."),
    order=20,
)
def registrations(by: User, old: User, new: User) -> Iterator[Move]:
    return moves(by, old, new, Why.REGISTRATION)
