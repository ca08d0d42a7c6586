"""What participants are told by mail: that there is something, and when."""

from accounts.mails import Attachment, Message, link, mail, way_in
from accounts.models import Outgoing
from house.words import word
from ico import calendar
from ico.invitations import Invitation


@mail("meeting_invited")
def _meeting_invited(outgoing: Outgoing) -> Message:
    return _about_meeting(outgoing, "Uitnodiging voor een overleg", "meeting_invited")


@mail("meeting_changed")
def _meeting_changed(outgoing: Outgoing) -> Message:
    return _about_meeting(outgoing, "Een overleg is gewijzigd", "meeting_changed")


@mail("meeting_cancelled")
def _meeting_cancelled(outgoing: Outgoing) -> Message:
    return _about_meeting(outgoing, "Een overleg gaat niet door", "meeting_cancelled")


@mail("moments_asked")
def _moments_asked(outgoing: Outgoing) -> Message:
    return Message(
        subject="Wanneer kunt u bij een overleg zijn?",
        template="ico/mails/moments_asked",
        url=link("ico:availability", outgoing.object_id),
    )


@mail("moments_reminder")
def _moments_reminder(outgoing: Outgoing) -> Message:
    return Message(
        subject="Laat nog weten wanneer u bij een overleg kunt zijn",
        template="ico/mails/moments_asked",
        url=link("ico:availability", outgoing.object_id),
    )


@mail("plan_established")
def _plan_established(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"De {word('afspraak', 'plural')} van een overleg zijn vastgesteld",
        template="ico/mails/plan_established",
        url=link("ico:own_actions"),
    )


@mail("action_due")
def _action_due(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Een {word('afspraak')} moet binnenkort klaar zijn",
        template="ico/mails/action_due",
        url=link("ico:action_report", outgoing.object_id),
    )


@mail("action_overdue")
def _action_overdue(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"De datum van een {word('afspraak')} is voorbij",
        template="ico/mails/action_overdue",
        url=link("ico:action_report", outgoing.object_id),
    )


@mail("signal_given")
def _signal_given(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Er is een signaal over een {word('afspraak')}",
        template="ico/mails/signal_given",
        url=link("ico:action_report", outgoing.object_id),
    )


@mail("development_told")
def _development_told(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Er is iets gemeld in een {word('casus')}",
        template="ico/mails/development_told",
        url=link("ico:development", outgoing.object_id),
    )


@mail("called_to_account")
def _called_to_account(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Een vraag over een {word('afspraak')}",
        template="ico/mails/called_to_account",
        url=link("ico:action_report", outgoing.object_id),
    )


@mail("escalation_due")
def _escalation_due(outgoing: Outgoing) -> Message:
    return Message(
        subject="Het antwoord op een opschaling",
        template="ico/mails/escalation_due",
        url=link("ico:escalation", outgoing.object_id),
    )


@mail("case_closed")
def _case_closed(outgoing: Outgoing) -> Message:
    return Message(
        subject=f"Een {word('casus')} is afgesloten",
        template="ico/mails/case_closed",
    )


def _about_meeting(outgoing: Outgoing, subject: str, template: str) -> Message:
    # Read when it is sent: whoever waited gets the last word, not an older one.
    invitation = Invitation.objects.select_related("meeting__room", "user").get(
        pk=outgoing.object_id
    )
    url = way_in(outgoing.recipient, "ico:invitation", invitation.pk)
    item = calendar.item(invitation, url=url)
    return Message(
        subject=subject,
        template=f"ico/mails/{template}",
        url=url,
        when=invitation.meeting.when,
        attachments=(
            Attachment(
                name="overleg.ics",
                content=item.to_ical(),
                mimetype=item.mimetype,
            ),
        ),
    )
