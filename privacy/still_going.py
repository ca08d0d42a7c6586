"""Whether what waits to be told may still be told, at the moment at which it goes.

A mail with the link may have waited for the mail server; meanwhile a giver took back
what it said, the case was restricted, or it was closed.
"""

from uuid import UUID

from accounts.models import User
from cases import grants, keeping_say
from cases.grants import Why
from cases.models import Case
from privacy import disclosures
from privacy.approvals import Approval
from privacy.disclosures import Disclosure
from zvh.guard.announce import Purpose, acting_for

Stop = Disclosure.Stop


def may_be_told(key: UUID | None, user: User) -> bool:
    """Also written down where it may not, for whoever sent it; not who left (P-7)."""
    if key is None:
        return False
    with acting_for(Purpose.APPROVALS):
        sent = Disclosure.objects.filter(pk=key).first()
        if sent is None or sent.case_key is None:
            return False
        case = Case.objects.filter(pk=sent.case_key).first()
        why, of_case = Why.DISCLOSURE, sent.case_key
        let_in = grants.let_in_by(why, case_id=of_case, sources=[sent.pk])
        is_in = let_in.filter(pk=user.pk).exists()
        keeping = keeping_say.of(why, case_id=of_case, source=sent.pk)
        keeps_say = not is_in and keeping.filter(pk=user.pk).exists()
        if stop := _why_not(sent, case, keeps_say=keeps_say):
            disclosures.note_stopped(sent.pk, stop)
        return is_in and not stop


def _why_not(sent: Disclosure, case: Case | None, *, keeps_say: bool) -> Stop | None:
    if case is None or case.is_shielded:
        return Stop.CLOSED
    # What was verstrekt since it was restricted lets its reader in as always; who left
    # since that is told nothing, and stops it for nobody else.
    if case.is_restricted and keeps_say:
        return Stop.RESTRICTED
    return None if _says_something(sent) else Stop.ENDED


def _says_something(sent: Disclosure) -> bool:
    """A piece that its giver lets go, or what its receiver does itself."""
    resting_on = [one["approval"] for one in sent.approvals]
    others = set(sent.lines) - {one["piece"] for one in sent.approvals}
    standing = Approval.objects.valid().filter(pk__in=resting_on)
    return bool(others) or standing.exists()
