"""What the weging tells by mail: that there is an agenda or an outcome, never whose."""

from accounts.mails import (
    Attachment,
    Message,
    letter_to_case,
    letter_to_row,
    link,
    mail,
)
from accounts.models import Outgoing
from cases.grants import Why
from cases.still_asked import only_who_is_in
from house.words import said
from triage import inviting
from triage.invitations import TriageInvitation
from triage.meetings import TriageMeeting
from zvh.guard.announce import Purpose
from zvh.lib.dates import in_full


@mail("agenda_sent")
def _agenda_sent(outgoing: Outgoing) -> Message:
    meeting = TriageMeeting.objects.get(pk=str(outgoing.object_id))
    return Message(
        subject=str(said("De agenda van {weging.definite} staat klaar")),
        template="triage/mails/agenda_sent",
        url=link("triage:meeting", meeting.pk),
        when=in_full(meeting.date),
    )


def _in_the_calendar(kind: str, subject: str) -> None:
    """A letter with the calendar item of a participant."""

    @mail(kind)
    def made(outgoing: Outgoing) -> Message:
        # Read when it is sent: whoever waited gets the last word, not an older one.
        invitation = TriageInvitation.objects.select_related("meeting", "user").get(
            pk=str(outgoing.object_id)
        )
        url = link("triage:current")
        item = inviting.item(invitation, url=url)
        attachment = Attachment("overleg.ics", item.to_ical(), item.mimetype)
        return Message(
            subject=str(subject),
            template=f"triage/mails/{kind}",
            url=url,
            when=invitation.meeting.when,
            attachments=(attachment,),
        )


_in_the_calendar("weighing_invited", said("Uitnodiging voor {weging.definite}"))
_in_the_calendar("weighing_moved", said("Andere tijd voor {weging.definite}"))
_in_the_calendar("weighing_cancelled", said("Gaat niet door: {weging.definite}"))

STATE = "cases:registration_state"
letter_to_case(
    "triage", "outcome_known", said("Er is besloten over uw {aanmelding}"), STATE
)
letter_to_case(
    "triage", "weighing_deferred", said("Uw {aanmelding} wordt later besproken"), STATE
)
letter_to_row(
    "triage", "advice_ready", said("Er is een advies bij uw {aanmelding}"), STATE
)

INQUIRY = "triage:inquiry"
letter_to_row("triage", "inquiry_sent", "Er staat een vraag voor u klaar", INQUIRY)
letter_to_row(
    "triage",
    "inquiry_reminder",
    "Herinnering: er wacht een vraag op uw antwoord",
    INQUIRY,
)
only_who_is_in(Why.INQUIRY, Purpose.INQUIRIES, "inquiry_sent", "inquiry_reminder")
