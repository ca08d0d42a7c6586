"""What is filled in to call a meeting, and at its table."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Role, User
from cases.forms_fields import choice, line, story
from cases.models import Case, Category, Contribution, Use
from house import profile
from ico import fields, rules
from ico.agreed import Action
from ico.meetings import Attendance, DecisionKind, Meeting, MinutesSection
from zvh.guard.rules import why_not
from zvh.guard.versions import VersionedForm

RELEASE_USES = [
    (Use.ICO, "In het overleg: de deelnemers kunnen het lezen"),
    (Use.PLAN, "In het plan: het mag in het plan komen te staan"),
]


class MeetingForm(VersionedForm):
    day = fields.coming_date("Datum", empty="Vul in op welke dag het overleg is.")
    from_time = fields.clock("Van", empty="Vul in hoe laat het begint.")
    to_time = fields.clock("Tot", empty="Vul in hoe laat het eindigt.")
    place = line(
        "Plaats", help_text="Staat alleen achter het inloggen, niet in mail of agenda."
    )
    link = line("Link naar het digitale overleg")
    goal = story(
        "Wat moet het overleg opleveren?",
        empty="Schrijf op welk concreet doel het overleg heeft.",
        rows=3,
    )
    decisions = fields.several("Welke besluiten zijn nodig?", DecisionKind.choices)
    themes = fields.several("Thema’s", lambda: profile.active().choices("themes"))
    chair = fields.person("Voorzitter", empty="Kies wie het overleg voorzit.")
    deputy = fields.person("Vervangend voorzitter")
    writer = fields.person("Verslaglegger", empty="Kies wie het verslag maakt.")

    def __init__(self, *args: Any, row: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        if row is not None:
            self.initial = {**_of_meeting(row), **self.initial}
        chairs = User.objects.holding(Role.PROCESCOORDINATOR).select_related("party")
        bureau = User.objects.holding(*Role.bureau()).select_related("party")
        for name in ("chair", "deputy"):
            self.fields[name].queryset = chairs.order_by("name")  # type: ignore[attr-defined]
        self.fields["writer"].queryset = bureau.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not (given.get("place") or given.get("link")):
            self.add_error("place", "Vul een plaats of een link in.")
        starts, ends = given.get("from_time"), given.get("to_time")
        if starts and ends and ends <= starts:
            self.add_error("to_time", "Het overleg eindigt voordat het begint.")
        return given

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        day, starts, ends = (given.pop(n) for n in ("day", "from_time", "to_time"))
        return {
            **given,
            "starts_at": _moment(day, starts),
            "ends_at": _moment(day, ends),
        }


class InvitationForm(forms.Form):
    guest = fields.person("Wie nodigt u uit?", empty="Kies wie u uitnodigt.")
    ground = choice(
        "Waarvoor is deze Partij nodig?",
        [],
        empty="Kies waarvoor deze Partij nodig is.",
    )
    reason = story(
        "Waarom deze Partij?",
        empty="Leg vast waarom deze Partij erbij hoort te zijn.",
        rows=2,
    )
    about = story(
        "Over wie gaat het?",
        rows=2,
        help_text="Alleen wat nodig is om de eigen informatie te vinden.",
    )
    asked = story(
        "Wat vraagt u van deze Partij?",
        empty="Schrijf op wat u van deze Partij vraagt.",
        rows=3,
    )

    def __init__(self, *args: Any, meeting: Meeting, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.user = meeting, user
        fields.partners(self.fields["guest"])
        grounds = profile.active().choices("invitation_grounds")
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        guest = given.get("guest")
        if guest is None or not given.get("ground") or not given.get("reason"):
            return given
        if guest.pk in self._invited():
            self.add_error("guest", "Deze persoon is al uitgenodigd.")
        elif refusal := why_not(
            rules.invite,
            self.user,
            self.meeting,
            guest=guest,
            ground=given["ground"],
            reason=given["reason"],
        ):
            self.add_error("guest", refusal)
        return given

    def _invited(self) -> set[Any]:
        standing = self.meeting.invitations.standing()
        return set(standing.values_list("user_id", flat=True))


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
        "Voorwaarden", help_text="Bijvoorbeeld: niet delen met de betrokkene."
    )


class NotedPieceForm(PieceForm):
    """What the bureau writes down at the table for a Partij."""

    party = fields.bound_party("Van welke Partij?", empty="Kies van wie dit is.")
    spoken_by = line(
        "Wie vertelde het?", empty="Schrijf op wie dit voor de Partij vertelde."
    )
    field_order = ("party", "spoken_by", "domain", "category", "text", "conditions")

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
        "Wie gaf akkoord?", empty="Kies wie namens de Partij akkoord gaf."
    )

    def __init__(self, *args: Any, piece: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = User.objects.active().filter(party=piece.given_by).select_related("party")
        self.fields["agreed_by"].queryset = own.order_by("name")  # type: ignore[attr-defined]


class SectionForm(VersionedForm):
    text = story("Verslag", rows=6)

    def __init__(self, *args: Any, row: MinutesSection, **kwargs: Any) -> None:
        super().__init__(*args, row=row, prefix=row.heading, **kwargs)
        self.initial["text"] = row.text
        self.fields["text"].label = row.get_heading_display()


class SeatForm(forms.Form):
    prefix = "stoel"
    party = fields.bound_party("Partij", empty="Kies voor welke Partij iemand er is.")
    function = line("Functie", empty="Schrijf op in welke functie iemand er is.")
    has_mandate = forms.BooleanField(
        label="Kan besluiten voor de Partij", required=False
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
        label="Kan besluiten voor de Partij", required=False
    )
    is_listed = forms.BooleanField(
        label="Zichtbaar voor de andere deelnemers",
        help_text="Een Partij kan vragen niet op de lijst te staan.",
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
            "agreed_goal": row.goal_now,
            "follow_up_on": row.follow_up_on,
        }


class AgreementForm(forms.Form):
    prefix = "afspraak"
    what = story("Wat gaat er gebeuren?", empty="Schrijf op wat er gebeurt.", rows=2)
    owner = fields.bound_party("Welke Partij doet dit?", empty="Kies wie dit doet.")
    responsible_user = fields.person(
        "Wie van die Partij?",
        help_text="Deze persoon ziet de afspraak, krijgt herinneringen en meldt terug.",
    )
    due_on = fields.coming_date("Klaar op", empty="Vul in wanneer het klaar moet zijn.")
    intervention = fields.listed("Soort interventie", "interventions", none="Geen")
    expected = line("Wat moet het opleveren?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.only_bound(self.fields["owner"])

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
        "Wanneer kan de casus worden afgeschaald?",
        empty="Schrijf op wat er dan anders is.",
        size=400,
    )


class CasusregisseurForm(VersionedForm):
    user = fields.person("Wie wordt casusregisseur?", empty="Kies iemand.")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, row=case, prefix="regie", **kwargs)
        self.initial["user"] = case.casusregisseur_id
        fields.partners(self.fields["user"])

    def clean_user(self) -> User:
        user: User = self.cleaned_data["user"]
        if refusal := why_not(rules.be_casusregisseur, user):
            raise forms.ValidationError(refusal)
        return user


class ReportForm(VersionedForm):
    state = choice(
        "Hoe staat het ermee?",
        [
            (Action.State.OPEN, "Nog mee bezig"),
            (Action.State.DONE, "Gedaan"),
            (Action.State.FAILED, "Niet gelukt"),
        ],
        empty="Kies hoe het ermee staat.",
    )
    report = story(
        "Toelichting", help_text="Wat is er gebeurd, of waarom lukte het niet?", rows=3
    )

    def __init__(self, *args: Any, row: Action, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial = {**self.initial, "state": row.state, "report": row.report}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("state") == Action.State.FAILED and not given.get("report"):
            self.add_error("report", "Schrijf op waarom het niet lukte.")
        return given


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


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _of_meeting(meeting: Meeting) -> dict[str, Any]:
    starts, ends = (
        timezone.localtime(at) for at in (meeting.starts_at, meeting.ends_at)
    )
    same = ("place", "link", "goal", "decisions", "themes", "chair", "deputy", "writer")
    return {
        "day": starts.date(),
        "from_time": starts.time(),
        "to_time": ends.time(),
        **{name: getattr(meeting, name) for name in same},
    }
