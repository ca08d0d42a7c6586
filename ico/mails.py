"""What participants are told by mail: that there is something, and when."""

from accounts.mails import Attachment, Message, link, mail, way_in
from accounts.models import Outgoing
from house.words import said
from ico import calendar
from ico.invitations import Invitation


def _leads_to(page: str, kind: str, subject: str, *, template: str = "") -> None:
    """A letter that leads to the page of the row that it is about."""

    @mail(kind)
    def letter(outgoing: Outgoing) -> Message:
        return Message(
            subject=str(subject),
            template=f"ico/mails/{template or kind}",
            url=link(page, outgoing.object_id),
        )


def _about_meeting(kind: str, subject: str) -> None:
    """A letter with the calendar item of an invitation."""

    @mail(kind)
    def letter(outgoing: Outgoing) -> Message:
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

_leads_to("ico:availability", "moments_asked", "Wanneer kunt u bij een overleg zijn?")
_leads_to(
    "ico:availability",
    "moments_reminder",
    "Laat nog weten wanneer u bij een overleg kunt zijn",
    template="moments_asked",
)

REPORT = "ico:action_report"
_leads_to(REPORT, "action_due", said("Een {afspraak} moet binnenkort klaar zijn"))
_leads_to(REPORT, "action_overdue", said("De datum van een {afspraak} is voorbij"))
_leads_to(REPORT, "signal_given", said("Er is een signaal over een {afspraak}"))
_leads_to(REPORT, "called_to_account", said("Een vraag over een {afspraak}"))
_leads_to(
    REPORT,
    "agreement_page",
    said("Uw {afspraak} uit een overleg"),
    template="action_due",
)
_leads_to(
    "ico:development", "development_told", said("Er is iets gemeld in een {casus}")
)
_leads_to("ico:escalation", "escalation_due", "Het antwoord op een opschaling")


@mail("plan_established")
def _plan_established(outgoing: Outgoing) -> Message:
    return Message(
        subject=str(said("De {afspraak.plural} van een overleg zijn vastgesteld")),
        template="ico/mails/plan_established",
        url=link("ico:own_actions"),
    )


@mail("case_closed")
def _case_closed(outgoing: Outgoing) -> Message:
    return Message(
        subject=str(said("Een {casus} is afgesloten")),
        template="ico/mails/case_closed",
    )
