"""The letter to a betrokkene about what the house does with their data (V-5)."""

from django.utils import timezone

from accounts.models import User
from cases import identity
from cases.models import Person
from house import profile
from zvh.lib import pdf
from zvh.lib.dates import age_on

OF_AGE = 18


def letter(person: Person, *, by: User) -> bytes:
    """In plain words: why, what, who, how long, and what one can do about it."""
    details = identity.details_of(person)
    born = details.birth_date if details else None
    case = person.case
    return pdf.render(
        "ico/notice_letter_pdf.html",
        {
            "house": profile.active(),
            "person": person,
            "address": details.address if details else "",
            # A minor's letter goes to who represents them.
            "is_minor": born is not None
            and age_on(born, timezone.localdate()) < OF_AGE,
            "sender": case.registered_for,
            "since": case.registered_at,
            "terms": profile.active().terms,
            "reference": case.number,
            "printed_by": by.name,
            "printed_at": timezone.now(),
        },
    )
