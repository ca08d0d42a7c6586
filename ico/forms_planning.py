"""What is filled in about posts, outsiders, and meetings planned together."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Role, User
from cases.forms_fields import choice, line, past_date, story
from cases.models import Case
from house import profile
from house.words import said
from ico import fields
from ico import rules_planning as rules
from ico.follow_ups import FollowUp
from ico.meetings import Meeting
from ico.proposing import Slot
from ico.scheduling import MOST, Posts, days_of_series, slots_of_day
from zvh.guard.rules import why_not
from zvh.guard.versions import VersionedForm


class PostsForm(VersionedForm):
    chair = fields.person("Voorzitter", empty="Kies wie het overleg voorzit.")
    deputy = fields.person("Vervangend voorzitter")
    writer = fields.person("Verslaglegger", empty="Kies wie het verslag maakt.")

    def __init__(self, *args: Any, row: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        offer_staff(self)
        if row is not None:
            posts = ("chair", "deputy", "writer")
            self.initial = {
                **self.initial,
                **{post: getattr(row, post) for post in posts},
            }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("chair") and given.get("writer"):
            posts = {post: given.get(post) for post in ("chair", "deputy", "writer")}
            if refusal := _refused(rules.hold_posts, **posts):
                self.add_error("deputy", refusal)
        return given


class OutsiderForm(forms.Form):
    name = line("Naam", empty="Vul de naam in.")
    organisation = line("Organisatie")
    function = line("Functie")
    admitted_by = fields.bound_party(
        "Welke deelnemer van lid 1 laat deze persoon toe?",
        empty=said("Kies {partij.definite} die deze persoon toelaat."),
    )
    ground = choice(
        "Waarvoor is deze persoon nodig?",
        [],
        empty="Kies waarvoor deze persoon nodig is.",
    )
    reason = story("Waarom?", empty="Leg vast waarom deze persoon nodig is.", rows=2)

    def __init__(self, *args: Any, meeting: Meeting, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.user = meeting, user
        fields.only_bound(self.fields["admitted_by"], lid1=True)
        grounds = profile.active().choices("invitation_grounds")
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        wanted = {key: given.get(key) for key in ("admitted_by", "ground", "reason")}
        if all(wanted.values()):
            refusal = why_not(rules.admit, self.user, self.meeting, **wanted)  # type: ignore[arg-type]
            if refusal:
                self.add_error("admitted_by", refusal)
        return given


class DeclarationForm(forms.Form):
    declared_on = past_date(
        "Wanneer is de geheimhoudingsverklaring getekend?",
        empty="Vul in op welke dag is getekend.",
        help_text="Bijvoorbeeld 24-11-2026.",
    )


class AgainForm(VersionedForm):
    still_meets = choice(
        "Ja of nee",
        FollowUp.Meets.choices,
        empty="Kies ja of nee.",
    )
    why = story("Waarom?", empty="Schrijf op waarom.", rows=3)

    def __init__(self, *args: Any, row: FollowUp | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        if row is not None:
            told = {"still_meets": row.still_meets, "why": row.why}
            self.initial = {**self.initial, **told}


WHERE = "Kies een ruimte, of vul een adres of een link in."


class TogetherForm(forms.Form):
    """What meetings that are planned together share."""

    day = fields.coming_date("Datum", empty="Vul in op welke dag.")
    from_time = fields.clock("Vanaf", empty="Vul in hoe laat het eerste begint.")
    minutes = forms.IntegerField(
        label="Duur in minuten, per overleg", min_value=15, max_value=480
    )
    room = fields.room("Ruimte van het huis", help_text=WHERE)
    place = line(said("Adres bij een {partij}"))
    link = line("Link naar het digitale overleg")
    chair = fields.person("Voorzitter", empty="Kies wie voorzit.")
    deputy = fields.person("Vervangend voorzitter")
    writer = fields.person("Verslaglegger", empty="Kies wie het verslag maakt.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("minutes", profile.active().meetings.minutes)
        offer_staff(self)
        fields.rooms_in_use(self.fields["room"], and_of=None)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not (given.get("room") or given.get("place") or given.get("link")):
            self.add_error("room", WHERE)
        return given

    @property
    def posts(self) -> Posts:
        names = ("chair", "writer", "deputy", "room", "place", "link")
        return Posts(**{name: self.cleaned_data[name] for name in names})


class DayForm(TogetherForm):
    """Which cases, one after the other."""

    cases = forms.ModelMultipleChoiceField(
        label="Waarover, in deze volgorde?",
        queryset=Case.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies er ten minste één."},
    )
    field_order = ("cases",)

    def __init__(
        self, *args: Any, cases: list[Case], about: dict[Any, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = cases
        keys = [case.pk for case in cases]
        self.fields["cases"].queryset = Case.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        self.fields["cases"].choices = [  # type: ignore[attr-defined]
            (case.pk, f"{case.number} {about.get(case.pk, '')}".strip())
            for case in cases
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if {"cases", "day", "from_time", "minutes"} <= given.keys():
            try:
                given["slots"] = slots_of_day(
                    given["day"],
                    given["from_time"],
                    count=len(self.chosen),
                    minutes=given["minutes"],
                )
            except PermissionDenied as refusal:
                self.add_error("from_time", str(refusal))
        return given

    @property
    def chosen(self) -> list[Case]:
        """In the order in which they are shown: who waits longest comes first."""
        chosen = {case.pk for case in self.cleaned_data["cases"]}
        return [case for case in self.offered if case.pk in chosen]


class SeriesForm(TogetherForm):
    day = fields.coming_date(
        "Datum van het eerste overleg", empty="Vul in op welke dag het eerste is."
    )
    goal = story(
        "Wat moeten deze overleggen opleveren?",
        empty="Schrijf op welk doel deze overleggen hebben.",
        rows=3,
    )
    themes = fields.several("Thema’s", lambda: profile.active().choices("themes"))
    every = forms.IntegerField(label="Om de hoeveel weken?", min_value=1, max_value=26)
    times = forms.IntegerField(label="Hoeveel keer?", min_value=2, max_value=MOST)
    field_order = ("goal", "themes", "day", "from_time", "minutes", "every", "times")

    @property
    def slots(self) -> list[Slot]:
        given = self.cleaned_data
        days = days_of_series(given["day"], every=given["every"], times=given["times"])
        length = timedelta(minutes=given["minutes"])
        starts = (
            timezone.make_aware(datetime.combine(day, given["from_time"]))
            for day in days
        )
        return [Slot(at, at + length) for at in starts]


def offer_staff(form: forms.Form) -> None:
    """A procescoördinator chairs, somebody of the bureau writes."""
    chairs = User.objects.holding(Role.PROCESCOORDINATOR)
    for name in ("chair", "deputy"):
        fields.among(form.fields[name], chairs)
    fields.among(form.fields["writer"], User.objects.holding(*Role.bureau()))


def _refused(rule: Any, **what: Any) -> str:
    try:
        rule(**what)
    except PermissionDenied as refusal:
        return str(refusal)
    return ""
