"""What a person does at tables and in plans passes to their successor (G-2)."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.models import User
from accounts.replacing import Move, replaced
from cases import grants
from cases import rules as case_rules
from cases.grants import Why
from cases.models import Case
from house.words import said
from ico import agreeing, convening, polling, rules
from ico.agreed import Action
from ico.invitations import Invitation
from zvh.guard.rules import why_not

if TYPE_CHECKING:
    from ico.invitations import InvitationQuerySet


@replaced(
    "Uitnodigingen voor een overleg",
    loses="Ziet deze overleggen niet meer en krijgt bericht dat ze vervallen.",
    order=50,
)
def invitations(by: User, old: User, new: User) -> Iterator[Move]:
    for invitation in _invited(by, old).still_to_come():
        yield Move(
            partial(_invite_instead, invitation, by=by, new=new),
            stays=why_not(rules.change_meeting, by, invitation.meeting),
            about=invitation.case.number or "",
        )


@replaced(
    "Overleggen waarvoor een moment wordt gezocht",
    loses="Wordt niet meer gevraagd wanneer deze persoon kan.",
    order=52,
)
def sought(by: User, old: User, new: User) -> Iterator[Move]:
    for invitation in _invited(by, old).being_sought():
        yield Move(
            partial(polling.replace_on_list, invitation, by=by, new=new),
            stays=why_not(rules.change_meeting, by, invitation.meeting),
            about=invitation.case.number or "",
        )


@replaced(
    "Overleggen die zijn geweest",
    loses="Leest hier niets meer over. De opvolger was er niet bij en krijgt dit niet.",
    order=55,
)
def past_meetings(by: User, old: User, new: User) -> Iterator[Move]:
    for invitation in _invited(by, old).past():
        yield Move(
            partial(_leave, invitation, by=by),
            stays=why_not(rules.withdraw_invitation, by, invitation),
            about=invitation.case.number or "",
        )


@replaced(
    said("{afspraak.capital_plural} die openstaan"),
    loses=said("Ziet deze {afspraak.plural} niet meer en hoeft ze niet meer te doen."),
    order=60,
)
def actions(by: User, old: User, new: User) -> Iterator[Move]:
    for action in Action.objects.own(old).open().select_related("case"):
        yield Move(
            partial(_hand_action, action, by=by, new=new),
            stays=why_not(rules.change_action, by, action),
            about=action.reference,
        )


@replaced(
    said("{afspraak.capital_plural} die klaar zijn"),
    loses=said(
        "Ziet deze {afspraak.plural} niet meer. In het plan blijft staan wie ze deed."
    ),
    order=65,
)
def finished(by: User, old: User, new: User) -> Iterator[Move]:
    for action in Action.objects.own(old).ended().select_related("case"):
        yield Move(
            partial(_close_off, action, by=by),
            stays=why_not(case_rules.reach_case, by, action.case),
            about=action.reference,
        )


@replaced(
    said("{casus.capital_plural} die deze persoon leidt"),
    loses=said("Ziet deze {casus.plural} en hun plan niet meer."),
    order=70,
)
def regie(by: User, old: User, new: User) -> Iterator[Move]:
    led = Case.objects.visible_to(by).open().filter(casusregisseur=old)
    for case in led.newest_first():
        yield Move(
            partial(agreeing.name_casusregisseur, case, by=by, user=new),
            stays=why_not(rules.name_casusregisseur, by, case)
            or why_not(rules.be_casusregisseur, new),
            about=case.number or "",
        )


def _invited(by: User, old: User) -> "InvitationQuerySet":
    theirs = Invitation.objects.visible_to(by).of_person(old).standing()
    found: InvitationQuerySet = theirs.select_related("case", "meeting")
    return found


def _invite_instead(invitation: Invitation, *, by: User, new: User) -> None:
    if invitation.meeting.invitations.standing().filter(user=new).exists():
        convening.withdraw_invitation(invitation, by=by)
        return
    invitation.replacement = new
    invitation.save()
    convening.invite_colleague(invitation, by=by)


def _leave(invitation: Invitation, *, by: User) -> None:
    rules.withdraw_invitation(by, invitation)
    invitation.ended_at = timezone.now()
    invitation.save()
    grants.withdraw(
        case_id=invitation.case_id,
        why=Why.INVITATION,
        source_id=invitation.meeting_id,
        user=invitation.user,
    )


def _hand_action(action: Action, *, by: User, new: User) -> None:
    rules.change_action(by, action)
    action.responsible_user = new
    action.save()


def _close_off(action: Action, *, by: User) -> None:
    case_rules.reach_case(by, action.case)
    action.closed_off_at = timezone.now()
    action.save()
