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


class OfTheParty:
    """A form with an address: where its Partij has mail domains, one of those."""

    def whose(self) -> Party | None:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}  # type: ignore[misc]
        wrong = not_of(self.whose(), found.get("address") or "")
        if wrong and found.get("address"):
            self.add_error("address", wrong)  # type: ignore[attr-defined]
        return found


class ReachForm(OfTheParty, forms.Form):
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

    def whose(self) -> Party | None:
        return self.page.user.party if self.page else None

    @property
    def reach(self) -> Reach:
        return Reach(self.cleaned_data["address"], self.cleaned_data["phone"])
