"""What is filled in to propose moments, and to say at which one can come."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from cases.forms_fields import line
from house import profile
from ico import fields
from ico import rules_planning as rules
from ico.meetings import Meeting
from ico.moments import Availability, Can
from ico.proposing import Slot, free_slots, slot_of, spread
from zvh.guard.rules import why_not
from zvh.lib import dates


class MomentsForm(forms.Form):
    """Which moments are put to everybody, and until when they can answer."""

    moments = forms.MultipleChoiceField(
        label="Momenten waarop iedereen van het huis vrij is",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies er drie tot zes. De voorzitter, de verslaglegger en de ruimte"
        " hebben dan geen ander overleg.",
    )
    other_day = fields.coming_date("Of een ander moment: datum")
    other_time = fields.clock("Ander moment: van")
    answer_before = fields.coming_date(
        "Antwoord uiterlijk op", empty="Vul in tot wanneer men kan antwoorden."
    )

    def __init__(self, *args: Any, meeting: Meeting, since: date | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.fields["other_time"].required = False
        free = free_slots(meeting, since=since)
        known = [slot.key for slot in free]
        kept = [s for s in map(self._slot, self._posted()) if s and s.key not in known]
        shown = sorted([*free, *kept], key=lambda slot: slot.starts_at)
        choices = [(slot.key, said(slot)) for slot in shown]
        self.fields["moments"].choices = choices  # type: ignore[attr-defined]
        self.later = _day_after(shown)
        days = profile.active().meetings.answer_days
        self.initial = {
            "moments": [slot.key for slot in spread(free)],
            "answer_before": dates.add_working_days(timezone.localdate(), days),
            **self.initial,
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        day, clock = given.get("other_day"), given.get("other_time")
        if bool(day) != bool(clock):
            missing = "other_time" if day else "other_day"
            self.add_error(missing, "Vul van het andere moment dag en tijd in.")
        given["slots"] = self._slots(given)
        if given.get("answer_before") and not self.errors:
            refusal = why_not(rules.propose, given["slots"], given["answer_before"])
            if refusal:
                self.add_error("moments", refusal)
        return given

    def _slots(self, given: dict[str, Any]) -> list[Slot]:
        slots = [self._slot(key) for key in given.get("moments", ())]
        day, clock = given.get("other_day"), given.get("other_time")
        if day and clock:
            key = f"{datetime.combine(day, clock):%Y-%m-%dT%H:%M}"
            slots.append(self._slot(key))
        found = {slot.starts_at: slot for slot in slots if slot}
        return [found[starts_at] for starts_at in sorted(found)]

    def _slot(self, key: str) -> Slot | None:
        return slot_of(key, self.meeting.minutes)

    def _posted(self) -> list[str]:
        if not self.is_bound:
            return []
        return list(self.data.getlist("moments"))  # type: ignore[attr-defined]


class AvailabilityForm(forms.Form):
    """One question for each moment: yes, if need be, no."""

    def __init__(self, *args: Any, asked: Availability, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moments = asked.meeting_moments()
        for moment in self.moments:
            self.fields[str(moment.pk)] = forms.ChoiceField(
                label=moment.when,
                choices=Can.choices,
                widget=forms.RadioSelect,
                initial=asked.says(moment.pk),
                error_messages={"required": "Kies ja, als het moet of nee."},
            )

    @property
    def answers(self) -> dict[UUID, str]:
        return {moment.pk: self.cleaned_data[str(moment.pk)] for moment in self.moments}


class TelephoneForm(AvailabilityForm):
    """The same, as somebody says it by telephone."""

    def __init__(self, *args: Any, asked: Availability, **kwargs: Any) -> None:
        super().__init__(*args, asked=asked, **kwargs)
        spoken_by = line("Wie had u aan de telefoon?", empty="Vul in wie u sprak.")
        spoken_by.initial = asked.spoken_by or asked.who
        self.fields = {"spoken_by": spoken_by, **self.fields}


def said(slot: Slot) -> str:
    starts, ends = map(timezone.localtime, (slot.starts_at, slot.ends_at))
    return f"{dates.in_full(starts.date())}, {starts:%H:%M} tot {ends:%H:%M} uur"


def _day_after(slots: list[Slot]) -> str:
    """From which day on the next moments are, as an address carries it."""
    if not slots:
        return ""
    last = timezone.localdate(slots[-1].starts_at)
    return (last + timedelta(days=1)).isoformat()


def since_of(text: str | None) -> date | None:
    """From which day on to look, as the address of the page says it."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
