"""The bureau types what a partner tells; the partner is and stays the sender (A-5)."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mails
from accounts.models import User
from cases import grants, keeping, pages, rules
from cases.grants import Access, Why
from cases.lifecycle import Phase
from cases.models import Case, Dictation, Registration, Subject
from cases.pages import Event, Notice, Task
from house.words import said
from zvh.guard.rules import require
from zvh.lib.keys import new_id


@transaction.atomic
def begin(*, by: User, sender: User, way: str) -> Case:
    """A draft in the name of who told it; the sender sees it, and may go on with it."""
    rules.type_for(by)
    rules.be_typed_for(sender)
    key = sender.visitor.case_key if sender.is_visitor else new_id()
    # First to work on it: whoever does that may let the others in.
    for who, access, why in (
        (by, Access.WORK, Why.DICTATION),
        (by, Access.REGISTER, Why.DICTATION),
        (sender, Access.REGISTER, Why.REGISTRATION),
    ):
        grants.give(who, access, case_id=key, why=why, source_id=key, by=by)
    case = Case(
        pk=key,
        subject=Subject.PERSON,
        registered_by=sender,
        registered_for=sender.party,
    )
    keeping.keep_draft(case)
    case.save(force_insert=True)
    Registration.objects.create(case=case, given_by=sender.party)
    Dictation.objects.create(case=case, spoken_by=sender, typed_by=by, way=way)
    return case


@transaction.atomic
def hand_over(case: Case, *, by: User) -> None:
    """Let the sender complete and send it; the bureau sees it again when it is sent."""
    rules.hand_over_draft(by, case)
    mails.post(
        "registration_waiting",
        to=case.registered_by,
        case_id=case.pk,
        object_id=case.pk,
    )
    grants.withdraw_given_by(Why.DICTATION, case_id=case.pk)


@transaction.atomic
def answer(case: Case, *, by: User, is_right: bool, correction: str) -> None:
    """The sender says that it is so, or what must be different; once."""
    rules.check_dictation(by, case)
    told = Dictation.objects.select_for_update().get(case=case)
    require(told.answered_at is None, "U hebt dit al laten weten.")
    told.is_right, told.correction = is_right, correction
    told.answered_at = timezone.now()
    told.save()


def of(case: Case) -> Dictation | None:
    """Who told and who typed it, if the bureau did."""
    told = case.dictations.select_related("spoken_by", "typed_by")
    found: Dictation | None = told.first()
    return found


def after_sending(user: User, case: Case) -> str:
    """Whoever typed for another has no part in it any more."""
    own = user.pk == case.registered_by_id
    return reverse(f"cases:{'registration_sent' if own else 'detail'}", args=[case.pk])


@pages.to_do
def unanswered(user: User, everybody: bool) -> list[Task]:
    """What the bureau typed for this person, and they did not look at yet."""
    if not user.is_ketenpartner:
        return []
    return [
        Task(
            what=said("Kijk of uw {aanmelding} klopt"),
            url=reverse("cases:dictation", args=[told.case_id]),
            case_number=told.case.number or "",
            about="",
            waits=f"{told.typed_by.name} typte haar voor u",
            due=None,
        )
        for told in Dictation.objects.unanswered_by(user)
    ]


@pages.to_do
def corrections(user: User, everybody: bool) -> list[Task]:
    """What a sender wants otherwise, until the weging has decided."""
    if not user.is_procescoordinator:
        return []
    waiting = Case.objects.visible_to(user).in_phase(Phase.INTAKE, Phase.TRIAGE)
    found = list(Dictation.objects.corrected(waiting))
    about = pages.about([told.case for told in found])
    return [
        Task(
            what="Lees wat de aanmelder anders wil",
            url=reverse("triage:intake", args=[told.case_id]),
            case_number=told.case.number or "",
            about=about.get(told.case_id, ""),
            waits=f"{told.spoken_by.name} wacht",
            due=None,
            mine=told.case.is_work_of(user),
        )
        for told in found
    ]


@pages.sender_notice
def to_check(user: User, case: Case) -> Notice | None:
    """On the sender's own page, also of who has no account."""
    told = None if case.is_draft or case.is_shielded else of(case)
    if told is None or told.answered_at or told.spoken_by_id != user.pk:
        return None
    return Notice(
        said("Klopt {aanmelding.this}?"), "cases/_dictation_notice.html", {"told": told}
    )


@pages.happened
def told(user: User, case: Case) -> list[Event]:
    """Who spoke and who typed stay on record."""
    found = of(case)
    if found is None:
        return []
    text = f"Verteld door {found.spoken_by.name}, {found.get_way_display()}."
    events = [
        Event(found.at, said("{aanmelding.capital} getypt"), found.typed_by.name, text)
    ]
    if found.answered_at:
        answer = "klopt" if found.is_right else "moet anders"
        title = f"De aanmelder zegt: {answer}"
        name = found.spoken_by.name
        events.append(Event(found.answered_at, title, name, found.correction))
    return events
