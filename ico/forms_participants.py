"""Everybody for a meeting on one page: who, whether needed, and on what ground."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from accounts.models import Party, User
from cases.forms_fields import line, story
from house.words import said
from ico import fields, rules
from ico.listing_guests import Known
from ico.meetings import Meeting
from zvh.guard.rules import why_not

MUST, MAY = "must", "may"
NEED = [(MUST, "Moet erbij zijn"), (MAY, "Mag erbij zijn")]


@dataclass(frozen=True)
class Row:
    """The questions about one Partij."""

    party: Party
    invited: BoundField
    guest: BoundField
    need: BoundField
    ground: BoundField
    reason: BoundField


class ParticipantsForm(forms.Form):
    """A row for each Partij; only those that are ticked count."""

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        user: User,
        known: Iterable[Known],
        others: Iterable[Known],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.user = meeting, user
        self.known, self.others = list(known), list(others)
        for one in (*self.known, *self.others):
            self._ask_about(one)
        self.fields["about"] = story(
            "Over wie gaat het?",
            rows=2,
            help_text="Alleen wat nodig is om de eigen informatie te vinden.",
        )
        self.fields["asked"] = story(
            "Wat vraagt u van iedereen?",
            empty=said("Schrijf op wat u van de {partij.plural} vraagt."),
            rows=2,
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        ticked = [one for one in self._all() if given.get(_name(one, "invited"))]
        if not ticked:
            raise forms.ValidationError(said("Kies ten minste één {partij}."))
        for one in ticked:
            self._refuse(one, given)
        return given

    @property
    def rows(self) -> list[Row]:
        return [self._row(one) for one in self.known]

    @property
    def more(self) -> list[Row]:
        """Partijen of which nothing is known in this case."""
        return [self._row(one) for one in self.others]

    @property
    def shared(self) -> list[BoundField]:
        return [self["about"], self["asked"]]

    @property
    def told(self) -> list[dict[str, Any]]:
        """Each invitation, as it is put on the list."""
        given = self.cleaned_data
        shared = {name: given[name] for name in ("about", "asked")}
        return [
            {
                "guest": given[_name(one, "guest")],
                "is_needed": given[_name(one, "need")] == MUST,
                "ground": given[_name(one, "ground")],
                "reason": given[_name(one, "reason")],
                **shared,
            }
            for one in self._all()
            if given.get(_name(one, "invited"))
        ]

    def _all(self) -> list[Known]:
        return [*self.known, *self.others]

    def _ask_about(self, one: Known) -> None:
        name = one.party.name
        guest = fields.person(f"{name}: wie")
        fields.among(guest, User.objects.filter(pk__in=[u.pk for u in one.people]))
        guest.choices = [(user.pk, _named(user)) for user in one.people]
        asked: dict[str, tuple[forms.Field, Any]] = {
            "invited": (forms.BooleanField(label=name, required=False), one.is_ticked),
            "guest": (guest, one.guest),
            "need": (
                forms.ChoiceField(label=f"{name}: nodig", choices=NEED),
                MUST if one.is_needed else MAY,
            ),
            "ground": (
                fields.listed(
                    f"{name}: waarvoor", "invitation_grounds", none="Kies waarvoor"
                ),
                one.ground,
            ),
            "reason": (line(f"{name}: waarom"), one.reason),
        }
        for field, (question, initial) in asked.items():
            self.fields[_name(one, field)] = question
            self.initial.setdefault(_name(one, field), initial)

    def _refuse(self, one: Known, given: dict[str, Any]) -> None:
        """Say beside the field why this invitation cannot be (O-3)."""
        guest = given.get(_name(one, "guest"))
        if guest is None:
            self.add_error(_name(one, "guest"), "Kies wie u uitnodigt.")
            return
        grounds = {
            field: given.get(_name(one, field), "") for field in ("ground", "reason")
        }
        refusal = why_not(rules.invite, self.user, self.meeting, guest=guest, **grounds)
        if refusal:
            lacks = next((name for name, said in grounds.items() if not said), "guest")
            self.add_error(_name(one, lacks), refusal)

    def _row(self, one: Known) -> Row:
        names = ("invited", "guest", "need", "ground", "reason")
        return Row(one.party, **{name: self[_name(one, name)] for name in names})


def _name(one: Known, field: str) -> str:
    return f"{one.party.pk}-{field}"


def _named(user: User) -> str:
    return f"{user.name}, {user.function}" if user.function else user.name
