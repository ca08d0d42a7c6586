"""Who may record that a betrokkene was told, and that one comes to the table."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases import rules as case_rules
from cases.models import Case, Person
from house.words import said, word
from ico import notices, rules
from ico.meetings import Meeting
from ico.notices import Notice
from zvh.guard.rules import require


def see_notices(user: User, case: Case) -> None:
    case_rules.work_on(user, case)


def inform(user: User, person: Person) -> None:
    case_rules.work_on(user, person.case)
    require(
        person.role == Person.Role.BETROKKENE and person.withdrawn_at is None,
        said("Dit leggen wij alleen vast van een {betrokkene}."),
    )


def say_all(
    *,
    outcome: str,
    by_whom: str = "",
    on: date | None = None,
    reason: str = "",
    look_again_on: date | None = None,
    **_: Any,
) -> None:
    """Who told and when; or the weighty reason, and when it is looked at again."""
    if outcome == Notice.Outcome.WITHHELD:
        require(reason.strip(), "Schrijf de zwaarwegende reden op.")
        require(
            look_again_on is not None and look_again_on > timezone.localdate(),
            "Kies een dag die nog komt, waarop u dit opnieuw bekijkt.",
        )
        return
    require(by_whom.strip(), "Schrijf op wie het vertelt, of heeft verteld.")
    require(on is not None, "Schrijf op wanneer.")


def close_meeting(user: User, meeting: Meeting) -> None:
    """Not before the table decided on its first item (O-5)."""
    rules.write_minutes(user, meeting)
    rules.have_a_moment(meeting)
    require(meeting.is_planned, "Dit overleg is al gesloten.")
    require(
        not notices.is_undecided(meeting, notices.of(meeting.case)),
        said(
            "Leg eerst vast of {betrokkene.definite} is geïnformeerd, of dat "
            "de {partij.plural} samen besloten te wachten."
        ),
    )


def let_come(user: User, meeting: Meeting) -> None:
    rules.change_meeting(user, meeting)


def come_safely(
    *, comes: bool, is_safe: bool, discussed_with: User, discussed_on: date, **_: Any
) -> None:
    """Only when it was discussed before, and brings no risk (O-6)."""
    require(
        discussed_with.is_procescoordinator,
        f"Dit bespreekt u vooraf met een {word('procescoordinator')}.",
    )
    require(
        discussed_on <= timezone.localdate(),
        "Dit moet al besproken zijn: kies een dag die is geweest.",
    )
    require(
        is_safe or not comes,
        said("Bij een veiligheidsrisico kan {betrokkene.definite} er niet bij zijn."),
    )
