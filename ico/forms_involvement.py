"""What is filled in when somebody tells how it goes, or leaves."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q

from accounts.models import Party, Role, User
from cases.forms_fields import story
from cases.models import Case
from house.words import said
from ico import fields
from ico.developments import Departure


class Parties(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Party) -> str:
        return obj.name


class DevelopmentForm(forms.Form):
    """What happened, and for whom that is; nobody is chosen beforehand."""

    prefix = "nieuws"
    text = story(
        "Wat is er gebeurd?",
        empty="Schrijf op wat er is gebeurd.",
        help_text="Schrijf alleen op wat de anderen voor hun werk moeten weten.",
        rows=4,
    )
    parties = Parties(
        label="Wie moet dit weten?",
        queryset=Party.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Het bureau leest het altijd. Kiest u niemand, dan leest alleen het"
        " bureau het. Wie het moet weten, krijgt een mail zonder inhoud.",
        error_messages={"invalid_choice": "Kies uit de lijst."},
    )

    def __init__(self, *args: Any, parties: Iterable[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Party.objects.filter(pk__in=list(parties)).order_by("name")
        self.fields["parties"].queryset = known  # type: ignore[attr-defined]
        if not known:
            del self.fields["parties"]


class LeaveForm(forms.Form):
    prefix = "vertrek"
    why = story(
        "Waarom stopt uw betrokkenheid?",
        empty="Schrijf op waarom u stopt.",
        rows=2,
    )
    successor = fields.person(
        "Wie van uw organisatie volgt u op?",
        help_text="Het bureau regelt dat deze persoon verder kan. Weet u het nog niet?"
        " Laat dit dan leeg: het bureau vraagt het uw organisatie.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = User.objects.holding(Role.KETENPARTNER).filter(party=user.party)
        self.is_alone = not fields.offer(self, own.exclude(pk=user.pk))


class HandOverForm(forms.Form):
    """Who leads the case asks that another does."""

    prefix = "regie"
    why = story("Waarom draagt u over?", empty="Schrijf op waarom.", rows=2)
    successor = fields.person("Wie neemt het over?", empty="Kies wie het overneemt.")

    def __init__(self, *args: Any, user: User, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        doing = case.actions.standing().values("responsible_user")
        near = Q(party=user.party) | Q(pk__in=doing)
        partners = User.objects.holding(Role.KETENPARTNER).filter(near)
        self.is_alone = not fields.offer(self, partners.exclude(pk=user.pk))


class SucceedForm(forms.Form):
    successor = fields.person(
        "Wie gaat verder?",
        help_text=said(
            "Deze persoon krijgt de open {afspraak.plural}. Is er niemand met een"
            " account? Laat dit leeg: de {afspraak.plural} blijven dan bij de {partij},"
            " en een {casusregisseur} wijst u daarna aan."
        ),
    )

    def __init__(self, *args: Any, departure: Departure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.holding(Role.KETENPARTNER)
        if departure.kind == Departure.Kind.STOPS:
            people = people.filter(party=departure.party)
        self.is_alone = not fields.offer(self, people.exclude(pk=departure.user_id))
        self.initial.setdefault("successor", departure.successor_id)
