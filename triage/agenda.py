"""The weging exists by itself: made each week, filled with cases, sent in time.

The job does all of it for the purpose AGENDA, which reads no content; somebody of
the bureau can send the agenda earlier. Access begins here and ends at the closing.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import Contact, Party, Role, User
from accounts.parties import PartyQuerySet
from cases import grants
from cases.grants import Access, Why
from cases.lifecycle import Phase
from cases.models import Case, CaseUserGrant
from house import profile
from house.profile import Permanent
from triage import inviting, rules, schedule
from triage.models import AgendaItem, TriageMeeting
from triage.schedule import meeting_for, next_after
from zvh.guard.announce import Purpose, acting_for, announced
from zvh.lib.dates import age_on

MINOR = "minor"
GROWN_UP = 18


def prepare() -> int:
    """Make what is to come, fill it, and send what is due; how much there was to do."""
    with acting_for(Purpose.AGENDA):
        done = schedule.keep_ahead() + _replace_what_waits() + _keep_invited()
    for meeting in TriageMeeting.objects.without_agenda().on_or_after_today():
        if timezone.now() >= meeting.sends_at:
            with acting_for(Purpose.AGENDA):
                send(meeting)
            done += 1
    return done


@transaction.atomic
def put_on(case: Case, *, by: User) -> AgendaItem:
    """On the agenda of the first weging that the sender was in time for (A-6)."""
    completed_at = case.registrations.get().completed_at or timezone.now()
    return AgendaItem.objects.create(
        case=case,
        meeting=meeting_for(completed_at),
        completed_at=completed_at,
        involves_minor=involves_minor(case),
    )


@transaction.atomic
def defer(item: AgendaItem, *, still_needed: str) -> AgendaItem:
    """Keep the case on the next agenda, with what is still needed (W-5)."""
    item.state, item.still_needed = AgendaItem.State.DEFERRED, still_needed
    item.save()
    return AgendaItem.objects.create(
        case=item.case,
        meeting=next_after(item.meeting),
        deferred_from=item.meeting,
        completed_at=item.completed_at,
        involves_minor=involves_minor(item.case),
    )


def take_up_again(item: AgendaItem) -> AgendaItem:
    """Undecided once more: here while the weging lasts, else at the next one."""
    item.state = AgendaItem.State.OPEN
    if item.meeting.is_closed:
        item.deferred_from, item.position = item.meeting, 0
        item.meeting = next_after(item.meeting)
    item.save()
    return item


@transaction.atomic
def send(meeting: TriageMeeting, *, by: User | None = None) -> TriageMeeting:
    """Let the participants in and tell them; sending again changes nothing."""
    if by is not None:
        rules.send_agenda(by, meeting)
    with announced(by, purpose=Purpose.AGENDA):
        meeting = _locked(meeting)
        if meeting.agenda_sent_at is not None:
            return meeting
        meeting.agenda_sent_at = timezone.now()
        meeting.save()
        let_in = _let_in(meeting, by=by)
        # Now it is known whose condition holds: they find it in their calendar too.
        inviting.invite(meeting, let_in)
        for participant in let_in:
            mails.post("agenda_sent", to=participant, object_id=meeting.pk)
    return meeting


@transaction.atomic
def close(meeting: TriageMeeting, *, by: User) -> TriageMeeting:
    """End the weging and everybody's access; what was not reached comes next week."""
    rules.close_meeting(by, meeting)
    meeting = _locked(meeting)
    rules.close_meeting(by, meeting)
    meeting.closed_at, meeting.closed_by = timezone.now(), by
    meeting.save()
    with announced(by, purpose=Purpose.AGENDA):
        _replace_what_waits()
        end_access(meeting)
    return meeting


@transaction.atomic
def call_off(meeting: TriageMeeting, *, by: User) -> TriageMeeting:
    """This one is not held: everybody hears so, and its cases go to the next."""
    rules.call_off(by, meeting)
    meeting = _locked(meeting)
    rules.call_off(by, meeting)
    with announced(by, purpose=Purpose.AGENDA):
        inviting.call_off(meeting, by=by)
        _replace_what_waits()
        end_access(meeting)
    return meeting


def end_access(meeting: TriageMeeting, *, case: Case | None = None) -> None:
    """Whoever was let in by this agenda is out again, for one case or for all."""
    given = CaseUserGrant.objects.filter(why=Why.AGENDA, source_id=meeting.pk)
    keys = [case.pk] if case else given.values_list("content_object_id", flat=True)
    for key in set(keys):
        grants.withdraw(case_id=key, why=Why.AGENDA, source_id=meeting.pk)


def involves_minor(case: Case) -> bool:
    """Whether anybody in the case is under age; asked by who may read birth dates."""
    today = timezone.localdate()
    people = case.persondetailss.filter(withdrawn_at=None)
    return any(
        age_on(details.birth_date, today) < GROWN_UP
        for details in people
        if details.birth_date
    )


def seats(*, with_minor: bool) -> list[Permanent]:
    """The permanent participants whose condition holds (T-4)."""
    permanent = profile.active().triage.permanent
    return [s for s in permanent if s.condition != MINOR or with_minor]


def people_of(seat: Permanent) -> list[User]:
    """The contacts with an account, of the bound Partijen of this seat."""
    contacts = Contact.objects.with_account().filter(party__in=parties_of(seat))
    partners = User.objects.holding(Role.KETENPARTNER)
    return list(partners.filter(pk__in=contacts.values("user")).order_by("name"))


def parties_of(seat: Permanent) -> PartyQuerySet:
    """The bound Partijen that sit here."""
    parties = Party.objects.bound(timezone.localdate()).of_soort(seat.soort)
    return parties.filter(name=seat.party) if seat.party else parties


def _keep_invited() -> int:
    permanent = _all_of(s for s in seats(with_minor=True) if not s.condition)
    return inviting.follow(permanent, _all_of(seats(with_minor=True)))


def _all_of(several: Iterable[Permanent]) -> list[User]:
    return [user for seat in several for user in people_of(seat)]


def _replace_what_waits() -> int:
    """A case on an agenda that will not be met any more moves to the next."""
    waiting = list(
        AgendaItem.objects.to_be_replaced().select_related("meeting", "case")
    )
    for item in waiting:
        item.deferred_from, item.position = item.meeting, 0
        item.meeting = next_after(item.meeting)
        item.save()
        mails.post(
            "weighing_deferred",
            to=item.case.registered_by,
            reference=item.case.number or "",
            case_id=item.case_id,
        )
    return len(waiting)


def _let_in(meeting: TriageMeeting, *, by: User | None) -> set[User]:
    """Number the agenda and give each participant what their condition allows."""
    told: set[User] = set()
    waiting = AgendaItem.objects.on(meeting).open().in_order()
    for position, item in enumerate(waiting, start=1):
        item.position = position
        item.save()
        for user in _participants(item):
            grants.give(
                user,
                Access.WEIGH,
                case_id=item.case_id,
                why=Why.AGENDA,
                source_id=meeting.pk,
                by=by,
                until=meeting.midnight,
            )
            told.add(user)
    return told


def _participants(item: AgendaItem) -> list[User]:
    # A restricted case is for the people named on it, and an agenda names nobody.
    if item.case.is_restricted or item.case.phase != Phase.TRIAGE:
        return []
    return [
        user
        for seat in seats(with_minor=item.involves_minor)
        for user in people_of(seat)
    ]


def _locked(meeting: TriageMeeting) -> TriageMeeting:
    return TriageMeeting.objects.select_for_update().get(pk=meeting.pk)
