"""What is filled in to call a meeting and to invite to it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Role, User
from cases.forms_fields import choice, line, story
from cases.models import Case
from house import lists, profile
from house.words import said, spoken
from ico import convening, fields, rules
from ico.forms_participants import MAY, MUST, NEED
from ico.meetings import DecisionKind, Meeting
from zvh.guard.rules import why_not
from zvh.guard.versions import VersionedForm

MOMENT = ("day", "from_time", "to_time")


def kinds_of_decision() -> list[tuple[str, str]]:
    """What a meeting may be called for, in the words of this house."""
    return [(kind, spoken(name)) for kind, name in DecisionKind.choices]


class MeetingForm(VersionedForm):
    # First what everybody asks: to what end and when; and what goes together in a row.
    field_order: tuple[str, ...] = (
        *("goal", *MOMENT, "minutes", "room", "place", "link"),
        *("chair", "deputy", "writer", "decisions", "themes"),
    )
    beside = (MOMENT, ("place", "link"), ("chair", "deputy", "writer"))
    goal = story(
        "Wat moet het overleg opleveren?",
        empty="Schrijf op welk concreet doel het overleg heeft.",
        rows=3,
    )
    decisions = fields.several("Welke besluiten zijn nodig?", kinds_of_decision)
    themes = fields.several("Thema’s", lambda: profile.active().choices("themes"))
    minutes = forms.IntegerField(
        label="Duur in minuten",
        min_value=15,
        max_value=480,
        required=False,
        error_messages={"invalid": "Vul een aantal minuten in, bijvoorbeeld 90."},
    )
    room = fields.room(
        "Ruimte van het huis",
        help_text="Kies een ruimte, of vul een adres of een link in.",
    )
    place = line(
        said("Adres bij een {partij}"),
        help_text="Waar u elkaar ziet staat alleen achter het inloggen, niet in mail of"
        " agenda.",
    )
    link = line("Link naar het digitale overleg")
    chair = fields.person("Voorzitter", empty="Kies wie het overleg voorzit.")
    deputy = fields.person("Vervangend voorzitter")
    writer = fields.person("Verslaglegger", empty="Kies wie het verslag maakt.")
    day = fields.coming_date(
        "Datum",
        help_text=said(
            "Staat de datum nog niet vast? Laat deze drie vragen dan leeg. U kiest"
            " straks momenten en vraagt de {partij.plural} wanneer zij kunnen."
        ),
    )
    from_time = fields.clock("Van")
    to_time = fields.clock("Tot")

    def __init__(self, *args: Any, row: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.initial.setdefault("minutes", profile.active().meetings.minutes)
        if row is not None:
            self.initial = {**self.initial, **_of_meeting(row)}
            themes = lists.choices("themes", using=row.themes)
            self.fields["themes"].choices = themes  # type: ignore[attr-defined]
            self._keep_to_its_stage(row)
        fields.rooms_in_use(self.fields["room"], and_of=row)
        chairs = User.objects.holding(Role.PROCESCOORDINATOR)
        for name in ("chair", "deputy"):
            fields.among(self.fields[name], chairs)
        fields.among(self.fields["writer"], User.objects.holding(*Role.bureau()))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not (given.get("room") or given.get("place") or given.get("link")):
            self.add_error("room", "Kies een ruimte, of vul een adres of een link in.")
        self._check_the_moment(given)
        return given

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        given["minutes"] = given["minutes"] or profile.active().meetings.minutes
        day, starts, ends = (given.pop(n, None) for n in MOMENT)
        if day is None:
            return given
        starts_at = _moment(day, starts)
        if ends is None:
            ends_at = starts_at + timedelta(minutes=given["minutes"])
        else:
            ends_at = _moment(day, ends)
            given["minutes"] = (ends_at - starts_at) // timedelta(minutes=1)
        return {**given, "starts_at": starts_at, "ends_at": ends_at}

    def plan(self, case: Case, *, by: User) -> Meeting:
        """What was filled in, as a meeting."""
        return convening.plan_meeting(case, by=by, **self.answers)

    def _keep_to_its_stage(self, row: Meeting) -> None:
        """A moment is asked for or chosen on pages of their own, and then stays one."""
        if row.is_seeking:
            for name in MOMENT:
                del self.fields[name]
        else:
            self.fields["day"].help_text = "Bijvoorbeeld 24-11-2026."
            self.fields["day"].required = self.fields["from_time"].required = True

    def _check_the_moment(self, given: dict[str, Any]) -> None:
        day, starts, ends = (given.get(name) for name in MOMENT)
        failed = [name for name in MOMENT if name in self.errors]
        if failed or not (day or starts or ends):
            return
        if not day:
            self.add_error("day", "Vul in op welke dag het overleg is.")
        if not starts:
            self.add_error("from_time", "Vul in hoe laat het begint.")
        if starts and ends and ends <= starts:
            self.add_error("to_time", "Het overleg eindigt voordat het begint.")


class InvitationForm(forms.Form):
    # One of the two is always chosen.
    conditional = frozenset({"need"})
    guest = fields.person("Wie nodigt u uit?", empty="Kies wie u uitnodigt.")
    need = forms.ChoiceField(
        label=said("Moet {partij.this} erbij zijn?"),
        choices=NEED,
        widget=forms.RadioSelect,
        initial=MUST,
        required=False,
    )
    ground = choice(
        said("Waarvoor is {partij.this} nodig?"),
        [],
        empty=said("Kies waarvoor {partij.this} nodig is."),
    )
    reason = story(
        said("Waarom {partij.this}?"),
        empty=said("Leg vast waarom {partij.this} erbij hoort te zijn."),
        rows=2,
    )
    about = story(
        "Over wie gaat het?",
        rows=2,
        help_text="Alleen wat nodig is om de eigen informatie te vinden.",
    )
    asked = story(
        said("Wat vraagt u van {partij.this}?"),
        empty=said("Schrijf op wat u van {partij.this} vraagt."),
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

    @property
    def told(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        is_needed = given.pop("need") != MAY
        return {**given, "is_needed": is_needed}

    def _invited(self) -> set[Any]:
        standing = self.meeting.invitations.standing()
        return set(standing.values_list("user_id", flat=True))


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _of_meeting(meeting: Meeting) -> dict[str, Any]:
    names = (
        *("goal", "decisions", "themes", "minutes", "room", "place", "link"),
        *("chair", "deputy", "writer"),
    )
    same = {name: getattr(meeting, name) for name in names}
    if meeting.starts_at is None or meeting.ends_at is None:
        return same
    starts, ends = (
        timezone.localtime(at) for at in (meeting.starts_at, meeting.ends_at)
    )
    moment = (starts.date(), starts.time(), ends.time())
    return same | dict(zip(MOMENT, moment, strict=True))
