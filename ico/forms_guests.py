"""What is filled in to invite somebody without account."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Party, User
from accounts.secure_pages import Reach
from cases.forms_fields import line, story
from cases.forms_pages import address_of, mobile, work_address
from house.words import said
from ico import fields
from ico.forms_meeting import InvitationForm
from ico.meetings import Meeting


class OutsiderPageForm(forms.Form):
    """What is asked of somebody who was admitted, and where link and code go."""

    address = work_address()
    phone = mobile()
    about = story(
        "Over wie gaat het?",
        rows=2,
        help_text="Alleen wat nodig is. Te lezen zodra de geheimhouding getekend is.",
    )
    asked = story(
        "Wat vraagt u van deze persoon?",
        empty="Schrijf op wat u van deze persoon vraagt.",
        rows=3,
    )

    @property
    def told(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        reach = Reach(given.pop("address"), given.pop("phone"))
        return {**given, "at": reach}


class DoerForm(forms.Form):
    """Somebody who does what was agreed, and where link and code go (P-5)."""

    name = line("Naam", empty="Vul de naam in.")
    function = line("Functie", empty="Vul de functie in.")
    address = work_address()
    phone = mobile()

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party = party

    def clean_address(self) -> str:
        return address_of(self.party, self)

    @property
    def told(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        reach = Reach(given.pop("address"), given.pop("phone"))
        return {**given, "at": reach}


class GuestForm(InvitationForm):
    """An employee of a bound Partij, for this one meeting (P-5)."""

    party = fields.bound_party(
        said("Van welke {partij}?"),
        empty=said("Kies voor welke {partij} deze persoon komt."),
    )
    name = line("Naam", empty="Vul de naam in.")
    function = line("Functie", empty="Vul de functie in. Anderen zien die ook.")
    address = work_address()
    phone = mobile()
    field_order = ("party", "name", "function", "address", "phone")

    def __init__(self, *args: Any, meeting: Meeting, user: User, **kwargs: Any) -> None:
        super().__init__(*args, meeting=meeting, user=user, **kwargs)
        del self.fields["guest"]
        bound = Party.objects.bound(timezone.localdate()).apart_from_the_house()
        self.fields["party"].queryset = bound.order_by("name")  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        # Its Partij stands before it in the order of the fields.
        return address_of(self.cleaned_data.get("party"), self)

    @property
    def told(self) -> dict[str, Any]:
        given = super().told
        reach = Reach(given.pop("address"), given.pop("phone"))
        return {**given, "at": reach}
