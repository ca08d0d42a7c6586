"""An account whose last part in a case ended: it goes within four weeks (P-7)."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import mails, rules
from accounts.authorisations import Authorisation, Role
from accounts.people import User
from house import profile


@transaction.atomic
def end_involvement(key: UUID) -> int:
    """Set the day on which it ends, and tell who keeps the accounts; once."""
    held = _locked(key)
    if held is None or held.uninvolved_since or held.kept_because:
        return 0
    weeks = profile.active().terms.authorisation_weeks
    today = timezone.localdate()
    held.uninvolved_since, held.until_before = today, held.until
    # The last day counts in full, and the next begins after these weeks.
    held.until = min(held.until, today + timedelta(weeks=weeks, days=-1))
    held.save(update_fields=["uninvolved_since", "until_before", "until"])
    for keeper in User.objects.holding(Role.PROCESONDERSTEUNER):
        mails.post("authorisation_winds_down", to=keeper)
    return 1


@transaction.atomic
def take_back(key: UUID) -> int:
    """Somebody has a part in a case again: the account stays as it was."""
    held = _locked(key)
    if held is None or not (held.uninvolved_since or held.kept_because):
        return 0
    _restore(held, because="")
    return 1


@transaction.atomic
def keep(authorisation: Authorisation, *, by: User, because: str) -> Authorisation:
    """Who keeps the accounts knows why it is needed still; said, and written down."""
    held = _locked(authorisation.pk) or authorisation
    rules.keep(by, held)
    _restore(held, because=because)
    return held


def _restore(held: Authorisation, *, because: str) -> None:
    if held.until_before is not None:
        held.until = held.until_before
    held.uninvolved_since = held.until_before = None
    held.kept_because = because
    held.save(
        update_fields=["uninvolved_since", "until_before", "until", "kept_because"]
    )


def _locked(key: UUID) -> Authorisation | None:
    standing = Authorisation.objects.not_withdrawn().select_for_update(of=("self",))
    return standing.select_related("user").filter(pk=key).first()
