"""An ICO being prepared: by two without account, and what is written so far."""

from itertools import cycle

from django.utils import timezone

from accounts.models import Party, User
from accounts.secure_pages import Reach
from cases.models import Case
from demo.plots import Plot
from ico import actions, guests, outsiders, preparing
from ico.models import Availability, Invitation, Meeting
from zvh.guard.announce import acting_as

PHONE = "06 12345678"


def prepare(case: Case, plot: Plot, people: dict[str, User], lid1: Party) -> None:
    """A district nurse and a volunteer through a page; two Partijen with accounts."""
    anna, about = people["anna"], f"{plot.given_names} {plot.surname}"
    with acting_as(anna):
        meeting: Meeting = case.meetings.get()
        guests.invite(
            meeting,
            by=anna,
            party=people["gerda"].party,
            name="Kim Voorbeeld",
            function="wijkverpleegkundige",
            at=Reach("kim@demo.example", PHONE),
            ground="beeldvorming",
            reason="Komt elke dag in de woning.",
            about=about,
            asked="Vertel hoe het thuis gaat, en wat er al is geprobeerd.",
        )
        outsider = outsiders.admit(
            meeting,
            by=anna,
            admitted_by=lid1,
            ground="beeldvorming",
            reason="Geeft de dagbesteding, drie dagen in de week.",
            name="Ida Buitenstaander",
            organisation="Stichting De Werkplaats",
            function="begeleider",
        )
        guests.invite_outsider(
            outsider,
            by=anna,
            at=Reach("ida@demo.example", PHONE),
            about=about,
            asked="Vertel hoe de dagbesteding gaat.",
        )
        guests.declare(outsider, by=anna, declared_on=timezone.localdate())
        actions.send_invitations(Meeting.objects.get(pk=meeting.pk), by=anna)
    _write(people["wim"], meeting, "inkomen", "Er is bewindvoering aangevraagd.")
    own = _write(people["pim"], meeting, "interventies", "Twee keer een gesprek thuis.")
    with acting_as(people["pim"]):
        preparing.hand_in(own, by=people["pim"])


def say_when(who: User, answers: tuple[str, ...]) -> None:
    with acting_as(who):
        asked = Availability.objects.own(who).get()
        moments = asked.meeting_moments()
        told = dict(zip((it.pk for it in moments), cycle(answers), strict=False))
        actions.say_when(asked, by=who, answers=told)


def _write(who: User, meeting: Meeting, topic: str, text: str) -> Invitation:
    with acting_as(who):
        own: Invitation = Invitation.objects.addressed_to(who).get(meeting=meeting)
        preparing.keep(own, by=who, topic=topic, row=None, text=text)
    return own
