"""Calling a next meeting from the plan: what is asked more, what is known (O-11)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Role, User
from cases import pages
from cases.models import Case
from house.words import word
from ico import fields, follow_ups
from ico.developments import leader_of
from ico.forms_meeting import MeetingForm
from ico.meetings import Meeting


def form_for(case: Case) -> Callable[..., MeetingForm]:
    """A next meeting needs the word of who guides the case and who leads it."""
    if not case.plans.established().exists():
        return MeetingForm
    return partial(FollowUpForm, led=case)


def known(case: Case) -> dict[str, Any]:
    """Goal and date as the plan has them; before there is one, what was set for it."""
    plan = case.plans.established().newest_first().first()
    if plan is not None:
        day = plan.follow_up_on
        ahead = day if day and day >= timezone.localdate() else None
        return {"goal": plan.goal, "day": ahead}
    if set_before := pages.assigned(case):
        return {"goal": set_before.goal, "themes": set_before.themes}
    registration = case.registrations.first()
    return {"goal": registration.goal if registration else ""}


class FollowUpForm(MeetingForm):
    """A next meeting: also who decided on it."""

    decided_by = fields.person(
        "Wie besloot tot dit vervolg?", empty="Kies wie tot dit vervolg besloot."
    )
    agreed = forms.BooleanField(
        required=False,
    )
    field_order = ("decided_by", "agreed", *MeetingForm.field_order)

    def __init__(self, *args: Any, led: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.led = led
        fields.among(
            self.fields["decided_by"], User.objects.holding(Role.PROCESCOORDINATOR)
        )
        self.initial.setdefault("decided_by", led.coordinator)
        leader = leader_of(led)
        agreed = word("afspraak", "plural")
        self.fields["agreed"].label = (
            f"{leader.name}, die de {agreed} bewaakt, is het hiermee eens"
            if leader
            else f"Wie de {agreed} bewaakt, is het hiermee eens"
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("decided_by"):
            agreed = leader_of(self.led) if given.get("agreed") else None
            refusal = follow_ups.why_not_decided(
                self.led, decided_by=given["decided_by"], decided_with=agreed
            )
            if refusal:
                self.add_error("agreed", refusal)
        return given

    def plan(self, case: Case, *, by: User) -> Meeting:
        what = self.answers
        del what["agreed"]
        return follow_ups.plan_follow_up(
            case, by=by, decided_with=leader_of(case), **what
        )
