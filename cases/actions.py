"""What can happen to a case. Each action is one transaction and leaves a trace."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts import mails, secure_pages
from accounts.models import User
from cases import grants, keeping, principals, rules, search
from cases.bureau_actions import restrict as restrict
from cases.due import terms_from as terms_from
from cases.due import terms_of as terms_of
from cases.grants import Access, Why
from cases.lifecycle import SHIELDED, Phase
from cases.models import (
    Case,
    CompletionRequest,
    Person,
    PhaseChange,
    Registration,
    SearchKey,
    Subject,
)
from cases.people import WithdrawableModel
from house.words import said
from zvh.guard import announce, facts, jobs
from zvh.guard.announce import Purpose, announced
from zvh.guard.rules import require
from zvh.lib.keys import new_id

ADVICE_DAYS = 14  # the most that W-4 allows


@transaction.atomic
def start_registration(*, by: User, subject: str = Subject.PERSON) -> Case:
    """An empty draft, which only its writer can see until it is sent."""
    rules.start_registration(by)
    key = by.visitor.case_key if by.is_visitor else new_id()
    # The access comes first: nobody may make a case that they could not see.
    grants.give(
        by, Access.REGISTER, case_id=key, why=Why.REGISTRATION, source_id=key, by=by
    )
    case = Case(pk=key, subject=subject, registered_by=by, registered_for=by.party)
    keeping.keep_draft(case)
    case.save(force_insert=True)
    Registration.objects.create(case=case, given_by=by.party)
    return case


@transaction.atomic
def touch_draft(case: Case, *, by: User) -> Case:
    """Something in the draft was saved: it stays for another term."""
    rules.edit_registration(by, case)
    case = _locked_until_sent(case, by=by)
    case.last_activity_at = timezone.now()
    if case.is_draft:
        keeping.keep_draft(case)
    case.save()
    return case


@transaction.atomic
def send_registration(case: Case, *, by: User) -> Case:
    """Hand the registration to the house: numbered once, however often it is sent."""
    case = _locked_until_sent(case, by=by)
    now = timezone.now()
    is_first = case.is_draft
    if is_first:
        case.number, case.registered_at = _next_number(), now
        case.clear_terms()
        grants.give_bureau(case_id=case.pk, why=Why.SENT, source_id=case.pk, by=by)
        facts.write("registered", {"subject": case.subject})
    else:
        keeping.keep_running(case, by=by)
    _answer_requests(case)
    registration = case.registrations.get()
    registration.completed_at = now
    registration.save()
    for person in case.persons.filter(given_by=case.registered_for_id):
        renew_search_keys(person, by=by)
    case = _move(case, Phase.INTAKE, by=by)
    is_own = by.pk == case.registered_by_id
    mails.post(
        "registration_received" if is_own else "registration_typed",
        to=case.registered_by,
        reference=case.number or "",
        case_id=case.pk,
        object_id=case.pk,
    )
    # Who typed it for another is out: the database saw to that, whoever sent it.
    announce.forget()
    return case


@transaction.atomic
def discard_draft(case: Case, *, by: User) -> None:
    """Throw away what was never sent; the daily run would do the same later."""
    rules.edit_registration(by, case)
    case = Case.objects.locked(case.pk)
    require(case.is_draft, said("{aanmelding.capital_this} is al eens verstuurd."))
    today = timezone.localdate()
    case.set_terms(work=today, plan=today, shell=today)
    case.save()
    with announced(by, purpose=Purpose.RETENTION):
        Case.objects.filter(pk=case.pk).delete()


@transaction.atomic
def take_out(row: WithdrawableModel | SearchKey, *, by: User) -> None:
    """Remove one piece that was given by mistake, at once and for everybody."""
    row.withdrawn_at = timezone.now()
    row.save()
    with announced(by, purpose=Purpose.RETENTION):
        type(row)._default_manager.filter(pk=row.pk).delete()


@transaction.atomic
def renew_search_keys(person: Person, *, by: User) -> None:
    """Make this person findable under the names and dates of today."""
    SearchKey.objects.filter(person=person).update(withdrawn_at=timezone.now())
    details = getattr(person, "details", None)
    SearchKey.objects.bulk_create(
        search.keys_of(
            person,
            birth_date=details.birth_date if details else None,
            bsn=details.bsn if details else "",
        )
    )


@transaction.atomic
def take_on(case: Case, *, by: User) -> Case:
    """Whoever first takes it up coordinates the case from here (convenant art. 12)."""
    rules.coordinate(by, case)
    case = Case.objects.locked(case.pk)
    if case.coordinator is None:
        case.coordinator = by
        case.save()
    if principals.standing(case) is None:
        principals.work_for(case, by=by, party=case.registered_for)
    return case


@transaction.atomic
def ask_completion(
    case: Case, *, by: User, missing: str, answer_before: date
) -> CompletionRequest:
    """Send the registration back to the sender with what is missing (A-6)."""
    rules.coordinate(by, case)
    case = Case.objects.locked(case.pk)
    keeping.keep_returned(case, answer_before=answer_before)
    case = _move(case, Phase.REGISTRATION, by=by)
    asked = CompletionRequest.objects.create(
        case=case,
        missing=missing,
        asked_at=timezone.now(),
        asked_by=by,
        answer_before=answer_before,
    )
    mails.post(
        "completion_asked",
        to=case.registered_by,
        reference=case.number or "",
        case_id=case.pk,
        object_id=asked.pk,
    )
    return asked


@transaction.atomic
def hand_back(case: Case, *, by: User) -> Case:
    """Who has no account answered what was asked; the bureau goes on."""
    rules.answer_request(by, case)
    keeping.keep_running(case, by=by)
    return _move(case, Phase.INTAKE, by=by)


@transaction.atomic
def judge_complete(case: Case, *, by: User) -> Case:
    """The registration has what the weging needs (A-6)."""
    rules.coordinate(by, case)
    registration = case.registrations.get()
    registration.judged_complete_at = timezone.now()
    registration.judged_complete_by = by
    registration.save()
    return case


@transaction.atomic
def move(case: Case, there: Phase, *, by: User) -> Case:
    """Take the case to its next phase; the rooms above decide when."""
    rules.coordinate(by, case)
    return _move(Case.objects.locked(case.pk), there, by=by)


@transaction.atomic
def advise(case: Case, *, by: User) -> Case:
    """No case for the house: all goes now, the advice after fourteen days (W-4)."""
    rules.coordinate(by, case)
    case = Case.objects.locked(case.pk)
    today = timezone.localdate()
    _ask_no_more(case)
    case.set_terms(
        work=today,
        plan=today,
        shell=today,
        advice=today + timedelta(days=ADVICE_DAYS),
    )
    jobs.wake("retention")
    return _move(case, Phase.ADVISED, by=by)


@transaction.atomic
def scale_down(case: Case, *, by: User) -> Case:
    """Shield the case and set the terms at which it is cleaned and removed (S-3)."""
    rules.coordinate(by, case)
    case = Case.objects.locked(case.pk)
    case.scaled_down_on = timezone.localdate()
    _ask_no_more(case)
    terms = terms_from(case.scaled_down_on)
    if case.phase == Phase.SUPPORT:
        # Of support only its log stays for a time; the rest goes when it ends (S-4).
        terms["work"] = case.scaled_down_on
        jobs.wake("retention")
    case.set_terms(**terms)
    return _move(case, Phase.AFSCHALING, by=by)


@transaction.atomic
def reopen(case: Case, *, by: User, to: Phase = Phase.MONITORING) -> Case:
    """Take a scaled-down case up again while its work data are still there (S-1)."""
    rules.reopen(by, case)
    case = Case.objects.locked(case.pk)
    case.scaled_down_on = None
    case.clear_terms()
    return _move(case, to, by=by)


def _ask_no_more(case: Case) -> None:
    """What was asked of Partijen or disclosed to them is read by nobody of theirs."""
    for why in (Why.INQUIRY, Why.APPROVAL, Why.DISCLOSURE):
        grants.withdraw_given_by(why, case_id=case.pk)


def _move(case: Case, there: Phase, *, by: User) -> Case:
    here, since = Phase(case.phase), case.phase_since
    if there in SHIELDED:
        secure_pages.end_of_case(case.pk)
    case.move_to(there)
    case.save()
    PhaseChange.objects.create(case=case, before=here, after=there, by=by)
    facts.write(
        "moved",
        {"from": here, "to": there, "subject": case.subject},
        days=(timezone.now() - since).days,
    )
    return case


def _locked_until_sent(case: Case, *, by: User) -> Case:
    """Locked, unless it was sent a moment ago: then its writer has no lock on it."""
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    rules.edit_registration(by, locked or Case.objects.get(pk=case.pk))
    return locked or Case.objects.locked(case.pk)


def _answer_requests(case: Case) -> None:
    for asked in case.completionrequests.filter(answered_at=None):
        asked.answered_at = timezone.now()
        asked.save()


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        return f"{timezone.localdate().year}-{cursor.fetchone()[0]:04d}"
