"""Who comes to a meeting: the pages on which the bureau lists and invites them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases import identity, pages, parking
from cases.models import Case
from cases.parking import typed
from house.words import noun
from ico import actions, form_page, forms_meeting, guests, listing_guests, rules
from ico import rules_planning as planning
from ico.forms_guests import GuestForm, OutsiderPageForm
from ico.forms_participants import ParticipantsForm
from ico.invitations import Invitation
from ico.meetings import Meeting
from ico.outsiders import Outsider
from ico.views_meeting import meeting_frame
from zvh.guard.gate import gated
from zvh.lib import dates

ASKED = (
    "Neem mee wat uw organisatie weet en nodig is voor het doel, en wat er al is"
    " geprobeerd."
)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.change_meeting)
def participants(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Everybody at once: the Partijen in the case, ticked, and the others below."""
    user = pages.user_of(request)
    listed = listing_guests.of(meeting)
    form = ParticipantsForm(
        typed(request, meeting.case),
        meeting=meeting,
        user=user,
        known=listed.known,
        others=listed.others,
        initial={"about": _whom(meeting.case), "asked": ASKED},
    )
    if request.method == "POST" and form.is_valid():
        made = actions.invite_all(meeting, by=user, guests=form.told)
        for invitation in made:
            actions.ask_late(invitation, by=user)
        parking.settle(request, meeting.case)
        messages.success(request, _listed(len(made), meeting))
        return redirect(
            "ico:moments" if meeting.is_seeking else "ico:meeting", meeting.pk
        )
    context = {
        **meeting_frame(request, meeting, "meeting"),
        "form": form,
        "listed": listed,
        "parked": parking.offered(request, meeting.case),
    }
    return TemplateResponse(request, "ico/participants.html", context)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.change_meeting)
def invite(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    user = pages.user_of(request)
    form = forms_meeting.InvitationForm(
        typed(request, meeting.case),
        meeting=meeting,
        user=user,
        initial={"about": _whom(meeting.case)},
    )
    if request.method == "POST" and form.is_valid():
        invitation = actions.invite(meeting, by=user, **form.told)
        actions.ask_late(invitation, by=user)
        parking.settle(request, meeting.case)
        messages.success(
            request, "De uitnodiging staat klaar. Verstuur haar als de lijst klopt."
        )
        return redirect("ico:meeting", meeting.pk)
    return form_page.show(
        request,
        meeting_frame(request, meeting, "meeting"),
        form,
        title="Nodig iemand uit",
        submit="Zet op de lijst",
        back=reverse("ico:meeting", args=[meeting.pk]),
    )


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.change_meeting)
def invite_guest(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Somebody of a Partij who has no account (P-5)."""
    user = pages.user_of(request)
    form = GuestForm(
        typed(request, meeting.case),
        meeting=meeting,
        user=user,
        initial={
            "about": _whom(meeting.case),
            "asked": ASKED,
            **guests.asked_of(request.GET.get("partij", "")),
        },
    )
    if request.method == "POST" and form.is_valid():
        guests.invite(meeting, by=user, **form.told)
        parking.settle(request, meeting.case)
        messages.success(request, "Staat op de lijst, met een beveiligde pagina.")
        return redirect("ico:meeting", meeting.pk)
    return form_page.show(
        request,
        meeting_frame(request, meeting, "meeting"),
        form,
        title="Nodig iemand zonder account uit",
        text="Deze persoon krijgt een link per mail. Die opent alleen met een code,"
        " elke keer een nieuwe, en alleen wat voor deze persoon is.",
        submit="Zet op de lijst",
        back=reverse("ico:meeting", args=[meeting.pk]),
    )


@require_http_methods(["GET", "POST"])
@gated(Outsider, planning.ask_outsider)
def give_page(request: HttpRequest, outsider: Outsider) -> HttpResponse:
    """Somebody of no Partij answers and prepares through a secure page (P-5)."""
    meeting = outsider.meeting
    form = OutsiderPageForm(
        typed(request, meeting.case),
        initial={"about": _whom(meeting.case), "asked": ASKED},
    )
    back = reverse("ico:meeting", args=[meeting.pk]) + "#derden"
    if request.method == "POST" and form.is_valid():
        guests.invite_outsider(outsider, by=pages.user_of(request), **form.told)
        parking.settle(request, meeting.case)
        messages.success(request, "De beveiligde pagina staat klaar.")
        return redirect(back)
    return form_page.show(
        request,
        meeting_frame(request, meeting, "meeting"),
        form,
        title=f"Beveiligde pagina voor {outsider.name}",
        text="Hierop zegt deze persoon wanneer het kan, en bereidt zich voor. Waar het"
        " overleg over gaat, staat er pas als de geheimhouding is vastgelegd.",
        back=back,
    )


@require_POST
@gated(Meeting, rules.change_meeting)
def send_invitations(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    count = actions.send_invitations(meeting, by=pages.user_of(request))
    messages.success(
        request,
        "De uitnodiging is verstuurd."
        if count == 1
        else f"{count} uitnodigingen zijn verstuurd.",
    )
    return redirect("ico:meeting", meeting.pk)


@require_POST
@gated(Invitation, rules.withdraw_invitation)
def invite_colleague(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    actions.invite_colleague(invitation, by=pages.user_of(request))
    messages.success(request, "De vervanger is uitgenodigd.")
    return redirect("ico:meeting", invitation.meeting_id)


@require_http_methods(["GET", "POST"])
@gated(Invitation, rules.withdraw_invitation)
def withdraw_invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.method == "POST":
        actions.withdraw_invitation(invitation, by=pages.user_of(request))
        messages.success(request, "De uitnodiging is ingetrokken.")
        return redirect("ico:meeting", invitation.meeting_id)
    context = {
        **meeting_frame(request, invitation.meeting, "meeting"),
        "invitation": invitation,
    }
    return TemplateResponse(request, "ico/invitation_withdraw.html", context)


def _listed(count: int, meeting: Meeting) -> str:
    parties = noun(count, "partij")
    listed = f"Eén {parties} staat" if count == 1 else f"{count} {parties} staan"
    then = "Kies nu de momenten"
    if not meeting.is_seeking:
        then = "Verstuur nu de uitnodigingen"
    return f"{listed} op de lijst. {then}."


def _whom(case: Case) -> str:
    """Name and birth date: with these a Partij finds its own information."""
    people = []
    for person in identity.betrokkenen(case):
        details = identity.details_of(person)
        born = details.birth_date if details else None
        suffix = f", geboren {dates.plain(born)}" if born else ""
        people.append(f"{person.full_name}{suffix}")
    return "\n".join(people)
