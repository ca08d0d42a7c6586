"""What can happen to accounts and roles. Each act is one transaction."""

import secrets
from datetime import date

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from accounts import mails, party_actions, rules, sessions
from accounts.authorisations import Authorisation, Role
from accounts.parties import Party
from accounts.people import User

BUREAU = "bureau"
END_REACHED = "Einddatum bereikt"
ACCOUNT_CLOSED = "Account gesloten"


@transaction.atomic
def create_user(
    *, by: User | None, party: Party, email: str, name: str, function: str = ""
) -> tuple[User, str]:
    """An account without any role, and its first password, shown once (A7).

    Without `by` it is the server's own command that asks.
    """
    if by is not None:
        rules.administer(by)
    user = User(party=party, email=email.strip().lower(), name=name, function=function)
    password = _first_password()
    user.give_first_password(password)
    user.save()
    party_actions.link_contacts(user)
    return user, password


@transaction.atomic
def renew_first_password(user: User, *, by: User) -> str:
    """A new first password, for who never came in; ends what was open."""
    rules.renew_password(by, user)
    password = _first_password()
    user.give_first_password(password)
    user.save()
    sessions.end_all(user)
    return password


@transaction.atomic
def reset_second_factor(user: User, *, by: User) -> None:
    """Somebody lost their telephone: the next sign-in sets up a new app."""
    from allauth.mfa.models import Authenticator

    rules.administer_user(by, user)
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user)
    mails.post("factor_changed", to=user)


@transaction.atomic
def grant_authorisation(
    user: User,
    role: str,
    *,
    by: User,
    function: str,
    designated_by: Party,
    reason: str,
    until: date,
) -> Authorisation:
    """Give a role; a privileged one waits for a second person (P-6)."""
    rules.grant_to(by, user, until)
    privileged = role in Role.privileged()
    authorisation = Authorisation.objects.create(
        user=user,
        role=role,
        function=function,
        designated_by=designated_by,
        reason=reason,
        until=until,
        granted_by=by,
        confirmed_at=None if privileged else timezone.now(),
    )
    if not privileged:
        _take_effect(user)
    _tell_managers(but=by)
    return authorisation


@transaction.atomic
def confirm_authorisation(authorisation: Authorisation, *, by: User) -> Authorisation:
    """The second person's word; from now on the role holds."""
    authorisation = _locked(authorisation)
    rules.confirm(by, authorisation)
    authorisation.confirmed_by, authorisation.confirmed_at = by, timezone.now()
    authorisation.save(update_fields=["confirmed_by", "confirmed_at"])
    _take_effect(authorisation.user)
    _tell_managers(but=by)
    return authorisation


@transaction.atomic
def withdraw_authorisation(
    authorisation: Authorisation, *, by: User, reason: str
) -> Authorisation:
    """Take a role away; what it opened closes at this moment."""
    authorisation = _locked(authorisation)
    rules.withdraw(by, authorisation)
    _close(authorisation, by=by, reason=reason)
    _tell_managers(but=by)
    return authorisation


@transaction.atomic
def deactivate_user(user: User, *, by: User) -> None:
    """Close an account: its roles and sessions end, its name stays in the record."""
    rules.administer_user(by, user)
    for authorisation in Authorisation.objects.not_withdrawn().filter(user=user):
        _close(authorisation, by=by, reason=ACCOUNT_CLOSED)
    user.is_active = False
    user.save(update_fields=["is_active"])
    sessions.end_all(user)
    _tell_managers(but=by)


def close_expired() -> int:
    """Close every authorisation past its end date; how many there were."""
    closed = 0
    for expired in Authorisation.objects.expired(timezone.localdate()):
        closed += _close_expired(expired)
    return closed


@transaction.atomic
def grant_on_the_server(
    user: User, role: str, *, function: str, reason: str, until: date
) -> Authorisation:
    """A role given by whoever runs the server: the first ones, and the demo's cast."""
    authorisation = Authorisation.objects.create(
        user=user,
        role=role,
        function=function,
        designated_by=user.party,
        reason=reason,
        until=until,
        confirmed_at=timezone.now(),
    )
    _take_effect(user)
    return authorisation


def bureau() -> Group:
    """The group whose members see the cases that are not restricted."""
    return Group.objects.get_or_create(name=BUREAU)[0]


@transaction.atomic
def _close_expired(expired: Authorisation) -> bool:
    authorisation = _locked(expired)
    if authorisation.withdrawn_at is not None:
        return False
    _close(authorisation, by=None, reason=END_REACHED)
    return True


def _close(authorisation: Authorisation, *, by: User | None, reason: str) -> None:
    authorisation.withdrawn_at = timezone.now()
    authorisation.withdrawn_by = by
    authorisation.withdrawn_reason = reason
    authorisation.save(
        update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"]
    )
    _take_effect(authorisation.user)


def _take_effect(user: User) -> None:
    """Membership follows the roles, and no session outlives a change of them (S3)."""
    user.forget_roles()
    if user.is_bureau:
        user.groups.add(bureau())
    else:
        user.groups.remove(bureau())
    sessions.end_all(user)


def _tell_managers(*, but: User) -> None:
    for manager in User.objects.holding(Role.MANAGER).exclude(pk=but.pk):
        mails.post("authorisation_changed", to=manager)


def _locked(authorisation: Authorisation) -> Authorisation:
    everything = Authorisation.objects.select_for_update(of=("self",))
    return everything.select_related("user").get(pk=authorisation.pk)


def _first_password() -> str:
    return "-".join(secrets.token_hex(3) for _ in range(4))
