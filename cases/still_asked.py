"""A letter with a question that waited goes to who may still answer it (P-2, P-7).

Meanwhile the case may have been restricted, or somebody's part in it ended: then its
number would tell of a case that is nobody's business any more.
"""

from functools import partial

from accounts.mails import asked_again
from accounts.models import Outgoing
from cases import grants
from cases.grants import Why
from zvh.guard.announce import Purpose, acting_for


def only_who_is_in(why: Why, purpose: Purpose, *kinds: str) -> None:
    """At the moment of sending, by the job that looks after these questions."""
    for kind in kinds:
        asked_again(kind)(partial(_is_in, why, purpose))


def _is_in(why: Why, purpose: Purpose, outgoing: Outgoing) -> bool:
    if outgoing.case_id is None or outgoing.object_id is None:
        return False
    with acting_for(purpose):
        let_in = grants.let_in_by(
            why, case_id=outgoing.case_id, sources=[outgoing.object_id]
        )
        return let_in.filter(pk=outgoing.recipient_id).exists()
