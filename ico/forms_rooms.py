"""What is filled in about a room."""

from typing import Any

from django import forms

from ico.rooms import Room


class RoomForm(forms.Form):
    name = forms.CharField(
        label="Naam",
        max_length=100,
        error_messages={"required": "Vul in hoe de ruimte heet."},
    )
    address = forms.CharField(
        label="Adres",
        max_length=300,
        required=False,
        help_text="Laat leeg als de ruimte in het huis zelf is.",
    )
    seats = forms.IntegerField(
        label="Plaatsen",
        min_value=2,
        max_value=500,
        required=False,
        error_messages={"invalid": "Vul een getal in, bijvoorbeeld 12."},
    )

    def __init__(self, *args: Any, room: Room | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room = room
        if room is None:
            return
        self.fields["is_in_use"] = forms.BooleanField(
            label="In gebruik", required=False
        )
        self.initial = {
            "name": room.name,
            "address": room.address,
            "seats": room.seats,
            "is_in_use": room.closed_at is None,
            **self.initial,
        }

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        others = Room.objects.filter(name=name)
        if self.room is not None:
            others = others.exclude(pk=self.room.pk)
        if others.exists():
            raise forms.ValidationError("Er is al een ruimte met deze naam.")
        return name
