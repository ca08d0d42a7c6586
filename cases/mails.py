"""The sender is told by mail that there is something, never what."""

from accounts.mails import VISITOR_NEWS, Message, link, mail
from accounts.models import Outgoing
from house.words import word


@mail("registration_received")
def _registration_received(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Uw {word('aanmelding')} is ontvangen",
        template="cases/mails/registration_received",
        url=link("cases:registration_state", outgoing.object_id),
    )


@mail("completion_asked")
def _completion_asked(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Uw {word('aanmelding')} moet worden aangevuld",
        template="cases/mails/completion_asked",
        url=link("cases:registration_state", outgoing.case_id),
    )


@mail("completion_reminded")
def _completion_reminded(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Uw {word('aanmelding')} wacht nog op u",
        template="cases/mails/completion_reminded",
        url=link("cases:registration_state", outgoing.case_id),
    )


@mail("registration_withdrawn")
def _registration_withdrawn(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Een {word('aanmelding')} is ingetrokken",
        template="cases/mails/registration_withdrawn",
        url=link("cases:home"),
    )


@mail(VISITOR_NEWS)
def _visitor_news(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Er is nieuws over uw {word('aanmelding')}",
        template="accounts/mails/visitor_news",
        url=link("cases:public"),
    )


@mail("registration_typed")
def _registration_typed(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Klopt {word('aanmelding', 'definite')} die wij voor u typten?",
        template="cases/mails/registration_typed",
        url=link("cases:dictation", outgoing.object_id),
    )


@mail("registration_waiting")
def _registration_waiting(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Er wacht een {word('aanmelding')} op u",
        template="cases/mails/registration_waiting",
        url=link("cases:registration", outgoing.object_id),
    )
