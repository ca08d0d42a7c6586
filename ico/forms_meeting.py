"""What is filled in to call a meeting and to invite to it."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Role, User
from cases.forms_fields import choice, line, story
from house import lists, profile
from ico import fields, rules
from ico.meetings import DecisionKind, Meeting
from zvh.guard.rules import why_not
from zvh.guard.versions import VersionedForm


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
            themes = lists.choices("themes", using=row.themes)
            self.fields["themes"].choices = themes  # type: ignore[attr-defined]
        chairs = User.objects.holding(Role.PROCESCOORDINATOR)
        for name in ("chair", "deputy"):
            fields.among(self.fields[name], chairs)
        fields.among(self.fields["writer"], User.objects.holding(*Role.bureau()))

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
