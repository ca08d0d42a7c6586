"""What is filled in to invite somebody without account."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Party, User
from accounts.secure_pages import Reach
from cases.forms_fields import line
from ico import fields
from ico.forms_meeting import InvitationForm
from ico.meetings import Meeting


class GuestForm(InvitationForm):
    """An employee of a bound Partij, for this one meeting (P-5)."""

    party = fields.bound_party(
        "Van welke Partij?", empty="Kies voor welke Partij deze persoon komt."
    )
    name = line("Naam", empty="Vul de naam in.")
    function = line("Functie", empty="Vul de functie in. Anderen zien die ook.")
    address = forms.EmailField(
        label="E-mailadres van het werk",
        help_text="Daarheen gaat de link. De link opent zonder code niets.",
        max_length=254,
        error_messages={
            "required": "Vul het e-mailadres in.",
            "invalid": "Dit is geen e-mailadres. Bijvoorbeeld: naam@organisatie.nl.",
        },
    )
    phone = line(
        "Mobiel nummer",
        help_text="Daarheen gaat de code. Zonder nummer leest u de code zelf voor.",
    )
    field_order = ("party", "name", "function", "address", "phone")

    def __init__(self, *args: Any, meeting: Meeting, user: User, **kwargs: Any) -> None:
        super().__init__(*args, meeting=meeting, user=user, **kwargs)
        del self.fields["guest"]
        bound = Party.objects.bound(timezone.localdate()).apart_from_the_house()
        self.fields["party"].queryset = bound.order_by("name")  # type: ignore[attr-defined]

    @property
    def told(self) -> dict[str, Any]:
        given = super().told
        reach = Reach(given.pop("address"), given.pop("phone"))
        return {**given, "at": reach}
