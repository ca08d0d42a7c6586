"""Questions that the forms around a meeting share."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from accounts.models import Party, Role, User
from cases.forms_fields import day, must
from house import profile
from house.words import said
from ico.meetings import Meeting
from ico.rooms import Room

NO_TIME = "Deze tijd bestaat niet. Schrijf bijvoorbeeld 13:30."


class UnderTheirParty(ModelChoiceIterator):  # type: ignore[type-arg]
    """The people of a list, each Partij with its own below its name."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label or "")
        people = self.queryset.select_related("party").order_by("party__name", "name")
        for party, own in groupby(people, key=lambda user: user.party.name):
            yield (party, [self.choice(user) for user in own])


class Person(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody with an account, by name and Partij, to be found under the Partij."""

    iterator = UnderTheirParty

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name}, {obj.party.name}"


def person(label: str, *, empty: str = "", **more: Any) -> Person:
    """Somebody to choose; `empty` is what is said when nobody was, else none will do.

    Who can be chosen is asked when the form is made: `among`, `partners`, `of_bound`.
    """
    field = Person(
        label=label,
        queryset=User.objects.active(),
        required=must(empty),
        error_messages={
            "required": empty,
            "invalid_choice": "Kies iemand uit de lijst.",
        },
        **more,
    )
    field.empty_label = "Kies iemand"
    return field


def among(field: forms.Field, people: QuerySet[User]) -> None:
    """Only these people can be chosen."""
    field.queryset = people  # type: ignore[attr-defined]


def offer(form: forms.Form, people: QuerySet[User], name: str = "successor") -> bool:
    """These people to choose from; where there is nobody, nothing is asked.

    Who was made up is refused all the same.
    """
    among(form.fields[name], people)
    if people.exists():
        return True
    form.fields[name].widget = forms.HiddenInput()
    return False


def partners(field: forms.Field) -> None:
    """Only people of Partijen, never staff of the house or who governs (O-3, P-13)."""
    staff = User.objects.holding(*Role.bureau())
    outside = Party.objects.apart_from_the_house()
    people = User.objects.active().filter(party__in=outside.values("pk"))
    people = people.exclude(pk__in=staff.values("pk"))
    among(field, people.apart_from_who_governs())


def of_bound(field: forms.Field) -> None:
    """Only people of the Partijen bound today, never who only governs (P-1)."""
    bound = Party.objects.bound(timezone.localdate())
    people = User.objects.active().filter(party__in=bound.values("pk"))
    among(field, people.apart_from_who_governs())


def bound_party(label: str, *, empty: str, **more: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """A Partij to choose; which ones, `only_bound` asks when the form is made."""
    field = forms.ModelChoiceField(
        label=label,
        queryset=Party.objects.none(),
        error_messages={
            "required": empty,
            "invalid_choice": said("Kies een {partij} uit de lijst."),
        },
        **more,
    )
    field.empty_label = said("Kies een {partij}")
    return field


def only_bound(field: forms.Field, *, lid1: bool = False) -> None:
    """The Partijen that the covenant binds today."""
    bound = Party.objects.bound(timezone.localdate()).order_by("name")
    field.queryset = bound.lid1() if lid1 else bound  # type: ignore[attr-defined]


class RoomOf(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A room, with how many can sit there."""

    def label_from_instance(self, obj: Room) -> str:
        return f"{obj.where} ({obj.seats} plaatsen)" if obj.seats else obj.where


def room(label: str, *, help_text: str = "") -> RoomOf:
    """A room to choose, or none; which ones, `rooms_in_use` asks."""
    field = RoomOf(
        label=label,
        queryset=Room.objects.none(),
        required=False,
        help_text=help_text,
        error_messages={"invalid_choice": "Kies een ruimte uit de lijst."},
    )
    field.empty_label = "Geen ruimte van het huis"
    return field


def rooms_in_use(field: forms.Field, *, and_of: Meeting | None) -> None:
    """The rooms of today, and the one that this meeting has already."""
    own = and_of.room_id if and_of else None
    rooms = Room.objects.in_use()
    if own is not None:
        rooms |= Room.objects.filter(pk=own)
    field.queryset = rooms.order_by("name")  # type: ignore[attr-defined]


def coming_date(label: str, *, empty: str = "", **more: Any) -> forms.DateField:
    """A day from today on."""
    more.setdefault("help_text", "Bijvoorbeeld 24-11-2026.")
    return day(label, empty=empty, validators=[_not_in_the_past], **more)


def clock(label: str, *, empty: str = "") -> forms.TimeField:
    """A time of day, typed as text."""
    return forms.TimeField(
        label=label,
        required=must(empty),
        help_text="Bijvoorbeeld 13:30.",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}),
        error_messages={"required": empty, "invalid": NO_TIME},
    )


def listed(label: str, name: str, *, none: str) -> forms.ChoiceField:
    """One value of a list of the profile, or none."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=lambda: [("", none), *profile.active().choices(name)],
    )


def several(label: str, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    """Any number of these, none too."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **more,
    )


def _not_in_the_past(day: date) -> None:
    if day < timezone.localdate():
        raise forms.ValidationError("Deze datum is al voorbij.")
