"""What is filled in at the table of a meeting, and about what was agreed there."""

from typing import Any

from django import forms

from accounts.models import User
from cases.forms_fields import line, story
from cases.models import Case, Category, Contribution, Use
from house.words import said, word
from ico import fields, rules
from ico.agreed import Action
from ico.attendance import Attendance
from ico.developments import leader_of
from ico.forms_judging import QuoteForm as QuoteForm
from ico.forms_judging import UseForm as UseForm
from ico.forms_judging import ZsmForm as ZsmForm
from ico.forms_minutes import CorrectionForm as CorrectionForm
from ico.forms_minutes import FollowForm as FollowForm
from ico.forms_minutes import SectionForm as SectionForm
from ico.forms_minutes import TypedForm as TypedForm
from ico.meetings import Meeting
from zvh.guard.rules import why_not
from zvh.guard.versions import VersionedForm

RELEASE_USES = [
    (Use.ICO, "In het overleg: de deelnemers kunnen het lezen"),
    (Use.PLAN, "In het plan: het mag in het plan komen te staan"),
]


class PieceForm(forms.Form):
    """What a participant brings in for the own Partij."""

    prefix = "inbreng"
    domain = fields.listed(
        "Leefgebied", "leefgebieden", none="Geen leefgebied in het bijzonder"
    )
    category = forms.ChoiceField(
        label="Soort gegevens",
        help_text="Godsdienst, afkomst, politieke voorkeur en seksuele gerichtheid"
        " legt u niet vast.",
        choices=[("", "Kies een soort"), *Category.choices],
        error_messages={"required": "Kies om wat voor gegevens het gaat."},
    )
    text = story("Wat wilt u inbrengen?", empty="Schrijf op wat u wilt inbrengen.")
    conditions = line(
        "Voorwaarden",
        help_text=said("Bijvoorbeeld: niet delen met {betrokkene.definite}."),
    )


class ColleagueForm(forms.Form):
    prefix = "collega"
    colleague = fields.person(
        "Wie komt in uw plaats?", empty="Kies wie in uw plaats komt."
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = User.objects.active().filter(party=user.party).exclude(pk=user.pk)
        fields.among(self.fields["colleague"], own)


class NotedPieceForm(PieceForm):
    """What the bureau writes down at the table for a Partij."""

    party = fields.bound_party(
        said("Van welke {partij}?"), empty="Kies van wie dit is."
    )
    spoken_by = line(
        "Wie vertelde het?",
        empty=said("Schrijf op wie dit voor {partij.definite} vertelde."),
    )
    not_for_plan = forms.BooleanField(
        label=said("{partij.capital_definite} wil dit niet in het plan"), required=False
    )
    field_order = (
        *("party", "spoken_by", "domain", "category", "text", "conditions"),
        "not_for_plan",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.only_bound(self.fields["party"])


class ReleaseForm(forms.Form):
    """For what the giver lets the table have a piece, and who of them said so."""

    uses = forms.MultipleChoiceField(
        label="Waarvoor mag het worden gebruikt?",
        choices=RELEASE_USES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies waarvoor het mag worden gebruikt."},
    )
    agreed_by = fields.person(
        "Wie gaf akkoord?", empty=said("Kies wie namens {partij.definite} akkoord gaf.")
    )

    def __init__(self, *args: Any, piece: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = User.objects.active().filter(party=piece.given_by)
        fields.among(self.fields["agreed_by"], own)


class SeatForm(forms.Form):
    prefix = "stoel"
    party = fields.bound_party(
        said("{partij.capital}"), empty=said("Kies voor welke {partij} iemand er is.")
    )
    function = line("Functie", empty="Schrijf op in welke functie iemand er is.")
    has_mandate = forms.BooleanField(
        label=said("Kan besluiten voor {partij.definite}"), required=False
    )
    is_listed = forms.BooleanField(
        label="Zichtbaar voor de andere deelnemers", required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.only_bound(self.fields["party"])


class ChangeSeatForm(VersionedForm):
    function = line("Functie")
    has_mandate = forms.BooleanField(
        label=said("Kan besluiten voor {partij.definite}"), required=False
    )
    is_listed = forms.BooleanField(
        label="Zichtbaar voor de andere deelnemers",
        help_text=said("Een {partij} kan vragen niet op de lijst te staan."),
        required=False,
    )

    def __init__(self, *args: Any, row: Attendance, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial = {
            **self.initial,
            "function": row.function,
            "has_mandate": row.has_mandate,
            "is_listed": row.is_listed,
        }


class DecideForm(VersionedForm):
    prefix = "besluit"
    agreed_goal = story("Afgesproken doel", rows=3)
    follow_up_on = fields.coming_date("Volgende datum")

    def __init__(self, *args: Any, row: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial = {
            **self.initial,
            "agreed_goal": row.goal_agreed_before() or row.goal,
            "follow_up_on": row.follow_up_on,
        }


class AgreementForm(forms.Form):
    prefix = "afspraak"
    what = story("Wat gaat er gebeuren?", empty="Schrijf op wat er gebeurt.", rows=2)
    owner = fields.bound_party(
        said("Welke {partij} doet dit?"), empty="Kies wie dit doet."
    )
    responsible_user = fields.person(
        said("Wie van die {partij}?"),
        help_text="Deze persoon kan het lezen, krijgt herinneringen en meldt terug.",
    )
    due_on = fields.coming_date("Klaar op", empty="Vul in wanneer het klaar moet zijn.")
    intervention = fields.listed("Soort interventie", "interventions", none="Geen")
    expected = line("Wat moet het opleveren?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.only_bound(self.fields["owner"])
        fields.of_bound(self.fields["responsible_user"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        who, owner = given.get("responsible_user"), given.get("owner")
        if who and owner and who.party_id != owner.pk:
            self.add_error(
                "responsible_user", f"Deze persoon hoort niet bij {owner.name}."
            )
        return given


class CriterionForm(forms.Form):
    prefix = "criterium"
    text = line(
        "Wanneer kunnen wij afschalen?",
        empty="Schrijf op wat er dan anders is.",
        size=400,
    )


class CasusregisseurForm(VersionedForm):
    user = fields.person("Wie wordt het?", empty="Kies iemand.")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, row=case, prefix="regie", **kwargs)
        self.fields["user"].label = f"Wie wordt {word('casusregisseur')}?"
        self.initial["user"] = leader_of(case)
        fields.partners(self.fields["user"])

    def clean_user(self) -> User:
        user: User = self.cleaned_data["user"]
        if refusal := why_not(rules.be_casusregisseur, user):
            raise forms.ValidationError(refusal)
        return user


class ChangeActionForm(VersionedForm):
    what = story("Wat gaat er gebeuren?", empty="Schrijf op wat er gebeurt.", rows=2)
    due_on = fields.coming_date("Klaar op", empty="Vul in wanneer het klaar moet zijn.")
    expected = line("Wat moet het opleveren?")

    def __init__(self, *args: Any, row: Action, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial = {
            **self.initial,
            "what": row.what,
            "due_on": row.due_on,
            "expected": row.expected,
        }
