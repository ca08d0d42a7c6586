"""What people fill in about accounts, roles and Partijen."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.authorisations import Authorisation, Function, Role
from accounts.parties import Contact, Party
from accounts.people import User
from house.profile import active
from house.words import said


class UnlockForm(forms.Form):
    password = forms.CharField(
        label="Wachtwoord",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        help_text="Acht cijfers. De code werkt een kwartier.",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
        error_messages={"required": "Typ de code."},
    )

    def refuse(self) -> None:
        self.add_error(
            "code",
            "Deze code klopt niet, of werkt niet meer. Vraag een nieuwe code aan.",
        )


class UserForm(forms.Form):
    email = forms.EmailField(label="E-mailadres", max_length=254)
    name = forms.CharField(label="Naam", max_length=200)
    function = forms.CharField(label="Functie", max_length=200, required=False)
    party = forms.ModelChoiceField(
        label=said("{partij.capital}"),
        queryset=Party.objects.none(),
        empty_label=said("Kies een {partij}"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.organisations()  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError("Er is al een account met dit e-mailadres.")
        return email


class GrantForm(forms.Form):
    role = forms.ChoiceField(label="Rol")
    function = forms.ChoiceField(
        label="Waarvoor",
        choices=Function.choices,
        help_text=said(
            "Verwerking: aan {casus.plural} werken. Toezicht: nagaan of het mag. "
            "Beheer: het systeem beheren."
        ),
    )
    designated_by = forms.ModelChoiceField(
        label="Aangewezen door",
        queryset=Party.objects.none(),
        empty_label=said("Kies een {partij}"),
    )
    reason = forms.CharField(label="Reden", max_length=300)
    until = forms.DateField(
        label="Tot en met",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        roles = [("", "Kies een rol"), *role_choices()]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["designated_by"].queryset = Party.objects.organisations()  # type: ignore[attr-defined]
        self.initial.setdefault("designated_by", user.party_id)

    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        held = Authorisation.objects.not_withdrawn().filter(user=self.user, role=role)
        if held.exists():
            raise forms.ValidationError("Deze persoon heeft deze rol al.")
        return role

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError("Kies een datum vanaf vandaag.")
        return until


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="Reden", max_length=300)


def account_of(contact: Contact | None) -> dict[str, Any]:
    """What is known already of somebody who gets an account."""
    if contact is None:
        return {}
    return {"email": contact.email, "name": contact.name, "party": contact.party_id}


def role_choices() -> list[tuple[str, str]]:
    """The roles under the names that this house gives them."""
    return [(role.value, active().words[role].capital) for role in Role]
