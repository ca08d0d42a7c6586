"""The sender is told by mail that there is something, never what."""

from accounts.mails import (
    VISITOR_NEWS,
    Message,
    letter_to_case,
    letter_to_row,
    link,
    mail,
    plain_letter,
)
from accounts.models import Outgoing
from house.words import said

STATE = "cases:registration_state"

letter_to_row(
    "cases", "registration_received", said("Uw {aanmelding} is ontvangen"), STATE
)
letter_to_case(
    "cases", "completion_asked", said("Uw {aanmelding} moet worden aangevuld"), STATE
)
letter_to_case(
    "cases", "completion_reminded", said("Uw {aanmelding} wacht nog op u"), STATE
)
plain_letter(
    "cases",
    "registration_withdrawn",
    said("Een {aanmelding} is ingetrokken"),
    "cases:home",
)
letter_to_row(
    "cases",
    "registration_typed",
    said("Klopt {aanmelding.definite} die wij voor u typten?"),
    "cases:dictation",
)
letter_to_row(
    "cases",
    "registration_waiting",
    said("Er wacht een {aanmelding} op u"),
    "cases:registration",
)


@mail(VISITOR_NEWS)
def _visitor_news(outgoing: Outgoing) -> Message:
    return Message(
        subject=str(said("Er is nieuws over uw {aanmelding}")),
        template="accounts/mails/visitor_news",
        url=link("cases:public"),
    )
