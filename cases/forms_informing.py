"""The pages of a registration about who knows of it, and who may tell it."""

from typing import Any

from cases.forms_fields import choice, line, past_date, story
from cases.forms_registration import StepForm
from cases.models import Registration
from cases.registration import NO_SECRECY
from house import lists
from house.words import said

Informed = Registration.Informed


class SecrecyForm(StepForm):
    """On which ground may somebody with a professional secrecy tell this (I-2)?"""

    secrecy_ground = choice(
        "Op welke grond mag u deze gegevens delen?",
        (),
        empty="Kies op welke grond u dit mag delen.",
        help_text="Wij vragen dit aan artsen, behandelaars en jeugdprofessionals."
        " Weet u het niet zeker? Vraag het na binnen uw organisatie, of bel ons.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [self.initial["secrecy_ground"]]
        grounds = lists.choices("secrecy_grounds", using=held)
        field = self.fields["secrecy_ground"]
        field.choices = [*grounds, (NO_SECRECY, "Ik heb geen beroepsgeheim")]  # type: ignore[attr-defined]


class InformingForm(StepForm):
    """Was the betrokkene told of this registration: by whom and when, or why not?"""

    conditional = frozenset({"informed_by", "informed_on", "not_informed_reason"})
    informed = choice(
        said("Weet {betrokkene.definite} dat u aanmeldt?"),
        Informed.choices,
        empty=said("Kies of {betrokkene.definite} het weet."),
        help_text=said(
            "U hebt geen toestemming nodig om {casus.definite} aan te melden."
        ),
    )
    informed_by = line(
        "Wie heeft het verteld?",
        help_text=said(
            "Als {betrokkene.definite} het weet: naam of functie, en de organisatie."
        ),
    )
    informed_on = past_date("Wanneer?", help_text="Bijvoorbeeld 24-11-2026.")
    not_informed_reason = story(
        "Waarom (nog) niet?",
        rows=3,
        help_text=said(
            "Als {betrokkene.definite} het niet weet. Bijvoorbeeld omdat het gevaar"
            " oplevert voor iemand."
        ),
    )

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data.get("informed")
        if told == Informed.YES:
            self.require("informed_by", "Schrijf wie het heeft verteld.")
            self.require("informed_on", "Schrijf wanneer het is verteld.")
        if told in (Informed.NO, Informed.NOT_YET):
            self.require("not_informed_reason", "Schrijf waarom (nog) niet.")
        return self.cleaned_data
