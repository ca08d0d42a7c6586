"""What the bureau fills in about a secure page."""

from typing import Any

from django import forms

from accounts.models import Party
from accounts.secure_pages import Reach, SecurePage
from cases.forms_fields import line


def work_address() -> forms.EmailField:
    return forms.EmailField(
        label="E-mailadres van het werk",
        help_text="Daarheen gaat de link. De link opent zonder code niets.",
        max_length=254,
        error_messages={
            "required": "Vul het e-mailadres in.",
            "invalid": "Dit is geen e-mailadres. Bijvoorbeeld: naam@organisatie.nl.",
        },
    )


def mobile() -> forms.CharField:
    return line(
        "Mobiel nummer",
        help_text="Daarheen gaat de code. Zonder nummer leest u de code zelf voor.",
    )


def not_of(party: Party | None, address: str) -> str:
    """Why this is no address of theirs; nothing when it may be."""
    domains = party.mail_domains if party else []
    if not domains or address.rpartition("@")[2].lower() in domains:
        return ""
    return f"Dit is geen adres van {party}. Bekend: {', '.join(domains)}."


def address_of(party: Party | None, form: forms.Form) -> str:
    """The address that was filled in, which is refused where it is not of theirs."""
    address: str = form.cleaned_data["address"]
    if wrong := not_of(party, address):
        raise forms.ValidationError(wrong)
    return address


class ReachForm(forms.Form):
    """Where the link is mailed, and where codes go."""

    address = work_address()
    phone = mobile()

    def __init__(
        self, *args: Any, page: SecurePage | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        if page is not None:
            self.initial = {"address": page.address, "phone": page.phone}

    def clean_address(self) -> str:
        return address_of(self.page.user.party if self.page else None, self)

    @property
    def reach(self) -> Reach:
        return Reach(self.cleaned_data["address"], self.cleaned_data["phone"])
