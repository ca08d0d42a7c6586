"""What givers and receivers are told by mail: that there is something, never what."""

from accounts.mails import asked_again, letter_to_row, plain_letter
from accounts.models import Outgoing
from cases.grants import Why
from cases.still_asked import only_who_is_in
from privacy import still_going
from zvh.guard.announce import Purpose

REQUEST = "privacy:approval_request"
letter_to_row("privacy", "approval_asked", "Wij vragen uw akkoord", REQUEST)
letter_to_row(
    "privacy",
    "approval_reminder",
    "Herinnering: wij wachten op uw akkoord",
    REQUEST,
    template="approval_asked",
)
only_who_is_in(Why.APPROVAL, Purpose.APPROVALS, "approval_asked", "approval_reminder")

OWN = "privacy:own_sharing"
plain_letter("privacy", "disclosed", "Er staat een uittreksel voor u klaar", OWN)
plain_letter("privacy", "recalled", "U moet iets verwijderen", OWN)


@asked_again("disclosed")
def _disclosed_still(outgoing: Outgoing) -> bool:
    return still_going.may_be_told(outgoing.object_id, outgoing.recipient)
