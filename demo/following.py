"""How a plan of the demo is carried out: told, late, and asked about."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from cases.models import Case
from ico import actions as ico
from ico.models import Action, Escalation
from zvh.guard.announce import acting_as
from zvh.lib.dates import add_working_days


def follow(case: Case, people: dict[str, User]) -> None:
    """One development, one agreement that was asked about, one question higher up."""
    anna, gerda, wim = (people[key] for key in ("anna", "gerda", "wim"))
    today = timezone.localdate()
    with acting_as(wim):
        mine = Action.objects.own(wim).get(case_id=case.pk)
        ico.report_on(
            mine,
            by=wim,
            state="will_not",
            report="De woning is er pas in januari. Een plek in de opvang kan wel.",
        )
        ico.tell(
            case.pk,
            by=wim,
            text="De intake voor de opvang is geweest: er is plek vanaf maandag.",
            parties=[gerda.party, people["pim"].party],
            reference=case.number or "",
        )
    with acting_as(anna):
        case = Case.objects.get(pk=case.pk)
        late = Action.objects.get(case=case, responsible_user=gerda)
        call = ico.call_to_account(
            late,
            by=anna,
            way="phone",
            text="De eerste afspraak staat nog niet. Wanneer lukt dat?",
            answer_before=add_working_days(today, 2),
        )
        ico.escalate(
            case,
            by=anna,
            action=mine,
            reason="capaciteit",
            question="Kan er eerder een woning komen dan in januari?",
            level=Escalation.Level.MANAGEMENT,
            party=wim.party,
            person="Manager wonen",
            answer_before=today + timedelta(days=7),
        )
    with acting_as(gerda):
        ico.answer_call(call, by=gerda, answer="Vrijdag om tien uur, bij ons.")
