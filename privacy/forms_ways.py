"""Which way something goes, and what must be known for it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import Party
from accounts.secure_pages import Reach
from cases.forms_fields import choice, line
from cases.forms_pages import mobile, not_of, work_address
from privacy.disclosures import Disclosure
from privacy.shipments import Shipment
from privacy.ways import Way

Channel = Disclosure.Channel
SAID = {
    Channel.PAGES: "Op de eigen pagina, na het inloggen",
    Channel.PAGE: "Op een beveiligde pagina, met een code per keer",
    Channel.GATEWAY: "Met de beveiligde mail van het huis",
    Channel.BY_HAND: "Op papier: ik geef het zelf af",
}
# An address is asked where something goes to one.
MAILED = (Channel.PAGE, Channel.GATEWAY)


class WayForm(forms.Form):
    """The ways that are there for this receiver; what one needs is asked with it."""

    conditional = frozenset({"name", "function", "address", "phone"})
    way = choice("Hoe gaat het naar de ontvanger?", [], empty="Kies hoe het gaat.")
    name = line("Naam van de ontvanger")
    function = line("Functie")
    address = work_address()
    phone = mobile()

    def __init__(
        self,
        *args: Any,
        channels: Iterable[Channel],
        party: Party | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = list(channels)
        self.party = party
        self.fields["way"].choices = [(it, SAID[it]) for it in offered]  # type: ignore[attr-defined]
        if len(offered) == 1:
            self.initial["way"] = offered[0]
        self._leave_out(offered)

    def _leave_out(self, offered: list[Channel]) -> None:
        """Ask nothing that no way here needs; outside, of no person a name."""
        if self.party is None or Channel.PAGE not in offered:
            del self.fields["name"], self.fields["function"]
        if Channel.PAGE not in offered:
            del self.fields["phone"]
        if not set(offered) & set(MAILED):
            del self.fields["address"]
        for field in self.fields.values():
            field.required = False
        self.fields["way"].required = True
        if "address" in self.fields:
            self.fields["address"].help_text = (
                "Van het werk. Naar een beveiligde pagina gaat hierheen alleen de"
                " link; die opent zonder code niets."
            )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        way = found.get("way")
        if way in MAILED and not found.get("address") and "address" not in self.errors:
            self.add_error("address", "Vul het e-mailadres in.")
        if way == Channel.PAGE and "name" in self.fields and not found.get("name"):
            self.add_error("name", "Vul de naam van de ontvanger in.")
        if way in MAILED and found.get("address"):
            self._be_of_the_party(found["address"])
        return found

    def _be_of_the_party(self, address: str) -> None:
        if wrong := not_of(self.party, address):
            self.add_error("address", wrong)

    @property
    def chosen(self) -> Way:
        told = self.cleaned_data
        return Way(
            Channel(told["way"]),
            at=Reach(told.get("address") or "", told.get("phone") or ""),
            name=told.get("name") or "",
            function=told.get("function") or "",
        )


class AgainForm(forms.Form):
    """Where it goes the next time."""

    address = work_address()

    def __init__(
        self, *args: Any, letter: Shipment, party: Party | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["address"] = letter.address
        self.party = party
        field = self.fields["address"]
        field.help_text = "Controleer het adres voor u opnieuw stuurt."
        if letter.keeps_address:
            field.disabled = True
            field.help_text = (
                "Misschien kwam de mail hier al aan. Klopt het adres niet? Stop deze"
                " mail dan."
            )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        wrong = not_of(self.party, address)
        if wrong and not self.fields["address"].disabled:
            raise forms.ValidationError(wrong)
        return address
