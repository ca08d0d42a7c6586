"""What is brought in at a table, who may read it there, and how it is taken back."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Party, User
from cases import actions as case_actions
from cases import principals
from cases.models import Contribution, Release, Use
from house.words import said
from ico import locks, rules
from ico.invitations import Invitation
from ico.meetings import Meeting
from zvh.guard.rules import require


@transaction.atomic
def bring_in(
    invitation: Invitation,
    *,
    by: User,
    category: str,
    text: str,
    domain: str = "",
    conditions: str = "",
) -> Contribution:
    """A participant adds what the own Partij knows; others do not see it yet."""
    invitation = locks.ask(rules.bring_in, by, invitation)
    return Contribution.objects.create(
        case_id=invitation.case_id,
        given_by=by.party,
        typed_by=by,
        category=category,
        domain=domain,
        text=text,
        conditions=conditions,
        source_id=invitation.meeting_id,
    )


@transaction.atomic
def note_contribution(
    meeting: Meeting,
    *,
    by: User,
    party: Party,
    category: str,
    text: str,
    spoken_by: str,
    domain: str = "",
    conditions: str = "",
    not_for_plan: bool = False,
) -> Contribution:
    """The bureau writes down what a Partij tells at the table (I-6)."""
    meeting = locks.ask(rules.write_minutes, by, meeting)
    rules.may_be_invited(party)
    return Contribution.objects.create(
        case=meeting.case,
        given_by=party,
        typed_by=by,
        category=category,
        domain=domain,
        text=text,
        conditions=conditions,
        not_for_plan=not_for_plan,
        spoken_by=spoken_by,
        source_id=meeting.pk,
    )


@transaction.atomic
def release_own(
    piece: Contribution, *, by: User, meeting: Meeting, uses: Iterable[str]
) -> None:
    """The giver lets the table see a piece, by an act of the own."""
    rules.release_own(by, piece)
    _hold_invitation(meeting, by)
    piece = locks.ask(rules.release_own, by, piece)
    _release(piece, agreed_by=by, meeting=meeting, uses=uses)


@transaction.atomic
def release_for(
    piece: Contribution,
    *,
    by: User,
    agreed_by: User,
    meeting: Meeting,
    uses: Iterable[str],
) -> None:
    """The bureau records that the giver agreed, and who of them said so."""
    rules.release_for(by, piece, agreed_by=agreed_by, meeting=meeting)
    meeting = locks.ask(rules.write_minutes, by, meeting)
    piece = locks.hold(piece)
    rules.release_for(by, piece, agreed_by=agreed_by, meeting=meeting)
    _release(piece, agreed_by=agreed_by, meeting=meeting, uses=uses)


@transaction.atomic
def open_before(piece: Contribution, *, by: User, meeting: Meeting) -> int:
    """The second key: this may be read before the table meets (I-5).

    The giver's akkoord is the first. In between, the Partij on whose behalf the
    procescoördinator works was consulted; it is written down with the release.
    """
    rules.open_before(by, piece, meeting=meeting)
    meeting = locks.ask(rules.write_minutes, by, meeting)
    piece = locks.hold(piece)
    rules.open_before(by, piece, meeting=meeting)
    consulted = principals.of(meeting.case).party
    released = running_at(meeting, piece).filter(opened_by=None)
    return int(released.update(since=timezone.now(), opened_by=by, consulted=consulted))


def running_at(meeting: Meeting, piece: Contribution) -> QuerySet[Release]:
    """For this table, as long as the giver says so."""
    return Release.objects.filter(
        contribution=piece, use=Use.ICO, source_id=meeting.pk, until=None
    )


@transaction.atomic
def end_release(piece: Contribution, *, by: User) -> int:
    """From now on nobody outside the bureau and the giver sees this piece."""
    running = Release.objects.filter(contribution=locks.hold(piece), until=None)
    return int(running.update(until=timezone.now()))


@transaction.atomic
def take_back(piece: Contribution, *, by: User) -> None:
    """The giver withdraws a piece: it is gone at once, for everybody (I-4)."""
    piece = locks.ask(rules.release_own, by, piece)
    case_actions.take_out(piece, by=by)


def parties_at(meeting: Meeting) -> set[UUID]:
    """The Partijen that come to this table, as far as the person asking may know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT zvh_parties_at(%s)", [meeting.pk])
        return {key for (key,) in cursor.fetchall()}


def parties_gone(meeting: Meeting) -> set[UUID]:
    """The Partijen of which everybody left this table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT zvh_parties_gone(%s)", [meeting.pk])
        return {key for (key,) in cursor.fetchall()}


def sat_at(meeting_id: UUID | None) -> bool:
    """Whether somebody of the Partij of who asks was there (O-14)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT zvh_sat_at(%s)", [meeting_id])
        return bool(cursor.fetchone()[0])


def others_at(meeting: Meeting, piece: Contribution) -> list[str]:
    """Which Partijen read a piece when it is released to this table."""
    there = parties_at(meeting) - parties_gone(meeting) - {piece.given_by_id}
    names = Party.objects.filter(pk__in=there).values_list("name", flat=True)
    return sorted(names)


def _hold_invitation(meeting: Meeting, guest: User) -> None:
    own = meeting.invitations.standing().filter(user=guest).first()
    if own is None:
        raise PermissionDenied("U bent niet uitgenodigd voor dit overleg.")
    locks.ask(rules.bring_in, guest, own)


def release_again(
    piece: Contribution, *, agreed_by: User, meeting: Meeting, uses: Iterable[str]
) -> None:
    """It was judged anew, and may be seen again by who is at the table now (O-10)."""
    _release(piece, agreed_by=agreed_by, meeting=meeting, uses=uses)


def _release(
    piece: Contribution, *, agreed_by: User, meeting: Meeting, uses: Iterable[str]
) -> None:
    rules.be_judged(piece)
    rules.have_a_moment(meeting)
    # At the table, or before it by a second key; the plan comes later (I-5). Who leads
    # the work by an earlier plan reads what is for the next one no sooner than others.
    now = timezone.now()
    since = max(now, meeting.moment[0]) if meeting.is_planned else now
    for use in (Use(use) for use in uses):
        require(
            use is not Use.PLAN or not piece.not_for_plan,
            said("{partij.capital_definite} zei dat dit niet voor het plan is."),
        )
        for party in _readers(piece, meeting, use):
            Release.objects.get_or_create(
                case_id=piece.case_id,
                contribution=piece,
                use=use,
                party_id=party,
                source_id=meeting.pk,
                until=None,
                defaults={"agreed_by": agreed_by, "since": since},
            )


def _readers(piece: Contribution, meeting: Meeting, use: Use) -> set[UUID]:
    """Who was there may have it in the plan; who left is not shown what came after."""
    there = parties_at(meeting)
    if use is Use.PLAN:
        # The giver's own copy of the plan may say it too, also with nobody else there.
        return there | {piece.given_by_id}
    return there - parties_gone(meeting) - {piece.given_by_id}
