"""What givers and receivers are told by mail: that there is something, never what."""

from accounts.mails import Message, link, mail
from accounts.models import Outgoing


@mail("approval_asked")
def _approval_asked(outgoing: Outgoing) -> Message:
    return Message(
        subject="Wij vragen uw akkoord",
        template="privacy/mails/approval_asked",
        url=link("privacy:approval_request", outgoing.object_id),
    )


@mail("approval_reminder")
def _approval_reminder(outgoing: Outgoing) -> Message:
    return Message(
        subject="Herinnering: wij wachten op uw akkoord",
        template="privacy/mails/approval_asked",
        url=link("privacy:approval_request", outgoing.object_id),
    )


@mail("disclosed")
def _disclosed(outgoing: Outgoing) -> Message:
    return Message(
        subject="Er staat een uittreksel voor u klaar",
        template="privacy/mails/disclosed",
        url=link("privacy:own_sharing"),
    )


@mail("recalled")
def _recalled(outgoing: Outgoing) -> Message:
    return Message(
        subject="U moet iets verwijderen",
        template="privacy/mails/recalled",
        url=link("privacy:own_sharing"),
    )
