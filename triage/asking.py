"""Ask the Partijen whether they know somebody: identity only, each by their contacts.

Everything that goes out is written down as a verstrekking in the same act (V-1).
"""

from collections.abc import Iterable
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import mails
from accounts.models import Contact, Party, User
from accounts.reaching import people_to_ask
from cases import actions as cases
from cases import grants, identity
from cases.grants import Access, Why
from cases.models import Case, Subject
from house import profile
from privacy import disclosures
from privacy.disclosures import Disclosure
from triage import preparing
from triage import rules_inquiries as rules
from triage.models import AgendaItem, Inquiry, InquirySubject, InvolvementDecision
from triage.rules import decided_purpose
from zvh.lib.dates import add_working_days

# WGS 2.31 lid 2: for the registration, whether a case fits and who is involved.
GROUND = "WGS 2.31 lid 2"
END_OF_DAY = time(17, 0)


@transaction.atomic
def send_inquiries(case: Case, *, by: User, parties: Iterable[Party]) -> list[Inquiry]:
    """Ask these Partijen at once: identity only, and their answer before one moment.

    A Partij that has an open question of this case is not asked a second time.
    """
    rules.ask(by, case)
    case = Case.objects.locked(case.pk)
    rules.ask(by, case)
    if by.is_procescoordinator:
        case = cases.take_on(case, by=by)
    open_now = set(case.inquirys.open().values_list("party", flat=True))
    asked = [party for party in parties if party.pk not in open_now]
    for party in asked:
        rules.be_asked(party)
    rules.ask_about(what_goes_out(case))
    _decide_that_they_are_involved(case, asked, by=by)
    return [_ask(case, party, by=by) for party in asked]


def answer_before(case: Case) -> datetime:
    """When an uitvraag that goes out now closes: before the weging looks at the case.

    Without a weging ahead it closes some working days from now (profile).
    """
    item = case.agendaitems.filter(state=AgendaItem.State.OPEN).first()
    if item is not None and item.meeting.sends_at > timezone.now():
        sends_at: datetime = item.meeting.sends_at
        return sends_at
    days = profile.active().inquiries.answer_days
    day = add_working_days(timezone.localdate(), days)
    return timezone.make_aware(datetime.combine(day, END_OF_DAY))


def what_goes_out(case: Case) -> list[InquirySubject]:
    """Identity only: names and birth dates; of an area its description (V-1)."""
    if case.subject == Subject.AREA:
        registration = case.registrations.first()
        area = registration.area if registration else ""
        return [InquirySubject(case=case, described=area)]
    people = identity.betrokkenen(case)
    return [
        InquirySubject(
            case=case,
            described=person.full_name,
            birth_date=details.birth_date if details else None,
            position=position,
        )
        for position, person in enumerate(people)
        for details in [identity.details_of(person)]
    ]


def mark_of(subjects: Iterable[InquirySubject]) -> str:
    """A mark by which a page knows that this is still what it showed."""
    said = [f"{it.described}|{it.birth_date}" for it in subjects]
    return salted_hmac("triage.asking", "\n".join(said)).hexdigest()


def _decide_that_they_are_involved(
    case: Case, parties: list[Party], *, by: User
) -> None:
    """Whom a case concerns is said by lid 1, also where it was not said before."""
    latest = preparing.involvement_of(case)
    decided = set(latest.parties) if latest else set()
    if {str(party.pk) for party in parties} <= decided:
        return
    InvolvementDecision.objects.create(
        case=case,
        parties=sorted(decided | {str(party.pk) for party in parties}),
        on_behalf_of=decided_purpose(case).on_behalf_of,
        by=by,
    )


def _ask(case: Case, party: Party, *, by: User) -> Inquiry:
    people = people_to_ask(party)
    channel = Inquiry.Channel.PAGES if people else Inquiry.Channel.PHONE
    inquiry = Inquiry.objects.create(
        case=case,
        party=party,
        reference=case.number or "",
        channel=channel,
        asked_by=by,
        answer_before=answer_before(case),
    )
    subjects = what_goes_out(case)
    for subject in subjects:
        subject.inquiry = inquiry
        subject.save(force_insert=True)
    disclosures.record(
        Disclosure.Kind.INQUIRY,
        case_key=case.pk,
        party=party,
        by=by,
        purpose="involvement",
        ground=GROUND,
        channel=channel,
        source_key=inquiry.pk,
        lines=[subject.pk for subject in subjects],
    )
    preparing.name_as_involved(case, [party], by=by)
    has_first = any(not contact.is_deputy for contact in people)
    for contact in people:
        let_in(contact, inquiry, by=by, tell=not (contact.is_deputy and has_first))
    return inquiry


def let_in(contact: Contact, inquiry: Inquiry, *, by: User | None, tell: bool) -> None:
    """Let somebody answer this very question, and write that it waits."""
    user = contact.user
    if user is None:
        return
    grants.give(
        user,
        Access.ANSWER,
        case_id=inquiry.case_id,
        why=Why.INQUIRY,
        source_id=inquiry.pk,
        by=by,
    )
    if tell:
        write_to(inquiry, user, "inquiry_sent")


def write_to(inquiry: Inquiry, user: User, kind: str) -> None:
    mails.post(
        kind,
        to=user,
        reference=inquiry.reference,
        case_id=inquiry.case_id,
        object_id=inquiry.pk,
    )
