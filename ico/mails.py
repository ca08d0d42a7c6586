"""What participants are told by mail: that there is something, and when."""

from accounts.mails import (
    Attachment,
    Message,
    letter_to_row,
    mail,
    plain_letter,
    way_in,
)
from accounts.models import Outgoing
from house.words import said
from ico import calendar
from ico.invitations import Invitation


def _about_meeting(kind: str, subject: str) -> None:
    """A letter with the calendar item of an invitation."""

    @mail(kind)
    def made(outgoing: Outgoing) -> Message:
        # Read when it is sent: whoever waited gets the last word, not an older one.
        invitation = Invitation.objects.select_related("meeting__room", "user").get(
            pk=outgoing.object_id
        )
        url = way_in(outgoing.recipient, "ico:invitation", invitation.pk)
        item = calendar.item(invitation, url=url)
        attachment = Attachment("overleg.ics", item.to_ical(), item.mimetype)
        return Message(
            subject=subject,
            template=f"ico/mails/{kind}",
            url=url,
            when=invitation.meeting.when,
            attachments=(attachment,),
        )


_about_meeting("meeting_invited", "Uitnodiging voor een overleg")
_about_meeting("meeting_changed", "Een overleg is gewijzigd")
_about_meeting("meeting_cancelled", "Een overleg gaat niet door")

AVAILABILITY = "ico:availability"
letter_to_row(
    "ico", "moments_asked", "Wanneer kunt u bij een overleg zijn?", AVAILABILITY
)
letter_to_row(
    "ico",
    "moments_reminder",
    "Laat nog weten wanneer u bij een overleg kunt zijn",
    AVAILABILITY,
    template="moments_asked",
)

REPORT = "ico:action_report"
letter_to_row(
    "ico", "action_due", said("Een {afspraak} moet binnenkort klaar zijn"), REPORT
)
letter_to_row(
    "ico", "action_overdue", said("De datum van een {afspraak} is voorbij"), REPORT
)
letter_to_row(
    "ico", "signal_given", said("Er is een signaal over een {afspraak}"), REPORT
)
letter_to_row("ico", "called_to_account", said("Een vraag over een {afspraak}"), REPORT)
letter_to_row(
    "ico",
    "agreement_page",
    said("Uw {afspraak} uit een overleg"),
    REPORT,
    template="action_due",
)

letter_to_row(
    "ico",
    "development_told",
    said("Er is iets gemeld in een {casus}"),
    "ico:development",
)
letter_to_row(
    "ico", "escalation_due", "Het antwoord op een opschaling", "ico:escalation"
)
plain_letter(
    "ico",
    "plan_established",
    said("De {afspraak.plural} van een overleg zijn vastgesteld"),
    "ico:own_actions",
)
plain_letter("ico", "case_closed", said("Een {casus} is afgesloten"))
