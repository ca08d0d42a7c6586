"""What the weging tells by mail: that there is an agenda or an outcome, never whose."""

from accounts.mails import Attachment, Message, link, mail
from accounts.models import Outgoing
from house.words import word
from triage import inviting
from triage.invitations import TriageInvitation
from triage.meetings import TriageMeeting
from zvh.lib.dates import in_full


@mail("agenda_sent")
def _agenda_sent(outgoing: Outgoing) -> Message:
    meeting = TriageMeeting.objects.get(pk=str(outgoing.object_id))
    return Message(
        subject=f"De agenda van {word('weging', 'definite')} staat klaar",
        template="triage/mails/agenda_sent",
        url=link("triage:meeting", meeting.pk),
        when=in_full(meeting.date),
    )


@mail("weighing_invited")
def _weighing_invited(outgoing: Outgoing) -> Message:
    return _in_the_calendar(outgoing, "Uitnodiging voor {}", "weighing_invited")


@mail("weighing_moved")
def _weighing_moved(outgoing: Outgoing) -> Message:
    return _in_the_calendar(outgoing, "Andere tijd voor {}", "weighing_moved")


@mail("weighing_cancelled")
def _weighing_cancelled(outgoing: Outgoing) -> Message:
    return _in_the_calendar(outgoing, "Gaat niet door: {}", "weighing_cancelled")


@mail("outcome_known")
def _outcome_known(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Er is besloten over uw {word('aanmelding')}",
        template="triage/mails/outcome_known",
        url=link("cases:registration_state", outgoing.case_id),
    )


@mail("weighing_deferred")
def _weighing_deferred(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Uw {word('aanmelding')} wordt later besproken",
        template="triage/mails/weighing_deferred",
        url=link("cases:registration_state", outgoing.case_id),
    )


@mail("advice_ready")
def _advice_ready(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Er is een advies bij uw {word('aanmelding')}",
        template="triage/mails/advice_ready",
        url=link("cases:registration_state", outgoing.object_id),
    )


@mail("inquiry_sent")
def _inquiry_sent(outgoing: Outgoing) -> Message:
    return Message(
        subject="Er staat een vraag voor u klaar",
        template="triage/mails/inquiry_sent",
        url=link("triage:inquiry", outgoing.object_id),
    )


@mail("inquiry_reminder")
def _inquiry_reminder(outgoing: Outgoing) -> Message:
    return Message(
        subject="Herinnering: er wacht een vraag op uw antwoord",
        template="triage/mails/inquiry_reminder",
        url=link("triage:inquiry", outgoing.object_id),
    )


def _in_the_calendar(outgoing: Outgoing, subject: str, template: str) -> Message:
    # Read when it is sent: whoever waited gets the last word, not an older one.
    invitation = TriageInvitation.objects.select_related("meeting", "user").get(
        pk=str(outgoing.object_id)
    )
    item = inviting.item(invitation, url=link("triage:current"))
    return Message(
        subject=subject.format(word("weging", "definite")),
        template=f"triage/mails/{template}",
        url=link("triage:current"),
        when=invitation.meeting.when,
        attachments=(
            Attachment(
                name="overleg.ics", content=item.to_ical(), mimetype=item.mimetype
            ),
        ),
    )
